namespace Adit.Infrastructure.Jobs;

/// <summary>
/// Slots of a server for tasks: in total, and of those the ones that ordinary tasks may take. None while staff has suspended
/// it or it does not answer.
/// </summary>
internal sealed record NodeSlots(int Total, int Ordinary, bool IsPaused);

/// <summary>
/// What runs in this process, against its limits: per lane in total and per server, each with one slot that only urgent
/// tasks may take. A task counts at its source and at its destination.
/// </summary>
internal sealed class SlotBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Entry> _entries = [];

    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public void Take(DueTask task)
    {
        lock (_gate)
        {
            _entries[task.TaskId] = new Entry(
                JobsOptions.LaneOf(task.Kind),
                task.IsUrgent,
                task.SourceId,
                task.DestinationId
            );
        }
    }

    public void Free(long taskId)
    {
        lock (_gate)
        {
            _entries.Remove(taskId);
        }
    }

    /// <summary>Whether the lane has a slot, whatever the server.</summary>
    public bool HasRoom(Lane lane, bool urgent, int slots)
    {
        lock (_gate)
        {
            return Fits(
                _entries.Values.Where(e => e.Lane == lane),
                urgent,
                slots,
                Math.Max(1, slots - 1)
            );
        }
    }

    /// <summary>Servers at which nothing more may start.</summary>
    public IReadOnlySet<int> FullNodes(bool urgent, IReadOnlyDictionary<int, NodeSlots> nodes)
    {
        lock (_gate)
        {
            var full = new HashSet<int>();
            foreach (var (id, slots) in nodes)
            {
                var here = _entries.Values.Where(e => e.SourceId == id || e.DestinationId == id);
                if (slots.IsPaused || !Fits(here, urgent, slots.Total, slots.Ordinary))
                {
                    full.Add(id);
                }
            }

            return full;
        }
    }

    private static bool Fits(IEnumerable<Entry> running, bool urgent, int total, int ordinary)
    {
        var all = 0;
        var ordinaries = 0;
        foreach (var entry in running)
        {
            all++;
            ordinaries += entry.IsUrgent ? 0 : 1;
        }

        return all < total && (urgent || ordinaries < ordinary);
    }

    private sealed record Entry(Lane Lane, bool IsUrgent, int SourceId, int? DestinationId);
}
