using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// The source sends a study to the destination itself (C-MOVE, PS3.4 C.4.2); nothing comes by here. What counts afterwards is
/// what the destination says it has. Only its image list proves an image; where it keeps none, the source's counts stand in, and
/// everybody who reads the result is told so.
/// </summary>
internal sealed class DirectMove(
    ServerConnector connector,
    TransferRoutes routes,
    DicomFaultMessages faults,
    FetchJob job,
    DicomServerNode destination,
    TimeProvider time
)
{
    public const string CountsOnly = "Confirmed by the source's counts only.";

    private const int MaxImagesPerRequest = 100;

    // An archive may answer the C-MOVE before its index shows what came.
    private static readonly TimeSpan[] ReadBackDelays =
    [
        TimeSpan.Zero,
        TimeSpan.FromMilliseconds(300),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(3),
    ];

    private readonly StudyIdentifiers _identifiers = new(
        job.Source,
        job.Task,
        ServerServices.StudyRootMove,
        ServerServices.PatientRootMove
    );
    private bool _cannotReadBack;

    /// <summary>No image list of the destination was to be had for what is stored.</summary>
    public bool IsConfirmedByCountsOnly { get; private set; }

    /// <summary>
    /// Settles in the manifest what the destination has at the end. What is still missing then, the caller sends another way.
    /// </summary>
    /// <param name="series">The wanted series.</param>
    /// <param name="wantsAllSeries">They are all series of the study.</param>
    /// <param name="listing">Ends when the source's list of images is in the manifest; it may run at the same time.</param>
    /// <param name="isContinued">An earlier attempt may have brought images whose end nobody saw.</param>
    /// <param name="stop">Ends between two images.</param>
    /// <param name="abort">Closes connections at once.</param>
    public async Task RunAsync(
        IReadOnlyList<ListedSeries> series,
        bool wantsAllSeries,
        Task listing,
        bool isContinued,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        if (isContinued)
        {
            await listing.ConfigureAwait(false);
            await ReadBackAsync(series, patient: false, stop).ConfigureAwait(false);
            if (job.Manifest.Missing == 0)
            {
                return;
            }
        }
        var scopes =
            isContinued && job.Manifest.IsListed
                ? MissingImages()
                :
                [
                    wantsAllSeries
                        ? new FetchScope.Study()
                        : new FetchScope.Series([.. series.Select(s => s.SeriesInstanceUid)]),
                ];
        var counts = await MoveAsync(scopes, stop, abort).ConfigureAwait(false);
        await listing.ConfigureAwait(false);
        await ReadBackAsync(series, patient: counts is not null, stop).ConfigureAwait(false);
        if (_cannotReadBack)
        {
            await TrustCountsAsync(counts, stop).ConfigureAwait(false);
            return;
        }
        if (job.Manifest.Missing > 0 && job.Manifest.IsListed && counts is not null)
        {
            job.Log.Write(
                LogLevel.Warning,
                $"{destination.Name} lacks {job.Manifest.Missing} images after the C-MOVE; they are asked for once more."
            );
            counts = await MoveAsync(MissingImages(), stop, abort).ConfigureAwait(false);
            await ReadBackAsync(series, patient: counts is not null, stop).ConfigureAwait(false);
        }
    }

    private List<FetchScope> MissingImages() =>
        [
            .. job
                .Manifest.MissingImages()
                .GroupBy(i => i.SeriesInstanceUid, StringComparer.Ordinal)
                .SelectMany(s =>
                    s.Chunk(MaxImagesPerRequest)
                        .Select(c => new FetchScope.Images(
                            s.Key,
                            [.. c.Select(i => i.SopInstanceUid)]
                        ))
                ),
        ];

    /// <summary>The source's counts; null when it did not carry all requests out.</summary>
    private async Task<Counts?> MoveAsync(
        IReadOnlyList<FetchScope> scopes,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var model = _identifiers.IsStudyRoot ? DicomUids.StudyRootMove : DicomUids.PatientRootMove;
        var total = new Counts(0, 0);
        try
        {
            var association = await connector
                .OpenAsync(job.Source, [new(model, QuerySyntaxes.All)], job.ImageTimeouts, stop)
                .ConfigureAwait(false);
            await using var _ = association.ConfigureAwait(false);
            await using var killed = abort
                .UnsafeRegister(static state => ((DicomAssociation)state!).Abort(), association)
                .ConfigureAwait(false);
            foreach (var scope in scopes)
            {
                var before = total.Completed;
                var result = await association
                    .MoveAsync(
                        model,
                        _identifiers.Of(scope),
                        destination.AeTitle,
                        new MoveProgress(done => job.Manifest.ReportMoved(before + done)),
                        cancellationToken: stop
                    )
                    .ConfigureAwait(false);
                if (result.SubOperations is { } last)
                {
                    total = new Counts(
                        total.Completed + last.Completed + last.Warning,
                        total.Failed + last.Failed
                    );
                }
            }
            await association.ReleaseAsync(stop).ConfigureAwait(false);
            return total;
        }
        catch (DicomStatusException status) when (status.Status.Code == 0xA801)
        {
            stop.ThrowIfCancellationRequested();
            job.Log.Write(
                LogLevel.Warning,
                $"{job.Source.Name} does not know {destination.Name} ({destination.AeTitle}) as a C-MOVE destination (status A801). Have it added there, or switch the direct way of this pair off."
            );
            return null;
        }
        catch (Exception fault) when (fault is DicomException or IOException)
        {
            stop.ThrowIfCancellationRequested();
            job.Log.Write(LogLevel.Warning, faults.Describe(fault, job.Source).Message);
            return null;
        }
    }

    /// <summary>Asks the destination what it has, again as long as the source says that more must be there.</summary>
    private async Task ReadBackAsync(
        IReadOnlyList<ListedSeries> series,
        bool patient,
        CancellationToken stop
    )
    {
        if (!routes.CanList(destination))
        {
            _cannotReadBack = true;
            return;
        }
        var listing = routes.Listing(destination).Create(destination, job.Task);
        await using var _ = listing.ConfigureAwait(false);
        try
        {
            foreach (var delay in patient ? ReadBackDelays : ReadBackDelays.Take(1))
            {
                await Task.Delay(delay, time, stop).ConfigureAwait(false);
                foreach (var one in Incomplete(series))
                {
                    var list = new ImageList();
                    await listing
                        .FindImagesAsync(one.SeriesInstanceUid, details: false, list, stop)
                        .ConfigureAwait(false);
                    await job.Manifest.SettleReadBackAsync(list.Images, stop).ConfigureAwait(false);
                }
                if (job.Manifest.Missing == 0)
                {
                    break;
                }
            }
            await listing.CloseAsync(stop).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is DicomException or IOException)
        {
            stop.ThrowIfCancellationRequested();
            job.Log.Write(
                LogLevel.Warning,
                $"What has arrived cannot be read back. {faults.Describe(fault, destination).Message}"
            );
            _cannotReadBack = true;
        }
    }

    private IEnumerable<ListedSeries> Incomplete(IReadOnlyList<ListedSeries> series)
    {
        var missing = job
            .Manifest.MissingImages()
            .Select(i => i.SeriesInstanceUid)
            .Concat(job.Manifest.MissingSeries().Select(s => s.Series.SeriesInstanceUid))
            .ToHashSet(StringComparer.Ordinal);
        return series.Where(s => missing.Contains(s.SeriesInstanceUid));
    }

    /// <summary>Counts prove something only when they are complete; else nobody knows which images are there.</summary>
    private async Task TrustCountsAsync(Counts? counts, CancellationToken stop)
    {
        var missing = job.Manifest.MissingImages();
        if (
            counts is { Failed: 0 }
            && job.Manifest.IsListed
            && counts.Completed >= missing.Count
            && missing.Count > 0
        )
        {
            IsConfirmedByCountsOnly = true;
            foreach (var image in missing)
            {
                await job
                    .Manifest.SettleAsync(image, InstanceOutcome.Stored, stop, reason: CountsOnly)
                    .ConfigureAwait(false);
            }
            return;
        }
        job.Log.Write(
            LogLevel.Warning,
            $"{destination.Name} cannot be asked what it has, and the counts of {job.Source.Name} do not prove it."
        );
    }

    private sealed record Counts(int Completed, int Failed);

    private sealed class MoveProgress(Action<int> report) : IProgress<DicomSubOperations>
    {
        public void Report(DicomSubOperations value) => report(value.Completed + value.Warning);
    }
}
