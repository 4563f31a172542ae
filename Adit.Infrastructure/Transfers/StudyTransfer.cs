using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.StudySearch;
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
    private readonly DirectMove? _direct;
    private readonly TransferDeidentification? _deidentification;
    private readonly List<(ListedSeries Series, string Reason)> _excluded = [];
    private List<ListedSeries> _series = [];
    private bool _isContinued;
    private Task _listingRun = Task.CompletedTask;
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
        bool mayMoveDirectly,
        TransferDeidentification? deidentification,
        TimeProvider time,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        _context = context;
        _source = source;
        _destination = destination;
        _connector = connector;
        _faults = faults;
        _options = options;
        _deidentification = deidentification;
        _time = time;
        _stop = stop;
        _abort = abort;
        _manifest = new TransferManifest(context);
        _listing = routes.Listing(source).Create(source, context.Task);
        var fetch = new FetchJob(source, context.Task, _manifest, context.Log);
        _fetching = new FetchSide(routes.FetchFrom(source), fetch);
        if (mayMoveDirectly && deidentification is null && destination is DicomServerNode server)
        {
            _direct = new DirectMove(connector, routes, faults, fetch, server, time);
        }
        _delivering = new DeliverySide(
            routes.DeliverTo(destination),
            new DeliveryJob(context, destination, _manifest)
            {
                StudyInstanceUid =
                    deidentification?.OutputUid(context.Task.StudyInstanceUid)
                    ?? context.Task.StudyInstanceUid,
            }
        );
        _buffer = new TransferBuffer(options);
        _receiver = new InstanceReceiver(
            context.Task,
            _manifest,
            _buffer,
            source.FallbackCharacterSet is { } set ? DicomCharacterSet.Parse(set) : null,
            deidentification
        );
    }

    public TransferManifest Manifest => _manifest;

    /// <summary>The destination could not be asked what it has.</summary>
    public bool IsConfirmedByCountsOnly => _direct?.IsConfirmedByCountsOnly is true;

    /// <summary>The source keeps the study on a slow medium.</summary>
    public bool IsOffline { get; private set; }

    public int ImagesReceived => _receiver.Received;

    public int ExcludedSeries => _excluded.Count;

    /// <summary>Those of <see cref="ExcludedSeries"/> that the profile leaves out, not the owner.</summary>
    public int SeriesExcludedByProfile { get; private set; }

    public long BytesSpilled => _buffer.Spill.BytesWritten;

    /// <summary>Null when the images were worked off and the account decides; an outcome when there was nothing to do.</summary>
    public async Task<TaskOutcome?> RunAsync(IReadOnlyList<TransferredInstance> earlier)
    {
        // A person who tries again may do so because more is allowed by now.
        _manifest.ContinueFrom(earlier, withExcluded: _context.Task.Attempts > 0);
        _isContinued = earlier.Count > 0;
        if (_manifest.StoredEarlier > 0)
        {
            Log(
                $"{Images(_manifest.StoredEarlier)} stored by an earlier attempt are not sent again."
            );
        }
        StudyFacts? facts = null;
        await RetryAsync(async () =>
            {
                facts = await FindStudyAsync().ConfigureAwait(false);
                _series = Wanted(await _listing.FindSeriesAsync(_stop).ConfigureAwait(false));
            })
            .ConfigureAwait(false);
        if (_series.Count == 0)
        {
            return TaskOutcome.Failure(
                SeriesExcludedByProfile > 0
                    ? $"Nothing is left to transfer. {string.Join(" ", _excluded.Select(e => e.Reason).Distinct())}"
                : _excluded.Count > 0 && _context.Job.OnlyModalities.Count > 0
                    ? $"No series of this study has one of the chosen modalities ({string.Join(", ", _context.Job.OnlyModalities)})."
                : _context.Task.SeriesInstanceUids.Count == 0
                    ? $"{_source.Name} does not have this study (any more). Search again."
                : $"{_source.Name} does not have the chosen series (any more). Search again."
            );
        }
        await _manifest.ExpectSeriesAsync(_series, _excluded, _stop).ConfigureAwait(false);
        if (_excluded.Count > 0 && _series.TrueForAll(s => s.Images is not null))
        {
            // What the search counted was the whole study.
            await _context
                .Ledger.SetExpectedImagesAsync(_series.Sum(s => s.Images ?? 0), _stop)
                .ConfigureAwait(false);
        }
        foreach (var (_, reason) in _excluded)
        {
            Log($"Left out: {reason}");
        }
        RefuseOtherPatient(facts);
        if (RefuseUnavailable(facts) is { } refused)
        {
            return refused;
        }
        _classes = facts?.SopClasses ?? [];
        PlanContexts();
        if (_direct is not null)
        {
            await MoveDirectlyAsync(facts).ConfigureAwait(false);
            if (_manifest.Missing == 0)
            {
                return null;
            }
            Warn($"{Images(_manifest.Missing)} are not proven to be there; they go through Adit.");
        }
        await AnnounceRouteAsync().ConfigureAwait(false);
        await TransferDespiteInterruptionsAsync().ConfigureAwait(false);
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
        catch (DicomException refused) when (IsAnswer(refused))
        {
            // Optional keys; the lists of series and images say the same, only later.
            return null;
        }
    }

    /// <summary>The chosen series; what the choice leaves out is named.</summary>
    private List<ListedSeries> Wanted(IReadOnlyList<ListedSeries> found)
    {
        var choice = new SeriesChoice
        {
            SeriesInstanceUids = _context.Task.SeriesInstanceUids,
            OnlyModalities = _context.Job.OnlyModalities,
        };
        List<ListedSeries> wanted = [];
        _excluded.Clear();
        SeriesExcludedByProfile = 0;
        foreach (var series in found)
        {
            if (choice.WhyLeftOut(series.SeriesInstanceUid, series.Modality) is { } reason)
            {
                _excluded.Add((series, reason));
            }
            else if (_deidentification?.WhyLeftOut(series.Modality) is { } rule)
            {
                _excluded.Add((series, rule));
                SeriesExcludedByProfile++;
            }
            else
            {
                wanted.Add(series);
            }
        }
        return wanted;
    }

    /// <summary>A source that files the study under another patient is asked nothing more.</summary>
    private void RefuseOtherPatient(StudyFacts? facts)
    {
        if (facts?.PatientId is { } patient && !TaskPatient.Is(_context.Task, patient))
        {
            throw new ForeignInstanceException("another patient", patient);
        }
    }

    private TaskOutcome? RefuseUnavailable(StudyFacts? facts)
    {
        if (
            facts?.Availability == InstanceAvailability.Unavailable
            || _series.All(s => s.Availability == InstanceAvailability.Unavailable)
        )
        {
            return TaskOutcome.Failure(
                $"{_source.Name} says that these images are not available (UNAVAILABLE): it keeps their description only. Look for the study on another server."
            );
        }
        IsOffline =
            IsSlow(facts?.Availability ?? InstanceAvailability.Unknown)
            || _series.Exists(s => IsSlow(s.Availability));
        _fetching.Job.IsOffline = IsOffline;
        if (IsOffline)
        {
            Log(
                $"{_source.Name} keeps this study on a slow medium. The first image is awaited for {_source.Timeouts.OfflineSeconds} s; then the task is tried again later."
            );
        }
        return null;
    }

    private static bool IsSlow(InstanceAvailability availability) =>
        availability is InstanceAvailability.Nearline or InstanceAvailability.Offline;

    private async Task MoveDirectlyAsync(StudyFacts? facts)
    {
        if (facts?.PatientId is null)
        {
            Log(
                $"{_source.Name} does not say whose study this is, so it is not sent directly but looked at on its way."
            );
            return;
        }
        _manifest.Route = TransferRoute.DirectMove;
        Log(
            $"Route: direct C-MOVE from {_source.Name} to {_destination.Name}; no image passes through Adit."
        );
        await _context
            .Ledger.SetRouteAsync(TransferRoute.DirectMove.Name(), _stop)
            .ConfigureAwait(false);
        var wantsList =
            _source.ExpectedSet == ExpectedSet.ImageList
            || _series.Any(s => s.Images is null)
            || _isContinued
            || _manifest.StoredEarlier > 0;
        LogSeries(wantsList);
        var place = wantsList ? _connector.TryReserve(_source, LimiterLane.Task) : null;
        var listing = wantsList ? ListAsync(details: false) : Task.CompletedTask;
        try
        {
            if (place is null)
            {
                await listing.ConfigureAwait(false);
                await _listing.CloseAsync(_stop).ConfigureAwait(false);
            }
            await _direct!
                .RunAsync(_series, WantsAllSeries, listing, _isContinued, _stop, _abort)
                .ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAny(listing).ConfigureAwait(false);
            if (place is not null)
            {
                await place.DisposeAsync().ConfigureAwait(false);
            }
        }
        await listing.ConfigureAwait(false);
        await _listing.CloseAsync(_stop).ConfigureAwait(false);
    }

    private async Task TransferAsync()
    {
        var wantsList =
            _fetching.Route.NeedsImageList
            || _source.ExpectedSet == ExpectedSet.ImageList
            || _series.Any(s => s.Images is null)
            || _manifest.StoredEarlier > 0;
        if (_direct is null)
        {
            LogSeries(wantsList);
        }
        wantsList &= !_manifest.IsListed;
        if (!wantsList && !_manifest.IsListed)
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
        var listing = _listingRun = ListAsync(details: false);
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

    /// <summary>The source was asked and could not say; it may well answer something else.</summary>
    private static bool IsAnswer(DicomException fault) =>
        fault is DicomStatusException
        || (fault is DicomWebException web && WadoFetcher.IsAboutOne(web));

    private async Task ListAsync(bool details)
    {
        var list = new ImageList();
        List<ListedSeries> unlisted = [];
        foreach (var one in _series)
        {
            try
            {
                await _listing
                    .FindImagesAsync(one.SeriesInstanceUid, details, list, _stop)
                    .ConfigureAwait(false);
            }
            catch (DicomException refused) when (_series.Count > 1 && IsAnswer(refused))
            {
                // One dead series does not cost the study.
                unlisted.Add(one);
                var reason = _faults.Describe(refused, _source).Message;
                Warn($"The images of series {NameOf(one)} cannot be listed. {reason}");
                await _manifest.FailSeriesAsync(one, reason, _stop).ConfigureAwait(false);
            }
        }
        if (list.Duplicates > 0)
        {
            Warn(
                $"{_source.Name} lists {Images(list.Duplicates)} more than once; each is transferred once."
            );
        }
        if (details && list.SopClasses.Count > 0)
        {
            _contextGroups = StorageContexts.Plan(list.SopClasses, list.StoredSyntaxes);
        }
        await _manifest.ExpectAsync(list.Images, unlisted, _stop).ConfigureAwait(false);
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
            $"Route: {_fetching.Route.Method.Name()} from {_source.Name}, {_delivering.Route.Method.Name()} to {_destination.Name}, {(_deidentification is { } rules ? $"images de-identified with the profile {rules.ProfileText}" : "images unchanged")}."
        );
        await _context.Ledger.SetRouteAsync(how, _stop).ConfigureAwait(false);
    }

    private void Log(string text) => _context.Log.Write(LogLevel.Information, text);

    private void Warn(string text) => _context.Log.Write(LogLevel.Warning, text);

    private static string NameOf(ListedSeries series) =>
        series.Number?.ToString(CultureInfo.InvariantCulture) ?? series.SeriesInstanceUid;

    private static string Images(int count) => Counted(count, "image", "images");

    private static string Counted(int count, string one, string many) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);
}

/// <summary>Nothing more can be fetched in this attempt.</summary>
internal sealed class SourceLostException(Exception cause) : Exception(cause.Message, cause);
