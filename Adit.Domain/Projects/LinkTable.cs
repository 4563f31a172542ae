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
    private static readonly char[] NameSeparators = ['^', '=', ',', ' '];

    /// <param name="actor">Who looks.</param>
    /// <param name="projectId">Of which project.</param>
    /// <param name="skip">Rows in front of the page.</param>
    /// <param name="take">Rows of the page.</param>
    /// <param name="find">A part of a pseudonym, patient ID or name; null: all. Not in the trail, as it may name a patient.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<Result<Page<LinkRow>>> ExecuteAsync(
        Actor actor,
        int projectId,
        int skip,
        int take,
        string? find = null,
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

        var page = string.IsNullOrWhiteSpace(find)
            ? await ListAsync(projectId, skip, take, cancellationToken).ConfigureAwait(false)
            : await FindAsync(projectId, find.Trim(), skip, take, cancellationToken)
                .ConfigureAwait(false);
        // Before the rows are handed out: nobody looks without a line in the trail.
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "project.link-table",
                    "project",
                    projectId,
                    $"{page.Items.Count} of {page.Total} subjects from {Math.Max(0, skip) + 1} on{(string.IsNullOrWhiteSpace(find) ? "" : ", searched")}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return page;
    }

    private async Task<Page<LinkRow>> ListAsync(
        int projectId,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var page = await projects
            .ListSubjectsAsync(projectId, skip, take, cancellationToken)
            .ConfigureAwait(false);
        return new Page<LinkRow>([.. page.Items.Select(ToRow)], page.Total);
    }

    // Patients are stored encrypted: nothing but reading them all finds one by a part of the name.
    private async Task<Page<LinkRow>> FindAsync(
        int projectId,
        string find,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        var found = new List<LinkRow>();
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
            found.AddRange(page.Items.Select(ToRow).Where(row => Fits(row, find)));
            count += page.Items.Count;
        } while (page.Items.Count > 0 && count < Math.Min(page.Total, ExportLinkTable.MaxRows));
        return new Page<LinkRow>(
            [.. found.Skip(Math.Max(0, skip)).Take(Math.Clamp(take, 1, Page<LinkRow>.MaxTake))],
            found.Count
        );
    }

    private LinkRow ToRow(ProjectSubject subject) =>
        new(subject.Pseudonym, patients.Unprotect(subject.ProtectedPatient), subject.CreatedAt);

    // People write names with a comma, DICOM with a circumflex.
    private static bool Fits(LinkRow row, string find) =>
        row.Pseudonym.Contains(find, StringComparison.OrdinalIgnoreCase)
        || row.Patient is { } patient
            && (
                patient.PatientId.Contains(find, StringComparison.OrdinalIgnoreCase)
                || Plain(patient.Name)
                    .Contains(Plain(find), StringComparison.InvariantCultureIgnoreCase)
            );

    private static string Plain(string? name) =>
        string.Join(' ', (name ?? "").Split(NameSeparators, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The whole link table as a CSV file.</summary>
public sealed class ExportLinkTable(
    IProjectStore projects,
    IPatientProtector patients,
    IAuditTrail audit
)
{
    // A project of more subjects than this is a bug or an attack; 20 MB of text.
    internal const int MaxRows = 200_000;

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
