using System.Globalization;
using System.Text;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

/// <summary>Who is behind a pseudonym. The patient is null when the key that it was encrypted with is gone.</summary>
public sealed record LinkRow(string Pseudonym, SubjectPatient? Patient, DateTime CreatedAt);

/// <summary>Shows a page of the link table to a member with the right to it, and says so in the trail.</summary>
public sealed class ReadLinkTable(
    IProjectStore projects,
    IPatientProtector patients,
    IAuditTrail audit
)
{
    public async Task<Result<Page<LinkRow>>> ExecuteAsync(
        Actor actor,
        int projectId,
        int skip,
        int take,
        CancellationToken cancellationToken = default
    )
    {
        var admitted = await LinkTableRights
            .CheckAsync(projects, audit, actor, projectId, "project.link-table", cancellationToken)
            .ConfigureAwait(false);
        if (admitted.Error is { } refused)
        {
            return refused;
        }

        var page = await projects
            .ListSubjectsAsync(projectId, skip, take, cancellationToken)
            .ConfigureAwait(false);
        // Before the rows are handed out: nobody looks without a line in the trail.
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "project.link-table",
                    "project",
                    projectId,
                    $"{page.Items.Count} of {page.Total} subjects from {Math.Max(0, skip) + 1} on"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return new Page<LinkRow>(
            [
                .. page.Items.Select(s => new LinkRow(
                    s.Pseudonym,
                    patients.Unprotect(s.ProtectedPatient),
                    s.CreatedAt
                )),
            ],
            page.Total
        );
    }
}

/// <summary>The whole link table as a CSV file.</summary>
public sealed class ExportLinkTable(
    IProjectStore projects,
    IPatientProtector patients,
    IAuditTrail audit
)
{
    // A project of more subjects than this is a bug or an attack; 20 MB of text.
    private const int MaxRows = 200_000;

    /// <summary>Text in UTF-8 with a byte order mark, so that spreadsheets read umlauts right.</summary>
    public async Task<Result<byte[]>> ExecuteAsync(
        Actor actor,
        int projectId,
        CancellationToken cancellationToken = default
    )
    {
        var admitted = await LinkTableRights
            .CheckAsync(projects, audit, actor, projectId, "project.link-export", cancellationToken)
            .ConfigureAwait(false);
        if (admitted.Error is { } refused)
        {
            return refused;
        }

        var csv = new StringBuilder("Pseudonym,ID domain,Patient ID,Patient name,Since (UTC)\r\n");
        var count = 0;
        Page<ProjectSubject> page;
        do
        {
            page = await projects
                .ListSubjectsAsync(
                    projectId,
                    count,
                    Page<ProjectSubject>.MaxTake,
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (var subject in page.Items)
            {
                var patient = patients.Unprotect(subject.ProtectedPatient);
                csv.Append(CsvText.Cell(subject.Pseudonym))
                    .Append(',')
                    .Append(CsvText.Cell(patient?.IdDomain))
                    .Append(',')
                    .Append(
                        CsvText.Cell(patient is null ? "(cannot be decrypted)" : patient.PatientId)
                    )
                    .Append(',')
                    .Append(CsvText.Cell(patient?.Name))
                    .Append(',')
                    .Append(
                        CsvText.Cell(
                            subject.CreatedAt.ToString(
                                "yyyy-MM-dd HH:mm:ss",
                                CultureInfo.InvariantCulture
                            )
                        )
                    )
                    .Append("\r\n");
            }

            count += page.Items.Count;
        } while (page.Items.Count > 0 && count < Math.Min(page.Total, MaxRows));

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "project.link-export",
                    "project",
                    projectId,
                    $"{count} subjects"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())];
    }
}

internal static class LinkTableRights
{
    public static async Task<Result<Project>> CheckAsync(
        IProjectStore projects,
        IAuditTrail audit,
        Actor actor,
        int projectId,
        string action,
        CancellationToken cancellationToken
    )
    {
        var project = await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false);
        if (project is not null && ProjectRights.MayReadLinkTable(actor, project))
        {
            return project;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(actor, action, "project", projectId, outcome: AuditOutcome.Refused),
                cancellationToken
            )
            .ConfigureAwait(false);
        return project is null || !ProjectRights.MaySee(actor, project)
            ? ProjectErrors.NotFound
            : ProjectErrors.MayNotReadLinkTable;
    }
}

/// <summary>Cells of a CSV file (RFC 4180) that a spreadsheet shows and never runs.</summary>
public static class CsvText
{
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        // What a spreadsheet takes for a formula, also behind blanks, gets an apostrophe, which it takes for "text".
        var begin = text.AsSpan().TrimStart();
        var safe =
            text[0] is '\t' or '\r' or '\n'
            || begin is ['=' or '+' or '-' or '@' or '|' or '%' or '＝' or '＋' or '－' or '＠', ..]
                ? $"'{text}"
                : text;
        return $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
