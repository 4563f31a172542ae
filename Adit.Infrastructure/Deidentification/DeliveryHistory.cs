using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Deidentification;

/// <summary>Finds in the tasks what was delivered before.</summary>
internal sealed class DeliveryHistory(IDbContextFactory<AditDbContext> contexts) : IDeliveryHistory
{
    private const int PerStudy = 5;
    private const int MaxRows = 5000;

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<EarlierDelivery>>> FindAsync(
        Actor actor,
        DeliveryQuestion question,
        CancellationToken cancellationToken
    )
    {
        string[] studies = [.. question.PseudonymsByStudy.Keys];
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using (db.ConfigureAwait(false))
        {
            var rows = await db
                .Tasks.AsNoTracking()
                .Where(t =>
                    studies.Contains(t.StudyInstanceUid)
                    && t.SourceId == question.SourceId
                    && t.DestinationId == question.DestinationId
                    && t.StoredImages > 0
                )
                .Join(db.Jobs, t => t.JobId, j => j.Id, (t, j) => new { t, j })
                .OrderByDescending(x => x.t.Id)
                .Take(MaxRows)
                .Select(x => new
                {
                    x.t.StudyInstanceUid,
                    x.t.Pseudonym,
                    x.t.StoredImages,
                    At = x.t.EndedAt ?? x.t.StartedAt ?? x.t.CreatedAt,
                    JobId = x.j.Id,
                    x.j.OwnerId,
                    x.j.ProjectId,
                    x.j.ProfileVersionId,
                    Profile = db
                        .ProfileVersions.Where(p => p.Id == x.j.ProfileVersionId)
                        .Select(p => new { p.Name, p.Version })
                        .FirstOrDefault(),
                })
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            return rows.Select(row =>
                {
                    var same = row.ProjectId == question.ProjectId;
                    return (
                        row.StudyInstanceUid,
                        Delivery: new EarlierDelivery(
                            row.At,
                            Differences(
                                row.Pseudonym,
                                same,
                                row.ProfileVersionId,
                                question,
                                row.StudyInstanceUid
                            )
                        )
                        {
                            JobId =
                                actor.IsStaff || row.OwnerId == actor.PersonId ? row.JobId : null,
                            ProfileName = row.Profile?.Name,
                            ProfileVersion = row.Profile?.Version,
                            // What another project calls the patient is nobody's business here.
                            Pseudonym = same ? row.Pseudonym : null,
                            Images = row.StoredImages,
                        }
                    );
                })
                .Where(row => row.Delivery.Differences != DeliveryDifferences.None)
                .GroupBy(row => row.StudyInstanceUid, StringComparer.Ordinal)
                .ToDictionary(
                    of => of.Key,
                    of =>
                        (IReadOnlyList<EarlierDelivery>)
                            [.. of.Select(row => row.Delivery).Take(PerStudy)],
                    StringComparer.Ordinal
                );
        }
    }

    private static DeliveryDifferences Differences(
        string? pseudonym,
        bool sameProject,
        int? profileVersionId,
        DeliveryQuestion question,
        string study
    )
    {
        if (string.IsNullOrEmpty(pseudonym))
        {
            return DeliveryDifferences.Identified;
        }

        if (!sameProject)
        {
            // Another secret: UIDs and dates differ, whatever else is the same.
            return DeliveryDifferences.Project;
        }

        var differences = DeliveryDifferences.None;
        if (profileVersionId != question.ProfileVersionId)
        {
            differences |= DeliveryDifferences.Profile;
        }

        return
            question.PseudonymsByStudy[study] is { Length: > 0 } asked
            && !string.Equals(asked, pseudonym, StringComparison.OrdinalIgnoreCase)
            ? differences | DeliveryDifferences.Pseudonym
            : differences;
    }
}
