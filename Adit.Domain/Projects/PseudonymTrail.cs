using Adit.Domain.Accounts;
using Adit.Domain.Audit;

namespace Adit.Domain.Projects;

/// <summary>
/// Whoever transfers has to be told which pseudonym a patient has already. It is a look into the link table by patient, and leaves a
/// line as the others do: with the pseudonyms, which say nothing without that table.
/// </summary>
internal static class PseudonymTrail
{
    public static async Task ToldAsync(
        IAuditTrail audit,
        Actor actor,
        int projectId,
        IEnumerable<string> pseudonyms,
        CancellationToken cancellationToken
    )
    {
        string[] told = [.. pseudonyms.Distinct(StringComparer.Ordinal)];
        if (told.Length > 0)
        {
            await audit
                .RecordAsync(
                    AuditEntry.By(
                        actor,
                        "project.pseudonyms",
                        "project",
                        projectId,
                        $"told of {told.Length}: {string.Join(' ', told)}"
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
    }
}
