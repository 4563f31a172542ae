using System.Text;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Projects;

/// <summary>Who sees who is behind a pseudonym, and that each look leaves a line.</summary>
public sealed class LinkTableTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Read_ByAMemberWithTheRight_ShowsPatientsAndIsAudited(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var (ann, id) = await LinkedAsync(host);

        var page = await host.Get<ReadLinkTable>()
            .ExecuteAsync(ann, id, 0, 10, cancellationToken: Token);
        var file = await host.Get<ExportLinkTable>().ExecuteAsync(ann, id, Token);

        page.Value.Total.ShouldBe(2);
        page.Value.Items.Select(r => r.Pseudonym).ShouldBe(["LUNG-001", "LUNG-002"]);
        page.Value.Items[0].Patient.ShouldBe(new SubjectPatient("default", "4711001", "Doe^Jane"));
        var text = Encoding.UTF8.GetString(file.Value.AsSpan()[3..]);
        text.ShouldStartWith("Pseudonym,ID domain,Patient ID,Patient name,Since (UTC)\r\n");
        text.ShouldContain("\"LUNG-001\",\"default\",\"4711001\",\"Doe^Jane\",");
        // An ID that is a formula to a spreadsheet.
        text.ShouldContain("\"LUNG-002\",\"default\",\"'=1+2\",");
        (await AuditedAsync(host)).ShouldBe([
            ("project.link-table", AuditOutcome.Success),
            ("project.link-export", AuditOutcome.Success),
        ]);
    }

    [Fact]
    public async Task Read_WithoutMembershipOrRight_IsRefusedAndAuditedAlsoForStaff()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var (ann, id) = await LinkedAsync(host);
        var ben = await host.PersonAsync("ben", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var read = host.Get<ReadLinkTable>();

        (await read.ExecuteAsync(ben, id, 0, 10, cancellationToken: Token)).Error.ShouldBe(
            ProjectErrors.NotFound
        );
        (await read.ExecuteAsync(boss, id, 0, 10, cancellationToken: Token)).Error.ShouldBe(
            ProjectErrors.MayNotReadLinkTable
        );
        (
            await host.Get<ExportLinkTable>()
                .ExecuteAsync(
                    ProjectUseCaseTests.Without(ann, Permissions.ProjectsLinkTable),
                    id,
                    Token
                )
        ).Error.ShouldBe(ProjectErrors.MayNotReadLinkTable);
        (await AuditedAsync(host)).ShouldBe([
            ("project.link-table", AuditOutcome.Refused),
            ("project.link-table", AuditOutcome.Refused),
            ("project.link-export", AuditOutcome.Refused),
        ]);
    }

    [Fact]
    public async Task Links_InTheDatabase_HoldNothingOfThePatientInTheClear()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        await LinkedAsync(host);

        await using var db = await host.OpenAsync(Token);
        var subjects = await db.Subjects.AsNoTracking().ToListAsync(Token);
        subjects.Count.ShouldBe(2);
        foreach (var subject in subjects)
        {
            var row = $"{subject.Pseudonym} {subject.PatientHash} {subject.ProtectedPatient}";
            row.ShouldNotContain("4711001");
            row.ShouldNotContain("Doe");
            subject.PatientHash.Length.ShouldBe(ProjectSubject.HashLength);
        }
    }

    [Fact]
    public async Task Read_KeyIsGone_ShowsTheRowWithoutThePatient()
    {
        await using var host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Token,
            start: false
        );
        var (ann, id) = await LinkedAsync(host);
        await using (var db = await host.OpenAsync(Token))
        {
            await db.Subjects.ExecuteUpdateAsync(
                set => set.SetProperty(s => s.ProtectedPatient, "broken"),
                Token
            );
        }

        var page = await host.Get<ReadLinkTable>()
            .ExecuteAsync(ann, id, 0, 10, cancellationToken: Token);
        var file = await host.Get<ExportLinkTable>().ExecuteAsync(ann, id, Token);

        page.Value.Items.ShouldAllBe(r => r.Patient == null);
        Encoding.UTF8.GetString(file.Value).ShouldContain("(cannot be decrypted)");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "\"plain\"")]
    [InlineData("say \"a\"", "\"say \"\"a\"\"\"")]
    [InlineData("=1+2", "\"'=1+2\"")]
    [InlineData("  @SUM(A1)", "\"'  @SUM(A1)\"")]
    [InlineData("-4", "\"'-4\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("a,b\r\nc", "\"a,b\r\nc\"")]
    public void Cell_AnyText_IsTextToASpreadsheet(string? text, string cell) =>
        CsvText.Cell(text).ShouldBe(cell);

    private static async Task<(Actor Actor, int ProjectId)> LinkedAsync(EngineHost host)
    {
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                ann,
                host.Pseudonymised(id, ("4711001", "LUNG-001"), ("=1+2", "LUNG-002")),
                Token
            );
        created.Error.ShouldBeNull();
        return (ann, id);
    }

    private static async Task<IReadOnlyList<(string, AuditOutcome)>> AuditedAsync(EngineHost host)
    {
        await using var db = await host.OpenAsync(Token);
        var lines = await db
            .Audit.AsNoTracking()
            .Where(a => a.Action.StartsWith("project.link"))
            .OrderBy(a => a.Id)
            .ToListAsync(Token);
        return lines.ConvertAll(a => (a.Action, a.Outcome));
    }
}
