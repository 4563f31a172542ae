using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Transfers.Routes;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// One study, one attempt: what is there, fetch and send overlapped, what is still missing again, and at the end the account.
/// </summary>
internal sealed partial class StudyTransfer : IAsyncDisposable
{
    private const int MaxQueuedImages = 4096;
    private const int MaxImagesPerRequest = 100;
    private const int MaxRounds = 20;
    private const int MaxBreaksInARow = 3;

    private readonly TaskExecutionContext _context;
    private readonly DicomServerNode _source;
    private readonly DicomNode _destination;
    private readonly ServerConnector _connector;
    private readonly DicomFaultMessages _faults;
    private readonly IStudyListing _listing;
    private readonly FetchSide _fetching;
    private readonly DeliverySide _delivering;
    private readonly TransferManifest _manifest;
    private readonly TransferBuffer _buffer;
    private readonly InstanceReceiver _receiver;
    private readonly CancellationToken _stop;
    private readonly CancellationToken _abort;
    private List<ListedSeries> _series = [];
    private IReadOnlyList<DicomUid> _classes = [];
    private IReadOnlyList<IReadOnlyList<StorageContext>> _contextGroups = [];

    public StudyTransfer(
        TaskExecutionContext context,
        DicomServerNode source,
        DicomNode destination,
        TransferRoutes routes,
        ServerConnector connector,
        DicomFaultMessages faults,
        TransferOptions options,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        _context = context;
        _source = source;
        _destination = destination;
        _connector = connector;
        _faults = faults;
        _stop = stop;
        _abort = abort;
        _manifest = new TransferManifest(context);
        _listing = routes.Listing(source).Create(source, context.Task);
        _fetching = new FetchSide(
            routes.FetchFrom(source),
            new FetchJob(source, context.Task, _manifest, context.Log)
        );
        _delivering = new DeliverySide(
            routes.DeliverTo(destination),
            new DeliveryJob(context, destination, _manifest)
        );
        _buffer = new TransferBuffer(options);
        _receiver = new InstanceReceiver(
            context.Task,
            _manifest,
            _buffer,
            source.FallbackCharacterSet is { } set ? DicomCharacterSet.Parse(set) : null
        );
    }

    public TransferManifest Manifest => _manifest;

    public long BytesSpilled => _buffer.Spill.BytesWritten;

    /// <summary>Null when the images were worked off and the account decides; an outcome when there was nothing to do.</summary>
    public async Task<TaskOutcome?> RunAsync(IReadOnlyList<TransferredInstance> earlier)
    {
        _manifest.ContinueFrom(earlier);
        if (_manifest.StoredEarlier > 0)
        {
            Log(
                $"{Images(_manifest.StoredEarlier)} stored by an earlier attempt are not sent again."
            );
        }
        var facts = await FindStudyAsync().ConfigureAwait(false);
        _series = Wanted(await _listing.FindSeriesAsync(_stop).ConfigureAwait(false));
        if (_series.Count == 0)
        {
            return TaskOutcome.Failure(
                _context.Task.SeriesInstanceUids.Count == 0
                    ? $"{_source.Name} does not have this study (any more). Search again."
                    : $"{_source.Name} does not have the chosen series (any more). Search again."
            );
        }
        _manifest.ExpectSeries(_series);
        _classes = facts?.SopClasses ?? [];
        await AnnounceRouteAsync().ConfigureAwait(false);
        PlanContexts();
        await TransferAsync().ConfigureAwait(false);
        await _delivering.FinishAsync(_stop).ConfigureAwait(false);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _listing.DisposeAsync().ConfigureAwait(false);
        await _fetching.DisposeAsync().ConfigureAwait(false);
        await _delivering.DisposeAsync().ConfigureAwait(false);
        _buffer.Dispose();
        _manifest.Dispose();
    }

    private async Task<StudyFacts?> FindStudyAsync()
    {
        try
        {
            return await _listing.FindStudyAsync(_stop).ConfigureAwait(false);
        }
        catch (DicomStatusException)
        {
            // Optional keys; the lists of series and images say the same, only later.
            return null;
        }
    }

    private List<ListedSeries> Wanted(IReadOnlyList<ListedSeries> found)
    {
        var chosen = _context.Task.SeriesInstanceUids.ToHashSet(StringComparer.Ordinal);
        return [.. found.Where(s => chosen.Count == 0 || chosen.Contains(s.SeriesInstanceUid))];
    }

    private async Task TransferAsync()
    {
        var wantsList =
            _fetching.Route.NeedsImageList
            || _source.ExpectedSet == ExpectedSet.ImageList
            || _series.Any(s => s.Images is null)
            || _manifest.StoredEarlier > 0;
        LogSeries(wantsList);
        if (!wantsList)
        {
            await _context
                .Ledger.SetExpectedImagesAsync(_series.Sum(s => s.Images ?? 0), _stop)
                .ConfigureAwait(false);
        }

        // Which contexts to offer is known from the study, or only from its images.
        var needsDetails = _fetching.NegotiatesContexts && _contextGroups.Count != 1;
        var listsFirst =
            !wantsList
            || needsDetails
            || _fetching.Route.NeedsImageList
            || _manifest.StoredEarlier > 0;
        // The usual way: the list is read on its own association while the images already come.
        if (listsFirst || _connector.TryReserve(_source, LimiterLane.Task) is not { } place)
        {
            if (wantsList)
            {
                await ListAsync(needsDetails).ConfigureAwait(false);
            }
            await _listing.CloseAsync(_stop).ConfigureAwait(false);
            await FirstRoundAsync().ConfigureAwait(false);
            await RepairAsync().ConfigureAwait(false);
            return;
        }
        var listing = ListAsync(details: false);
        try
        {
            await FirstRoundAsync().ConfigureAwait(false);
        }
        finally
        {
            // Also after a fault: nobody may be left reading on an association that is about to be closed.
            await Task.WhenAny(listing).ConfigureAwait(false);
            await place.DisposeAsync().ConfigureAwait(false);
        }
        await listing.ConfigureAwait(false);
        await _listing.CloseAsync(_stop).ConfigureAwait(false);
        await RepairAsync().ConfigureAwait(false);
    }

    private async Task ListAsync(bool details)
    {
        var list = new ImageList();
        foreach (var one in _series)
        {
            await _listing
                .FindImagesAsync(one.SeriesInstanceUid, details, list, _stop)
                .ConfigureAwait(false);
        }
        if (details && list.SopClasses.Count > 0)
        {
            _contextGroups = StorageContexts.Plan(list.SopClasses, list.StoredSyntaxes);
        }
        await _manifest.ExpectAsync(list.Images, _stop).ConfigureAwait(false);
        if (_fetching.Route.NeedsImageList)
        {
            // What is owed is in the database before the first image can be acknowledged.
            await _context.Ledger.FlushAsync(_stop).ConfigureAwait(false);
        }
    }

    /// <summary>By the SOP classes that the server names; the modalities are the last resort.</summary>
    private void PlanContexts()
    {
        if (_contextGroups.Count == 0)
        {
            _contextGroups = StorageContexts.Plan(_classes);
        }
    }

    private void LogSeries(bool wantsList)
    {
        var counted = _series.All(s => s.Images is not null)
            ? $" with {Images(_series.Sum(s => s.Images ?? 0))}"
            : " (the server does not say with how many images)";
        Log(
            $"{_source.Name} has {Counted(_series.Count, "series", "series")}{counted}. Expected images are known from {(wantsList ? "the list of images" : "the counts of the series, as this server is set up")}."
        );
    }

    private async Task AnnounceRouteAsync()
    {
        var how = $"{_fetching.Route.Method.Name()} to {_delivering.Route.Method.Name()}";
        Log(
            $"Route: {_fetching.Route.Method.Name()} from {_source.Name}, {_delivering.Route.Method.Name()} to {_destination.Name}, images unchanged."
        );
        await _context.Ledger.SetRouteAsync(how, _stop).ConfigureAwait(false);
    }

    private void Log(string text) => _context.Log.Write(LogLevel.Information, text);

    private void Warn(string text) => _context.Log.Write(LogLevel.Warning, text);

    private static string Images(int count) => Counted(count, "image", "images");

    private static string Counted(int count, string one, string many) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);
}

/// <summary>Nothing more can be fetched in this attempt.</summary>
internal sealed class SourceLostException(Exception cause) : Exception(cause.Message, cause);
