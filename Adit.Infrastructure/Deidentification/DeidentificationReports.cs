using System.Text.Json;
using System.Text.Json.Serialization;
using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Deidentification;

/// <summary>Reports of tasks as JSON. They hold tags, rules and counts; a message of a refusal names a rule, never a value.</summary>
internal sealed class DeidentificationReports(
    IDbContextFactory<AditDbContext> contexts,
    WriteGate gate,
    TimeProvider time
) : IDeidentificationReports
{
    private const int MaxRows = 3000;

    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        MaxDepth = 16,
    };

    public async Task<bool> SaveAsync(
        long taskId,
        Guid claimId,
        DeidentificationReport report,
        CancellationToken cancellationToken
    )
    {
        var text = Write(report);
        var now = time.GetUtcNow().UtcDateTime;
        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var transaction = await db
                .Database.BeginTransactionAsync(cancellationToken)
                .ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                // Locks the row while it is still this runner's.
                var mine = await db
                    .Tasks.Where(t => t.Id == taskId && t.ClaimId == claimId)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(t => t.ClaimId, claimId),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (mine == 0)
                {
                    return false;
                }

                var there = await db
                    .TaskDeidentifications.FirstOrDefaultAsync(
                        d => d.TaskId == taskId,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (there is null)
                {
                    db.TaskDeidentifications.Add(new TaskDeidentification(taskId, text, now));
                }
                else
                {
                    there.Replace(text, now);
                }

                await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
        }
    }

    public async Task<DeidentificationReport?> FindAsync(
        long taskId,
        CancellationToken cancellationToken
    )
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var text = await db
                .TaskDeidentifications.Where(d => d.TaskId == taskId)
                .Select(d => d.Report)
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            return text is null ? null : Read(text);
        }
    }

    public async Task<TaskReport?> GetAsync(
        Actor actor,
        long taskId,
        CancellationToken cancellationToken = default
    )
    {
        var staff = actor.IsStaff;
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var row = await db
                .TaskDeidentifications.AsNoTracking()
                .Where(d => d.TaskId == taskId)
                .Join(db.Tasks, d => d.TaskId, t => t.Id, (d, t) => new { d, t })
                .Join(
                    db.Jobs,
                    both => both.t.JobId,
                    j => j.Id,
                    (both, j) =>
                        new
                        {
                            both.d,
                            both.t,
                            j,
                        }
                )
                .Where(x => staff || x.j.OwnerId == actor.PersonId)
                .Select(x => new
                {
                    x.t.JobId,
                    x.d.At,
                    x.d.Report,
                    x.t.Pseudonym,
                    Project = db
                        .Projects.Where(p => p.Id == x.j.ProjectId)
                        .Select(p => p.Name)
                        .FirstOrDefault(),
                })
                .FirstOrDefaultAsync(cancellationToken)
                .ConfigureAwait(false);
            return row is null
                ? null
                : new TaskReport(taskId, row.JobId, row.At, Read(row.Report))
                {
                    ProjectName = row.Project,
                    Pseudonym = row.Pseudonym,
                };
        }
    }

    internal static string Write(DeidentificationReport report)
    {
        var bounded = report;
        for (var rows = MaxRows; ; rows /= 2)
        {
            bounded = bounded with
            {
                Counts = Cut(bounded.Counts, rows),
                Deviations = Cut(bounded.Deviations, rows),
                Refusals = [.. bounded.Refusals.OrderByDescending(r => r.Count).Take(rows)],
            };
            var text = JsonSerializer.Serialize(bounded, Json);
            if (text.Length <= TaskDeidentification.MaxReportLength || rows == 0)
            {
                return text;
            }
        }
    }

    private static DeidentificationReport Read(string text) =>
        JsonSerializer.Deserialize<DeidentificationReport>(text, Json)
        ?? throw new JsonException("The stored report is empty.");

    /// <summary>The most frequent rows, in their order.</summary>
    private static IReadOnlyList<DeidentificationCount> Cut(
        IReadOnlyList<DeidentificationCount> rows,
        int most
    )
    {
        if (rows.Count <= most)
        {
            return rows;
        }

        var kept = rows.OrderByDescending(r => r.Count).Take(most).ToHashSet();
        return [.. rows.Where(kept.Contains)];
    }
}
