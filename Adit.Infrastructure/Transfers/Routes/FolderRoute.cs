using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Folders;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>Files in a folder.</summary>
internal sealed class FolderRoute(FolderWriting writing, ILogger<FolderDelivery> logger)
    : IDeliveryRoute
{
    public DeliveryMethod Method => DeliveryMethod.Folder;

    public bool IsOfferedBy(DicomNode destination) => destination is DicomFolderNode;

    public IDelivery Create(DeliveryJob job) =>
        new FolderDelivery(job, (DicomFolderNode)job.Destination, writing, logger);
}
