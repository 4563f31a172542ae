using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Projects;

/// <summary>One patient, one pseudonym, also when two people do the same in one moment.</summary>
public sealed class PseudonymTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Generate_Numbers_GoOnWhereTheProjectIsAndKeepWhoHasOne(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        await TransferAsync(host, ann, id, ("4711001", "lung-007"));

        var given = await GenerateAsync(
            host,
            ann,
            Request(host, id, "4711001", "4711002", "4711002 ", "4711003") with
            {
                Prefix = "LUNG-",
                Taken = ["LUNG-009"],
            }
        );

        given.Value["4711001"].ShouldBe("lung-007");
        await using var db = await host.OpenAsync(Token);
        (await db.Audit.SingleAsync(a => a.Action == "project.pseudonyms", Token)).Detail.ShouldBe(
            "told of 1: lung-007"
        );
        given.Value["4711002"].ShouldBe("LUNG-010");
        // Blanks around an ID mean nothing.
        given.Value["4711002 "].ShouldBe("LUNG-010");
        given.Value["4711003"].ShouldBe("LUNG-011");
    }

    [Fact]
    public async Task Generate_Codes_AreTheSamePerPatientAndProjectAndGiveNothingAway()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var lung = await host.AddProjectAsync(ann, Token);
        var liver = await host.AddProjectAsync(ann, Token, "Liver");
        var ids = Enumerable
            .Range(1, 300)
            .Select(i => FormattableString.Invariant($"4711{i:D3}"))
            .ToArray();
        var request = Request(host, lung, ids) with { Style = PseudonymStyle.Code };

        var first = (await GenerateAsync(host, ann, request)).Value;
        var again = (await GenerateAsync(host, ann, request)).Value;
        var other = (await GenerateAsync(host, ann, request with { ProjectId = liver })).Value;

        again.ShouldBe(first, ignoreOrder: true);
        first.Values.Distinct().Count().ShouldBe(300);
        first.Values.Intersect(other.Values).ShouldBeEmpty();
        first.Values.ShouldAllBe(code => code.Length == 10);
    }

    [Fact]
    public async Task Generate_EachRefusal_HasItsName()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var ben = await host.PersonAsync("ben", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var request = Request(host, id, "4711001") with { Prefix = "LUNG-" };

        (await GenerateAsync(host, ben, request)).Error.ShouldBe(ProjectErrors.NotFound);
        (
            await GenerateAsync(host, ann, request with { Prefix = "" })
        ).Error!.Message.ShouldStartWith("Enter a prefix");
        (
            await GenerateAsync(host, ann, request with { Prefix = "a^b" })
        ).Error!.Message.ShouldStartWith("A prefix has at most");
        (
            await GenerateAsync(host, ann, request with { Patients = [] })
        ).Error!.Message.ShouldStartWith("Choose 1 to");
        (
            await GenerateAsync(
                host,
                ann,
                request with
                {
                    Prefix = "Mueller",
                    Patients = [new PseudonymPatient("4711001") { Name = "Müller^Ida" }],
                }
            )
        ).Error!.Message.ShouldContain("would give a patient away");
    }

    [Theory]
    [InlineData("X^1", "the characters")]
    [InlineData(" X1", "begins or ends with a blank")]
    [InlineData("S-4711001", "contains the patient ID")]
    [InlineData("doe1", "a part of the patient's name")]
    [InlineData("JD19700517", "birth date")]
    public async Task Create_PseudonymThatIsNone_IsRefusedWithTheRow(
        string pseudonym,
        string message
    )
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);

        var error = await RefusedAsync(host, ann, id, ("4711001", pseudonym));

        error.Code.ShouldBe("pseudonyms");
        error.Message.ShouldContain(message);
        error.Message.ShouldStartWith("Study 1 (2024-02-01 CT Thorax): ");
    }

    [Fact]
    public async Task Create_OnePseudonymForTwoPatientsOrTwoForOne_IsRefusedWithBothRows()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);

        (await RefusedAsync(host, ann, id, ("4711001", "A1"), ("4711002", "a1"))).Message.ShouldBe(
            "Study 1 (2024-02-01 CT Thorax) and Study 2 (2024-02-02 CT Thorax) are two patients with one pseudonym. Enter different ones."
        );
        // The same patient to DICOM: blanks around an ID mean nothing.
        (
            await RefusedAsync(host, ann, id, ("4711001", "A1"), ("4711001 ", "A2"))
        ).Message.ShouldContain("are the same patient with two pseudonyms");
        (await RefusedAsync(host, ann, id, ("4711001", "A1"), ("4711002", null))).Message.ShouldBe(
            "Study 2 (2024-02-02 CT Thorax): there is no pseudonym. Enter or generate one."
        );
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Create_AgainstTheLinkTable_KeepsTheFirstLink(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var other = await host.AddProjectAsync(ann, Token, "Liver");
        await TransferAsync(host, ann, id, ("4711001", "Lung-A"));

        (await RefusedAsync(host, ann, id, ("4711001", "LUNG-B"))).Message.ShouldContain(
            "has the pseudonym \"Lung-A\" in the project"
        );
        (await RefusedAsync(host, ann, id, ("4711002", "lung-a"))).Message.ShouldContain(
            "belongs to another patient of the project"
        );
        // Without one, or in another spelling: it is the patient's all the same, as it was spelled first.
        foreach (var spelled in new[] { null, "LUNG-A" })
        {
            var jobId = await TransferAsync(host, ann, id, ("4711001", spelled));
            (await host.TasksAsync(jobId, Token))
                .ShouldHaveSingleItem()
                .Pseudonym.ShouldBe("Lung-A");
        }

        // Another project knows nothing of it.
        await TransferAsync(host, ann, other, ("4711002", "Lung-A"));
        await using var db = await host.OpenAsync(Token);
        (await db.Subjects.CountAsync(Token)).ShouldBe(2);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Create_ManyAtOnce_LinksEachPatientAndEachPseudonymOnce(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var create = host.Get<CreateSelectiveTransfer>();

        // Ten times the same patient under one pseudonym; ten patients that all want another one.
        var same = Enumerable.Range(0, 10).Select(_ => Input(("4711001", "ONE")));
        var different = Enumerable
            .Range(0, 10)
            .Select(i => Input((FormattableString.Invariant($"4712{i:D3}"), "TWO")));
        var results = await Task.WhenAll(
            same.Concat(different)
                .Select(input => Task.Run(() => create.ExecuteAsync(ann, input, Token), Token))
        );

        results.Take(10).ShouldAllBe(r => r.IsSuccess);
        results.Skip(10).Count(r => r.IsSuccess).ShouldBe(1);
        results
            .Skip(10)
            .Where(r => r.IsFailure)
            .ShouldAllBe(r =>
                r.Error!.Code == "pseudonyms" || r.Error.Code == DomainError.ConflictCode
            );
        await using var db = await host.OpenAsync(Token);
        (await db.Subjects.Select(s => s.Pseudonym).ToListAsync(Token))
            .Order()
            .ShouldBe(["ONE", "TWO"]);
        // No job without its links, and no half of one.
        (await db.Jobs.CountAsync(Token)).ShouldBe(11);
        (await db.Tasks.CountAsync(Token)).ShouldBe(11);

        SelectiveTransferInput Input((string, string?) patient) => host.Pseudonymised(id, patient);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Create_SamePatientsInOtherOrdersAtOnce_AllSucceed(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        // Staff is not held to ten studies.
        var ann = await host.PersonAsync("ann", Token, staff: true);
        var id = await host.AddProjectAsync(ann, Token);
        var create = host.Get<CreateSelectiveTransfer>();
        var patients = Enumerable
            .Range(100, 25)
            .Select(i =>
                (
                    FormattableString.Invariant($"4711{i}"),
                    (string?)FormattableString.Invariant($"S-{i}")
                )
            )
            .ToArray();
        var inputs = Enumerable
            .Range(0, 8)
            .Select(i => host.Pseudonymised(id, [.. i % 2 == 0 ? patients : patients.Reverse()]));

        var results = await Task.WhenAll(
            inputs.Select(input => Task.Run(() => create.ExecuteAsync(ann, input, Token), Token))
        );

        results.ShouldAllBe(r => r.IsSuccess);
        await using var db = await host.OpenAsync(Token);
        (await db.Subjects.CountAsync(Token)).ShouldBe(25);
        (await db.Tasks.CountAsync(Token)).ShouldBe(200);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Delete_JobOfWhichNothingStarted_TakesBackTheLinksThatItMade(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        var first = await TransferAsync(host, ann, id, ("4711001", "A1"));
        var mistyped = await TransferAsync(host, ann, id, ("4711001", "A1"), ("4711002", "A22"));

        (await host.Get<DeleteJob>().ExecuteAsync(ann, mistyped, Token)).Error.ShouldBeNull();

        await using var db = await host.OpenAsync(Token);
        (await db.Subjects.Select(s => s.Pseudonym).ToListAsync(Token)).ShouldBe(["A1"]);
        await TransferAsync(host, ann, id, ("4711002", "A2"));
        // The patient of the other job keeps the pseudonym, and so do those of a job that has begun.
        await using (var change = await host.OpenAsync(Token))
        {
            await change
                .Jobs.Where(j => j.Id == first)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(j => j.StartedAt, DateTime.UnixEpoch),
                    Token
                );
        }

        (await host.Get<DeleteJob>().ExecuteAsync(ann, first, Token)).IsFailure.ShouldBeTrue();
        (await db.Subjects.CountAsync(Token)).ShouldBe(2);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Subjects_AsTheDatabaseSeesThem_AreUniqueWithoutRegardToCase(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var ann = await host.PersonAsync("ann", Token);
        var id = await host.AddProjectAsync(ann, Token);
        await AddAsync("Ä-1", "H1");

        await Should.ThrowAsync<DbUpdateException>(() => AddAsync("ä-1", "H2"));
        await Should.ThrowAsync<DbUpdateException>(() => AddAsync("Ä-2", "H1"));
        await AddAsync("Ä-2", "h1");

        async Task AddAsync(string pseudonym, string hash)
        {
            await using var db = await host.OpenAsync(Token);
            db.Subjects.Add(
                new ProjectSubject(id, new SubjectLink(pseudonym, hash, "x"), DateTime.UnixEpoch)
            );
            await db.SaveChangesAsync(Token);
        }
    }

    private Task<EngineHost> HostAsync() =>
        EngineHost.CreateAsync(DatabaseProvider.Sqlite, cluster, Token, start: false);

    private static PseudonymRequest Request(
        EngineHost host,
        int projectId,
        params string[] patientIds
    ) =>
        new()
        {
            ProjectId = projectId,
            SourceId = host.SourceId,
            Patients = [.. patientIds.Select(id => new PseudonymPatient(id))],
        };

    private static Task<Result<IReadOnlyDictionary<string, string>>> GenerateAsync(
        EngineHost host,
        Actor actor,
        PseudonymRequest request
    ) => host.Get<GeneratePseudonyms>().ExecuteAsync(actor, request, Token);

    private static async Task<int> TransferAsync(
        EngineHost host,
        Actor actor,
        int projectId,
        params (string, string?)[] patients
    )
    {
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(actor, host.Pseudonymised(projectId, patients), Token);
        created.Error.ShouldBeNull();
        return created.Value;
    }

    private static async Task<DomainError> RefusedAsync(
        EngineHost host,
        Actor actor,
        int projectId,
        params (string, string?)[] patients
    )
    {
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(actor, host.Pseudonymised(projectId, patients), Token);
        return created.Error.ShouldNotBeNull();
    }
}
