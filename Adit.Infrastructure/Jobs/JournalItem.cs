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

    public sealed record Series(TransferLedger Ledger, IReadOnlyCollection<TransferredSeries> Rows)
        : JournalItem;

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
    private readonly Dictionary<TransferLedger, JournalLines> _ledgers = [];

    public int Rows { get; private set; }

    public bool IsUrgent => Flushes.Count > 0;

    public List<TaskLogEntry> Log { get; } = [];

    public HashSet<TaskClaim> Logged { get; } = [];

    public List<JournalItem.Flush> Flushes { get; } = [];

    public IEnumerable<KeyValuePair<TransferLedger, JournalLines>> Ledgers => _ledgers;

    public void Add(JournalItem item)
    {
        switch (item)
        {
            case JournalItem.Instances instances:
                var lines = LinesOf(instances.Ledger);
                foreach (var row in instances.Rows)
                {
                    lines.Instances[row.SopInstanceUid] = row;
                }

                Rows += Math.Max(1, instances.Rows.Count);
                break;
            case JournalItem.Series series:
                var known = LinesOf(series.Ledger);
                foreach (var row in series.Rows)
                {
                    known.Series[row.SeriesInstanceUid] = row;
                }

                Rows += series.Rows.Count;
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

    private JournalLines LinesOf(TransferLedger ledger)
    {
        if (!_ledgers.TryGetValue(ledger, out var lines))
        {
            _ledgers[ledger] = lines = new JournalLines();
        }

        return lines;
    }
}

/// <summary>The lines of one task in a batch, by their UIDs.</summary>
internal sealed class JournalLines
{
    public Dictionary<string, TransferredInstance> Instances { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, TransferredSeries> Series { get; } = new(StringComparer.Ordinal);
}
