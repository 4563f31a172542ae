using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>Which part of the study a fetcher asks for.</summary>
internal abstract record FetchScope
{
    private FetchScope() { }

    public sealed record Study : FetchScope;

    public sealed record Series(IReadOnlyList<string> SeriesInstanceUids) : FetchScope;

    public sealed record Images(string SeriesInstanceUid, IReadOnlyList<string> SopInstanceUids)
        : FetchScope;
}

/// <summary>An image while it arrives, whatever brings it.</summary>
/// <param name="SopClassUid">As announced by the source.</param>
/// <param name="SopInstanceUid">As announced by the source.</param>
/// <param name="TransferSyntax">How <paramref name="Data"/> is encoded.</param>
/// <param name="Data">The bytes of the data set as they come, without preamble and file meta information.</param>
internal sealed record ArrivingImage(
    DicomUid SopClassUid,
    DicomUid SopInstanceUid,
    DicomTransferSyntax TransferSyntax,
    PipeReader Data
);

/// <summary>Takes an image in; the status is what the source is told, where the route can tell it.</summary>
internal delegate ValueTask<DicomStatus> ArrivingImageHandler(
    ArrivingImage image,
    CancellationToken cancellationToken
);

/// <summary>Brings images of one study from its source. Made for one attempt.</summary>
internal interface IFetcher : IAsyncDisposable
{
    /// <summary>
    /// Fetches what the scopes name and returns when the source has ended. Gives one image at a time to
    /// <paramref name="deliver"/>. A fault of the source is a <see cref="DicomException"/> or an <see cref="IOException"/>;
    /// what <paramref name="deliver"/> throws is thrown on.
    /// </summary>
    /// <param name="contexts">SOP classes and transfer syntaxes of the wanted images, for routes that negotiate them.</param>
    /// <param name="scopes">What is wanted, one request each.</param>
    /// <param name="deliver">Takes each image.</param>
    /// <param name="stop">Asks the source to end between two images.</param>
    /// <param name="abort">Closes connections at once.</param>
    Task FetchAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<FetchScope> scopes,
        ArrivingImageHandler deliver,
        CancellationToken stop,
        CancellationToken abort
    );
}

/// <summary>What a fetcher works for.</summary>
/// <param name="Source">Where the images are.</param>
/// <param name="Task">Whose study it is.</param>
/// <param name="Manifest">What has become of the images so far, and the way into the ledger.</param>
/// <param name="Log">The task's log.</param>
internal sealed record FetchJob(
    DicomServerNode Source,
    JobTask Task,
    TransferManifest Manifest,
    ITaskLog Log
)
{
    /// <summary>The images lie on a slow medium: the first one is not awaited for long, it is fetched later.</summary>
    public bool IsOffline { get; set; }

    public DicomTimeouts ImageTimeouts =>
        IsOffline ? ServerConnector.OfflineTimeouts(Source) : ServerConnector.ImageTimeouts(Source);
}

/// <summary>One way to fetch: says whether a source has it, and makes the fetcher.</summary>
internal interface IFetchRoute
{
    /// <summary>Tried in this order.</summary>
    FetchMethod Method { get; }

    /// <summary>
    /// The list of images must be in the ledger before the first one arrives, because arriving images are recognised by it.
    /// </summary>
    bool NeedsImageList { get; }

    bool IsOfferedBy(DicomServerNode source);

    IFetcher Create(FetchJob job);
}

/// <summary>Ways to fetch, the preferred first.</summary>
internal enum FetchMethod
{
    WadoRs = 0,
    CGet = 1,
    CMove = 2,
}

internal static class FetchMethods
{
    public static string Name(this FetchMethod method) =>
        method switch
        {
            FetchMethod.WadoRs => "WADO-RS",
            FetchMethod.CGet => "C-GET",
            FetchMethod.CMove => "C-MOVE",
        };
}
