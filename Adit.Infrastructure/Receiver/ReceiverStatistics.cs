using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Receiver;

/// <summary>What the receiver does and has refused, for staff and for the health check. Holds nothing of a patient.</summary>
internal sealed class ReceiverStatistics(IOptions<ReceiverOptions> options, TimeProvider time)
    : IReceiverQueries
{
    private const int KeptRefusals = 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<ReceiverRefusal> _refusals = new();
    private ReceiverState _state = options.Value.IsEnabled
        ? ReceiverState.Starting
        : ReceiverState.Off;
    private int? _port;
    private DateTime? _since;
    private string? _problem = options.Value.IsEnabled
        ? "The receiver has not started yet."
        : "The receiver is switched off (Receiver:IsEnabled).";
    private long _received;
    private long _refused;
    private long _rejected;

    public Func<int> OpenAssociations { get; set; } = () => 0;

    public Func<int> RunningRetrieves { get; set; } = () => 0;

    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _state is ReceiverState.Listening or ReceiverState.Off;
            }
        }
    }

    /// <summary>Null while images can be received.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                return _problem;
            }
        }
    }

    public int? Port
    {
        get
        {
            lock (_gate)
            {
                return _port;
            }
        }
    }

    public ReceiverSnapshot? Get(Actor staff)
    {
        ArgumentNullException.ThrowIfNull(staff);
        if (!staff.IsStaff)
        {
            return null;
        }
        var (open, running) = (OpenAssociations(), RunningRetrieves());
        lock (_gate)
        {
            return new ReceiverSnapshot(
                _state,
                options.Value.AeTitle,
                options.Value.Address,
                _port,
                _since,
                _state == ReceiverState.Listening ? null : _problem,
                open,
                running,
                Interlocked.Read(ref _received),
                _refused,
                _rejected,
                [.. _refusals]
            );
        }
    }

    public void Listens(int port)
    {
        lock (_gate)
        {
            _state = ReceiverState.Listening;
            _problem = null;
            _port = port;
            _since = time.GetUtcNow().UtcDateTime;
        }
    }

    public void DoesNotListen(ReceiverState state, string problem)
    {
        lock (_gate)
        {
            _state = state;
            _problem = problem;
            _port = null;
            _since = null;
        }
    }

    public void Took() => Interlocked.Increment(ref _received);

    public long Refuse(string callingAeTitle, string reason)
    {
        lock (_gate)
        {
            Note(callingAeTitle, reason);
            return ++_refused;
        }
    }

    public void Reject(string callingAeTitle, string reason)
    {
        lock (_gate)
        {
            Note(callingAeTitle, reason);
            _rejected++;
        }
    }

    private void Note(string callingAeTitle, string reason)
    {
        _refusals.AddFirst(
            new ReceiverRefusal(time.GetUtcNow().UtcDateTime, Printable(callingAeTitle), reason)
        );
        if (_refusals.Count > KeptRefusals)
        {
            _refusals.RemoveLast();
        }
    }

    // The title is whatever the caller put there.
    internal static string Printable(string aeTitle) =>
        string.Concat(aeTitle.Take(16).Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
