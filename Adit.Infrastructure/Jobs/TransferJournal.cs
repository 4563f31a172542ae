using System.Threading.Channels;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// The one writer of ledger and task logs. Lines wait at most 250 ms or until 200 are there, then go to the database
/// together: a commit per image would cost more than the image.
/// </summary>
internal sealed partial class TransferJournal : IAsyncDisposable
{
    private const int BatchRows = 200;
    private const int MaxRows = 2000;
    private const int Capacity = 10_000;
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan[] RetryDelays =
    [
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromSeconds(1),
    ];

    private readonly Channel<JournalItem> _channel = Channel.CreateBounded<JournalItem>(
        new BoundedChannelOptions(Capacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        }
    );
    private readonly IDbContextFactory<AditDbContext> _contexts;
    private readonly JournalSql _sql;
    private readonly IJobProgressBroker _broker;
    private readonly ILogger<TransferJournal> _logger;
    private readonly TimeProvider _time;
    private readonly Task _loop;

    public TransferJournal(
        IDbContextFactory<AditDbContext> contexts,
        JournalSql sql,
        IJobProgressBroker broker,
        ILogger<TransferJournal> logger,
        TimeProvider time
    )
    {
        _contexts = contexts;
        _sql = sql;
        _broker = broker;
        _logger = logger;
        _time = time;
        _loop = Task.Run(WriteAllAsync);
    }

    public async Task<TaskLog> OpenLogAsync(TaskClaim claim, CancellationToken cancellationToken)
    {
        var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var earlier = await db
                .Tasks.Where(t => t.Id == claim.TaskId)
                .Select(t => new
                {
                    t.Attempts,
                    Lines = db.TaskLog.Count(line => line.TaskId == t.Id),
                })
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            return new TaskLog(
                claim,
                (earlier?.Attempts ?? 0) + 1,
                earlier?.Lines ?? 0,
                _channel.Writer.TryWrite,
                _time
            );
        }
    }

    public async Task<ITransferLedger> OpenLedgerAsync(
        TaskClaim claim,
        CancellationToken cancellationToken
    )
    {
        var ledger = new TransferLedger(this, claim, _time);
        ledger.BeginWith(await LoadAsync(claim.TaskId, cancellationToken).ConfigureAwait(false));
        return ledger;
    }

    internal async Task<IReadOnlyList<TransferredInstance>> LoadAsync(
        long taskId,
        CancellationToken cancellationToken
    )
    {
        var db = await _contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            return await db
                .Ledger.AsNoTracking()
                .Where(i => i.TaskId == taskId)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Waits until everything handed over so far is committed, but not for ever: the task has to end.</summary>
    public async Task SettleAsync()
    {
        try
        {
            await FlushAsync(CancellationToken.None)
                .WaitAsync(SettleTime, _time)
                .ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            LogNotSettled(fault);
        }
    }

    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flush = new JournalItem.Flush();
        await _channel.Writer.WriteAsync(flush, cancellationToken).ConfigureAwait(false);
        await flush.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal ValueTask WriteAsync(JournalItem item, CancellationToken cancellationToken) =>
        _channel.Writer.WriteAsync(item, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var reader = _channel.Reader;
        while (await reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var batch = new JournalBatch();
            var started = _time.GetTimestamp();
            while (batch.Rows < BatchRows && !batch.IsUrgent)
            {
                if (reader.TryRead(out var item))
                {
                    batch.Add(item);
                }
                else if (
                    !await MoreComesAsync(reader, BatchTime - _time.GetElapsedTime(started))
                        .ConfigureAwait(false)
                )
                {
                    break;
                }
            }

            while (batch.Rows < MaxRows && reader.TryRead(out var more))
            {
                batch.Add(more);
            }

            await WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> MoreComesAsync(ChannelReader<JournalItem> reader, TimeSpan within)
    {
        if (within <= TimeSpan.Zero)
        {
            return false;
        }

        using var deadline = new CancellationTokenSource(within, _time);
        try
        {
            return await reader.WaitToReadAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task WriteAsync(JournalBatch batch)
    {
        Exception? failure = null;
        foreach (var (ledger, lines) in batch.Ledgers)
        {
            failure = await TryAsync(() =>
                    _sql.WriteLedgerAsync(ledger, lines.Instances.Values, lines.Series.Values)
                )
                .ConfigureAwait(false)
                is { } fault
                ? ledger.Fail(fault)
                : failure;
        }

        if (batch.Log.Count > 0)
        {
            if (
                await TryAsync(() => _sql.WriteLogAsync(batch.Log)).ConfigureAwait(false) is
                { } fault
            )
            {
                LogLinesLost(fault, batch.Log.Count);
            }
            else
            {
                foreach (var claim in batch.Logged)
                {
                    _broker.Announce(
                        new JobChange.TaskLogged(claim.JobId, claim.OwnerId, claim.TaskId)
                    );
                }
            }
        }

        foreach (var flush in batch.Flushes)
        {
            if (failure is null)
            {
                flush.Done.TrySetResult();
            }
            else
            {
                flush.Done.TrySetException(
                    new IOException("The ledger could not be written.", failure)
                );
            }
        }
    }

    private async Task<Exception?> TryAsync(Func<Task> write)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await write().ConfigureAwait(false);
                return null;
            }
            catch (Exception fault)
            {
                if (attempt == RetryDelays.Length)
                {
                    return fault;
                }

                LogWriteRetry(fault);
                await Task.Delay(RetryDelays[attempt], _time).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Writing the ledger or a task's log failed; it is tried again"
    )]
    private partial void LogWriteRetry(Exception fault);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "{Count} lines of task logs could not be stored"
    )]
    private partial void LogLinesLost(Exception fault, int count);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The journal was not written in time at the end of a task"
    )]
    private partial void LogNotSettled(Exception fault);
}
