using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>Something for the journal to write, or the wish to know when all before it is written.</summary>
internal abstract record JournalItem
{
    private JournalItem() { }

    public sealed record Instances(
        TransferLedger Ledger,
        IReadOnlyCollection<TransferredInstance> Rows
    ) : JournalItem;

    public sealed record Line(TaskClaim Claim, TaskLogEntry Entry) : JournalItem;

    public sealed record Flush : JournalItem
    {
        public TaskCompletionSource Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What is written together. Of several lines for one image the last one counts.</summary>
internal sealed class JournalBatch
{
    private readonly Dictionary<TransferLedger, Dictionary<string, TransferredInstance>> _ledgers =
    [];

    public int Rows { get; private set; }

    public bool IsUrgent => Flushes.Count > 0;

    public List<TaskLogEntry> Log { get; } = [];

    public HashSet<TaskClaim> Logged { get; } = [];

    public List<JournalItem.Flush> Flushes { get; } = [];

    public IEnumerable<(
        TransferLedger Ledger,
        IReadOnlyCollection<TransferredInstance> Rows
    )> Ledgers =>
        _ledgers.Select(pair =>
            (pair.Key, (IReadOnlyCollection<TransferredInstance>)pair.Value.Values)
        );

    public void Add(JournalItem item)
    {
        switch (item)
        {
            case JournalItem.Instances instances:
                if (!_ledgers.TryGetValue(instances.Ledger, out var rows))
                {
                    _ledgers[instances.Ledger] = rows = new Dictionary<string, TransferredInstance>(
                        StringComparer.Ordinal
                    );
                }

                foreach (var row in instances.Rows)
                {
                    rows[row.SopInstanceUid] = row;
                }

                Rows += Math.Max(1, instances.Rows.Count);
                break;
            case JournalItem.Line line:
                Log.Add(line.Entry);
                Logged.Add(line.Claim);
                Rows++;
                break;
            case JournalItem.Flush flush:
                Flushes.Add(flush);
                break;
        }
    }
}
