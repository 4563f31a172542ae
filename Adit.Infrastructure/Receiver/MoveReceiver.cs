using Adit.Dicom.Network;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Receiver;

/// <summary>
/// Brings the images that sources send to the retrieve that asked for them: by Move Originator AE title and message id, or, from a
/// source that names neither, by source and study, when only one retrieve fits. What fits none is refused and never stored.
/// </summary>
internal sealed partial class MoveReceiver : IMoveReceiver
{
    /// <summary>Message ids come again; one that has just been used could still be meant by a late image.</summary>
    private const int RestingIds = 4096;

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(10);

    private readonly IOptions<ReceiverOptions> _options;
    private readonly ReceiverStatistics _statistics;
    private readonly KnownPeers _peers;
    private readonly TimeProvider _time;
    private readonly ILogger<MoveReceiver> _logger;
    private readonly SameStudyGate _studies;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, MoveExpectation> _byId = [];
    private readonly HashSet<MoveExpectation> _open = [];
    private readonly Queue<int> _resting = new();
    private readonly HashSet<int> _restingIds = [];
    private long? _warnedAt;
    private int _unsaid;

    public MoveReceiver(
        IOptions<ReceiverOptions> options,
        ReceiverStatistics statistics,
        KnownPeers peers,
        TimeProvider time,
        ILogger<MoveReceiver> logger
    )
    {
        _options = options;
        _statistics = statistics;
        _peers = peers;
        _time = time;
        _logger = logger;
        _studies = new SameStudyGate(time);
        statistics.RunningRetrieves = () =>
        {
            lock (_gate)
            {
                return _open.Count;
            }
        };
    }

    public string AeTitle => _options.Value.AeTitle;

    public bool IsEnabled => _options.Value.IsEnabled;

    public string? Problem => _statistics.Problem;

    public async ValueTask<MoveExpectation> ExpectAsync(
        MoveOrder order,
        CancellationToken cancellationToken
    )
    {
        if (Problem is { } problem)
        {
            throw new ReceiverNotReadyException(problem);
        }
        var turn = await _studies
            .EnterAsync(
                order.SourceAeTitle,
                order.StudyInstanceUid,
                TimeSpan.FromSeconds(_options.Value.SameStudyWaitSeconds),
                cancellationToken
            )
            .ConfigureAwait(false);
        var expectation = new MoveExpectation(this, order, _time, turn);
        lock (_gate)
        {
            _open.Add(expectation);
        }
        return expectation;
    }

    /// <summary>Takes an image or refuses it; the status is what the source is told.</summary>
    public async ValueTask<DicomStatus> ReceiveAsync(
        DicomIncomingInstance image,
        CancellationToken cancellationToken
    )
    {
        var originator = image.MoveOriginatorAeTitle?.Trim();
        var (expectation, refusal) =
            originator is { Length: > 0 } && image.MoveOriginatorMessageId is > 0
                ? await FindByOriginatorAsync(image, originator, cancellationToken)
                    .ConfigureAwait(false)
                : await FindByStudyAsync(image, cancellationToken).ConfigureAwait(false);
        if (expectation is null)
        {
            return Refuse(image, refusal);
        }
        var messageId = originator is { Length: > 0 } ? image.MoveOriginatorMessageId : null;
        var status = await expectation
            .DeliverAsync(image, messageId is > 0 ? messageId : null, cancellationToken)
            .ConfigureAwait(false);
        if (status is not { } answer)
        {
            return Refuse(image, "Its retrieve has ended.");
        }
        if (!answer.IsFailure)
        {
            _statistics.Took();
        }
        return answer;
    }

    /// <summary>Gives a message id that nobody else waits for.</summary>
    internal int Register(MoveExpectation expectation)
    {
        lock (_gate)
        {
            for (var tries = 0; tries < ushort.MaxValue; tries++)
            {
                var id = DicomAssociation.NextMessageId();
                if (!_restingIds.Contains(id) && _byId.TryAdd(id, expectation))
                {
                    return id;
                }
            }
        }
        throw new InvalidOperationException(
            "All message ids are in use by running retrieves, which cannot be."
        );
    }

    internal void Forget(MoveExpectation expectation)
    {
        lock (_gate)
        {
            _open.Remove(expectation);
            foreach (var (id, owner) in _byId)
            {
                if (owner != expectation)
                {
                    continue;
                }
                _byId.Remove(id);
                _resting.Enqueue(id);
                _restingIds.Add(id);
            }
            while (_resting.Count > RestingIds)
            {
                _restingIds.Remove(_resting.Dequeue());
            }
        }
    }

    private async ValueTask<(MoveExpectation?, string)> FindByOriginatorAsync(
        DicomIncomingInstance image,
        string originator,
        CancellationToken cancellationToken
    )
    {
        MoveExpectation? expectation;
        lock (_gate)
        {
            expectation = _byId.GetValueOrDefault(image.MoveOriginatorMessageId!.Value);
        }
        if (expectation is null || expectation.Order.OriginatorAeTitle != originator)
        {
            return (null, "No running retrieve asked for it.");
        }
        if (
            expectation.Order.SourceAeTitle != image.CallingAeTitle
            && (
                !_options.Value.AcceptUnknownPeers
                || await _peers
                    .IsKnownAsync(image.CallingAeTitle, cancellationToken)
                    .ConfigureAwait(false)
            )
        )
        {
            return (null, "The retrieve that asked for it asked another server.");
        }
        _studies.Learn(expectation.Order.SourceAeTitle, OriginatorHabit.Names);
        return (expectation, "");
    }

    private async ValueTask<(MoveExpectation?, string)> FindByStudyAsync(
        DicomIncomingInstance image,
        CancellationToken cancellationToken
    )
    {
        if (OpenOf(image.CallingAeTitle, null).Count == 0)
        {
            return (null, "No retrieve from this server runs.");
        }
        if (
            await StudyPeek.ReadAsync(image, cancellationToken).ConfigureAwait(false)
            is not { StudyInstanceUid.Length: > 0 } place
        )
        {
            return (null, "It names neither its retrieve nor its study.");
        }
        var open = OpenOf(image.CallingAeTitle, place.StudyInstanceUid);
        if (open.Count > 0)
        {
            _studies.Learn(image.CallingAeTitle, OriginatorHabit.Omits);
        }
        return open.Count switch
        {
            0 => (null, "No running retrieve asked for it."),
            1 => (open[0], ""),
            _ => (
                null,
                "Several retrieves of its study run, and the server does not say to which it belongs."
            ),
        };
    }

    private List<MoveExpectation> OpenOf(string source, string? study)
    {
        lock (_gate)
        {
            return
            [
                .. _open.Where(e =>
                    e.Order.SourceAeTitle == source
                    && (study is null || e.Order.StudyInstanceUid == study)
                ),
            ];
        }
    }

    // PS3.7 9.1.1.1.9: "Refused: Not authorized". Out of resources (A7xx) would invite the sender to try again for ever, and A900 or
    // Cxxx would say that something is wrong with the image.
    private DicomStatus Refuse(DicomIncomingInstance image, string reason)
    {
        var count = _statistics.Refuse(image.CallingAeTitle, reason);
        bool isTime;
        int unsaid;
        lock (_gate)
        {
            isTime = _warnedAt is not { } at || _time.GetElapsedTime(at) >= BetweenWarnings;
            unsaid = isTime ? _unsaid : 0;
            _unsaid = isTime ? 0 : _unsaid + 1;
            if (isTime)
            {
                _warnedAt = _time.GetTimestamp();
            }
        }
        if (isTime)
        {
            LogRefused(ReceiverStatistics.Printable(image.CallingAeTitle), reason, unsaid, count);
        }
        return DicomStatus.NotAuthorized;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Refused an image that {CallingAeTitle} sent to the receiver: {Reason} {Unsaid} more were refused since the last such line, {Total} since the start"
    )]
    private partial void LogRefused(string callingAeTitle, string reason, int unsaid, long total);
}
