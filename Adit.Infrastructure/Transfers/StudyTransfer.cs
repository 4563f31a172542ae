using System.Globalization;
using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.DicomNodes;
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
    private readonly DicomServerNode _destination;
    private readonly ServerConnector _connector;
    private readonly DicomFaultMessages _faults;
    private readonly SourceStudy _study;
    private readonly TransferManifest _manifest;
    private readonly TransferBuffer _buffer;
    private readonly InstanceSender _sender;
    private readonly InstanceReceiver _receiver;
    private readonly CancellationToken _stop;
    private readonly CancellationToken _abort;
    private IReadOnlyList<IReadOnlyList<StorageContext>> _contextGroups = [];

    public StudyTransfer(
        TaskExecutionContext context,
        DicomServerNode source,
        DicomServerNode destination,
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
        _study = new SourceStudy(source, context.Task);
        _manifest = new TransferManifest(context);
        _buffer = new TransferBuffer(options);
        _sender = new InstanceSender(destination, connector, faults, _manifest, context.Log);
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
        var association = await _connector
            .OpenAsync(_source, _study.QueryContexts, ServerConnector.QueryTimeouts(_source), _stop)
            .ConfigureAwait(false);
        await using var query = association.ConfigureAwait(false);
        var series = await _study.FindSeriesAsync(association, _stop).ConfigureAwait(false);
        if (series.Count == 0)
        {
            return TaskOutcome.Failure(
                _context.Task.SeriesInstanceUids.Count == 0
                    ? $"{_source.Name} does not have this study (any more). Search again."
                    : $"{_source.Name} does not have the chosen series (any more). Search again."
            );
        }
        _manifest.ExpectSeries(series);
        var classes = await FindSopClassesAsync(association).ConfigureAwait(false);
        _contextGroups = StorageContexts.Plan(classes);
        var wantsList =
            _source.ExpectedSet == ExpectedSet.ImageList
            || series.Any(s => s.Images is null)
            || _manifest.StoredEarlier > 0;
        LogSeries(series, wantsList);

        if (!wantsList)
        {
            await _context
                .Ledger.SetExpectedImagesAsync(series.Sum(s => s.Images ?? 0), _stop)
                .ConfigureAwait(false);
        }

        var needsDetails = _contextGroups.Count != 1;
        if (!wantsList || needsDetails || _manifest.StoredEarlier > 0)
        {
            await ListThenFetchAsync(association, series, classes, wantsList, needsDetails)
                .ConfigureAwait(false);
            return null;
        }

        // The usual way: the list is read on its own association while the images already come.
        if (_connector.TryReserve(_source, LimiterLane.Task) is not { } place)
        {
            await ListThenFetchAsync(association, series, classes, wantsList, needsDetails)
                .ConfigureAwait(false);
            return null;
        }
        var listing = ListAsync(association, series, details: false);
        try
        {
            await FirstRoundAsync(listed: false).ConfigureAwait(false);
        }
        finally
        {
            // Also after a fault: nobody may be left reading on an association that is about to be closed.
            await Task.WhenAny(listing).ConfigureAwait(false);
            await place.DisposeAsync().ConfigureAwait(false);
        }
        await listing.ConfigureAwait(false);
        await association.ReleaseAsync(_stop).ConfigureAwait(false);
        await RepairAsync().ConfigureAwait(false);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync().ConfigureAwait(false);
        _buffer.Dispose();
        _manifest.Dispose();
    }

    private async Task ListThenFetchAsync(
        DicomAssociation association,
        IReadOnlyList<ListedSeries> series,
        IReadOnlyList<DicomUid> classes,
        bool wantsList,
        bool needsDetails
    )
    {
        if (wantsList)
        {
            var list = await ListAsync(association, series, needsDetails).ConfigureAwait(false);
            if (needsDetails && list.SopClasses.Count > 0)
            {
                _contextGroups = StorageContexts.Plan(list.SopClasses, list.StoredSyntaxes);
            }
        }
        await association.ReleaseAsync(_stop).ConfigureAwait(false);
        if (_contextGroups.Count == 0)
        {
            _contextGroups = StorageContexts.Plan(
                classes.Count > 0
                    ? classes
                    : StorageContexts.ClassesFor(series.Select(s => s.Modality))
            );
        }
        await FirstRoundAsync(wantsList).ConfigureAwait(false);
        await RepairAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<DicomUid>> FindSopClassesAsync(DicomAssociation association)
    {
        try
        {
            return await _study.FindSopClassesAsync(association, _stop).ConfigureAwait(false);
        }
        catch (DicomStatusException)
        {
            // An optional key; the image list says the same, only later.
            return [];
        }
    }

    private async Task<ImageList> ListAsync(
        DicomAssociation association,
        IReadOnlyList<ListedSeries> series,
        bool details
    )
    {
        var list = new ImageList();
        foreach (var one in series)
        {
            await _study
                .FindImagesAsync(association, one.SeriesInstanceUid, details, list, _stop)
                .ConfigureAwait(false);
        }
        await _manifest.ExpectAsync(list.Images, _stop).ConfigureAwait(false);
        return list;
    }

    /// <summary>Everything at once, or, when much of it is stored already or it needs several associations, image by image.</summary>
    private async Task FirstRoundAsync(bool listed)
    {
        foreach (var group in _contextGroups)
        {
            Log(
                $"Fetching from {_source.Name} with {group.Count} presentation contexts for {Counted(group.DistinctBy(c => c.SopClassUid).Count(), "SOP class", "SOP classes")}."
            );
            List<DicomDataset> requests;
            if (listed && (_manifest.StoredEarlier > 0 || _contextGroups.Count > 1))
            {
                var classes = group
                    .Select(c => c.SopClassUid.Value)
                    .ToHashSet(StringComparer.Ordinal);
                requests = Requests(
                    _manifest
                        .MissingImages()
                        .Where(i => i.SopClassUid.Length == 0 || classes.Contains(i.SopClassUid))
                );
            }
            else
            {
                requests =
                [
                    _context.Task.SeriesInstanceUids.Count == 0
                        ? _study.GetStudy()
                        : _study.GetSeries(_context.Task.SeriesInstanceUids),
                ];
            }
            if (
                requests.Count > 0
                && await RoundAsync(group, requests).ConfigureAwait(false) is { } fault
            )
            {
                Rethrow(fault);
                LogFault(fault);
            }
        }
    }

    /// <summary>
    /// Fetches over one association and sends what comes at the same time. Gives the source's fault back, when there was one; a lost
    /// destination is thrown.
    /// </summary>
    private async Task<Exception?> RoundAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<DicomDataset> requests
    )
    {
        var channel = Channel.CreateBounded<InstanceInTransit>(
            new BoundedChannelOptions(MaxQueuedImages) { SingleReader = true, SingleWriter = true }
        );
        using var fetchToken = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        var sending = _sender.RunAsync(channel.Reader, contexts, _stop, _abort);
        var fetching = FetchAsync(contexts, requests, channel.Writer, fetchToken.Token);
        Exception? fault = null;
        try
        {
            if (await Task.WhenAny(sending, fetching).ConfigureAwait(false) == sending)
            {
                // The destination is lost, or the transfer is stopped: what the source still has stays there for later.
                await fetchToken.CancelAsync().ConfigureAwait(false);
            }
            await fetching.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            fault = exception;
        }
        channel.Writer.TryComplete();
        try
        {
            await sending.ConfigureAwait(false);
        }
        finally
        {
            while (channel.Reader.TryRead(out var left))
            {
                await left.Data.CompleteAsync().ConfigureAwait(false);
            }
        }
        _stop.ThrowIfCancellationRequested();
        return fault;
    }

    private async Task FetchAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<DicomDataset> requests,
        ChannelWriter<InstanceInTransit> arrived,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<PresentationContextProposal> proposals =
        [
            _study.GetContext,
            .. contexts.Select(c => new PresentationContextProposal(
                c.SopClassUid,
                c.TransferSyntax,
                asScp: true
            )),
        ];
        var association = await _connector
            .OpenAsync(
                _source,
                proposals,
                ServerConnector.ImageTimeouts(_source),
                cancellationToken
            )
            .ConfigureAwait(false);
        await using var _ = association.ConfigureAwait(false);
        // Cancelling asks the source to stop; a killed task does not wait for its answer.
        await using var killed = _abort
            .UnsafeRegister(static state => ((DicomAssociation)state!).Abort(), association)
            .ConfigureAwait(false);
        DicomStatusException? failed = null;
        foreach (var request in requests)
        {
            try
            {
                await association
                    .GetAsync(
                        _study.GetModel,
                        request,
                        (instance, token) => _receiver.ReceiveAsync(instance, arrived, token),
                        progress: null,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
            catch (DicomStatusException status)
            {
                // The association goes on; what this request did not bring is asked for again later.
                failed = status;
            }
        }
        await association.ReleaseAsync(cancellationToken).ConfigureAwait(false);
        if (failed is not null)
        {
            throw failed;
        }
    }

    /// <summary>Faults that another question to the source cannot mend.</summary>
    private static void Rethrow(Exception fault)
    {
        switch (fault)
        {
            case ForeignInstanceException foreign:
                throw new ForeignInstanceException(foreign);
            case DicomAssociationRejectedException or DicomPresentationContextException:
            case DicomConnectionException { WasEstablished: false }:
            case DicomTimeoutException:
            case OperationCanceledException:
                throw new SourceLostException(fault);
            case DicomException or IOException:
                return;
            default:
                throw new InvalidOperationException("Fetching failed in an unexpected way.", fault);
        }
    }

    private void LogSeries(IReadOnlyList<ListedSeries> series, bool wantsList)
    {
        var counted = series.All(s => s.Images is not null)
            ? $" with {Images(series.Sum(s => s.Images ?? 0))}"
            : " (the server does not say with how many images)";
        Log(
            $"{_source.Name} has {Counted(series.Count, "series", "series")}{counted}. Expected images are known from {(wantsList ? "the list of images" : "the counts of the series, as this server is set up")}."
        );
    }

    private void LogFault(Exception fault) =>
        _context.Log.Write(
            LogLevel.Warning,
            fault is TransferBufferFullException
                ? $"{_destination.Name} does not keep up and the temporary file is full: fetching stopped, and goes on when what is here has been sent."
                : _faults.Describe(fault, _source).Message
        );

    private void Log(string text) => _context.Log.Write(LogLevel.Information, text);

    private static string Images(int count) => Counted(count, "image", "images");

    private static string Counted(int count, string one, string many) =>
        count.ToString("N0", CultureInfo.InvariantCulture) + " " + (count == 1 ? one : many);
}

/// <summary>Nothing more can be fetched in this attempt.</summary>
internal sealed class SourceLostException(Exception cause) : Exception(cause.Message, cause);
