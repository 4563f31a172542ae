using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>An image that is being received, on its way to the destination.</summary>
/// <param name="Image">As the source names it: by this it is counted, found again and written down.</param>
/// <param name="SopClassUid">Of the data set that is sent.</param>
/// <param name="TransferSyntax">In which it is sent.</param>
/// <param name="Data">The data set that is sent.</param>
internal sealed record InstanceInTransit(
    ListedImage Image,
    DicomUid SopClassUid,
    DicomTransferSyntax TransferSyntax,
    InstanceBuffer Data
)
{
    /// <summary>Its identifier at the destination, when that is another one.</summary>
    public DicomUid? OutputSopInstanceUid { get; init; }

    /// <summary>Under which identifier it is sent, and by which the destination answers.</summary>
    public DicomUid SentUid => OutputSopInstanceUid ?? new DicomUid(Image.SopInstanceUid);
}

/// <summary>
/// The destination's side of a transfer. It outlives the rounds of the retrieve, and writes down what becomes of each image.
/// </summary>
internal interface IDelivery : IAsyncDisposable
{
    /// <summary>
    /// Takes images until the channel ends and settles each in the manifest when the destination has it for good. Whatever is left
    /// in the channel when the destination is lost or the transfer is stopped is given back unsettled.
    /// </summary>
    /// <param name="arriving">Images, the largest of them while they still arrive. Each one's data is completed by the delivery.</param>
    /// <param name="likely">What will probably come, so that a connection can be opened while the source prepares its first image.</param>
    /// <param name="stop">Ends between two images.</param>
    /// <param name="abort">Closes connections at once.</param>
    /// <exception cref="DestinationLostException">Nothing more can be delivered in this attempt.</exception>
    Task RunAsync(
        ChannelReader<InstanceInTransit> arriving,
        IReadOnlyList<StorageContext> likely,
        CancellationToken stop,
        CancellationToken abort
    );

    /// <summary>After the last round: what is written once for the whole study.</summary>
    Task FinishAsync(CancellationToken cancellationToken);
}

/// <summary>What a delivery works for.</summary>
/// <param name="Context">The running task.</param>
/// <param name="Destination">Where the images go.</param>
/// <param name="Manifest">Where each image's outcome is written down.</param>
internal sealed record DeliveryJob(
    TaskExecutionContext Context,
    DicomNode Destination,
    TransferManifest Manifest
)
{
    /// <summary>The study's identifier at the destination.</summary>
    public string StudyInstanceUid { get; init; } = Context.Task.StudyInstanceUid;

    /// <summary>The destination as a server; a bug when it is none.</summary>
    public DicomServerNode Server => (DicomServerNode)Destination;
}

/// <summary>One way to deliver: says whether a destination takes it, and makes the delivery.</summary>
internal interface IDeliveryRoute
{
    DeliveryMethod Method { get; }

    bool IsOfferedBy(DicomNode destination);

    IDelivery Create(DeliveryJob job);
}

/// <summary>Ways to deliver, the preferred first.</summary>
internal enum DeliveryMethod
{
    CStore = 0,
    StowRs = 1,
    Folder = 2,
}

internal static class DeliveryMethods
{
    public static string Name(this DeliveryMethod method) =>
        method switch
        {
            DeliveryMethod.CStore => "C-STORE",
            DeliveryMethod.StowRs => "STOW-RS",
            DeliveryMethod.Folder => "folder",
        };
}

/// <summary>Nothing can be delivered any more in this attempt.</summary>
internal sealed class DestinationLostException(string message, Exception cause)
    : Exception(message, cause);
