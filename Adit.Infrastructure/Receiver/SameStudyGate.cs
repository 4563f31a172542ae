namespace Adit.Infrastructure.Receiver;

/// <summary>What is known of a source: whether it says with each image to which C-MOVE it belongs (Move Originator, PS3.7 9.3.1.1).</summary>
internal enum OriginatorHabit
{
    Unknown,
    Names,
    Omits,
}

/// <summary>
/// Lets one retrieve at a time move a study from a source that does not name the originator. Of a source of which nothing is known
/// yet the worst is assumed; as soon as it turns out to name the originator, those who wait may go.
/// </summary>
internal sealed class SameStudyGate(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OriginatorHabit> _habits = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Source, string Study), LinkedList<Waiter>> _lines = [];

    public OriginatorHabit HabitOf(string source)
    {
        lock (_gate)
        {
            return _habits.GetValueOrDefault(source);
        }
    }

    public void Learn(string source, OriginatorHabit habit)
    {
        List<Waiter> free = [];
        lock (_gate)
        {
            // Once seen to leave it out, a source is not trusted again: some name it in one kind of retrieve only.
            if (
                _habits.GetValueOrDefault(source) is var before
                && (before == habit || before == OriginatorHabit.Omits)
            )
            {
                return;
            }
            _habits[source] = habit;
            if (habit == OriginatorHabit.Names)
            {
                free =
                [
                    .. _lines
                        .Where(line => line.Key.Source == source)
                        .SelectMany(line => line.Value.Skip(1)),
                ];
            }
        }
        free.ForEach(waiter => waiter.Admit());
    }

    /// <summary>Waits for the turn; dispose what it gives when the retrieve has ended.</summary>
    public async ValueTask<IDisposable> EnterAsync(
        string source,
        string study,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var key = (source, study);
        var waiter = new Waiter(this, key);
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out var line))
            {
                _lines[key] = line = new LinkedList<Waiter>();
            }
            line.AddLast(waiter);
            if (line.Count == 1 || _habits.GetValueOrDefault(source) == OriginatorHabit.Names)
            {
                waiter.Admit();
            }
        }
        try
        {
            await waiter.Admitted.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
            return waiter;
        }
        catch (TimeoutException)
        {
            waiter.Dispose();
            throw new SameStudyBusyException();
        }
        catch
        {
            waiter.Dispose();
            throw;
        }
    }

    private void Leave(Waiter waiter)
    {
        Waiter? next = null;
        lock (_gate)
        {
            if (!_lines.TryGetValue(waiter.Key, out var line) || !line.Remove(waiter))
            {
                return;
            }
            if (line.First is null)
            {
                _lines.Remove(waiter.Key);
            }
            else if (line.All(other => !other.Admitted.IsCompleted))
            {
                next = line.First.Value;
            }
        }
        next?.Admit();
    }

    private sealed class Waiter(SameStudyGate gate, (string Source, string Study) key) : IDisposable
    {
        private readonly TaskCompletionSource _admitted = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public (string Source, string Study) Key => key;

        public Task Admitted => _admitted.Task;

        public void Admit() => _admitted.TrySetResult();

        public void Dispose() => gate.Leave(this);
    }
}
