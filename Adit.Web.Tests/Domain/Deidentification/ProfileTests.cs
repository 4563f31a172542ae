using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Infrastructure.Deidentification;
using Adit.Infrastructure.Persistence;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.Deidentification;

/// <summary>Versions of profiles: made, never changed.</summary>
public sealed class ProfileTests(PostgreSqlCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Save_EachChange_MakesANewVersionAndKeepsTheOld(DatabaseProvider provider)
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var save = host.Get<SaveProfile>();
        var queries = host.Get<IProfileQueries>();
        var input = new ProfileInput
        {
            Name = "Ours",
            IsNew = true,
            Options = new DeidentificationOptions { RetainUids = true, MaxAge = null },
            PixelRegions =
            [
                new PixelRegionRule
                {
                    Name = "Header line",
                    Modality = "US",
                    Regions = [new PixelRegion(0, 0, 640, 30)],
                },
            ],
            SafePrivate = [new SafePrivateAttribute("ACME 1.0", 0x0011, 0x10)],
        };

        var first = await save.ExecuteAsync(boss, input, Token);
        var same = await save.ExecuteAsync(boss, input with { IsNew = false }, Token);
        var second = await save.ExecuteAsync(
            boss,
            input with
            {
                Name = "OURS",
                IsNew = false,
                BasedOnVersion = 1,
                Options = new DeidentificationOptions { Dates = DateHandling.Shift },
            },
            Token
        );

        first.Error.ShouldBeNull();
        same.Value.ShouldBe(first.Value);
        second.Value.ShouldNotBe(first.Value);
        var versions = await queries.VersionsAsync(boss, "ours", Token);
        versions.Select(v => (v.Name, v.Version)).ShouldBe([("Ours", 2), ("Ours", 1)]);
        versions[0].Profile.Options.Dates.ShouldBe(DateHandling.Shift);
        versions[0].Profile.Version.ShouldBe(2);
        versions[1].Profile.Options.RetainUids.ShouldBeTrue();
        versions[1].Profile.Options.MaxAge.ShouldBeNull();
        versions[1].Profile.PixelRegions[0].Regions.ShouldBe([new PixelRegion(0, 0, 640, 30)]);
        versions[1].Profile.SafePrivate.ShouldBe(input.SafePrivate);
        versions[1].CreatedByName.ShouldNotBeNull();
        (await queries.ListAsync(boss, false, Token))
            .Select(p => (p.Name, p.Version))
            .ShouldBe([
                ("Research with shifted dates", 1),
                ("Research", 1),
                ("Strict", 1),
                ("Ours", 2),
            ]);
        await using var db = await host.OpenAsync(Token);
        (await db.Audit.CountAsync(a => a.Action == "profile.save", Token)).ShouldBe(2);
    }

    [Fact]
    public async Task Save_EachRefusal_HasItsName()
    {
        await using var host = await HostAsync();
        var ann = await host.PersonAsync("ann", Token);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var save = host.Get<SaveProfile>();
        var input = new ProfileInput { Name = "Ours", IsNew = true };

        (await save.ExecuteAsync(ann, input, Token)).Error.ShouldBe(AccountErrors.StaffOnly);
        (await save.ExecuteAsync(boss, input with { Name = "strict" }, Token)).Error.ShouldBe(
            ProfileErrors.NameTaken("Strict")
        );
        (
            await save.ExecuteAsync(boss, input with { Name = "Strict", IsNew = false }, Token)
        ).Error.ShouldBe(ProfileErrors.Shipped("Strict"));
        (await save.ExecuteAsync(boss, input with { IsNew = false }, Token)).Error.ShouldBe(
            ProfileErrors.NotFound("Ours")
        );
        await save.ExecuteAsync(boss, input, Token);
        (
            await save.ExecuteAsync(boss, input with { IsNew = false, BasedOnVersion = 3 }, Token)
        ).Error.ShouldBe(ProfileErrors.ChangedMeanwhile("Ours"));
        await RefusedAsync(input with { Name = @"a\b" }, "A profile's name has no backslash");
        await RefusedAsync(
            input with
            {
                Name = "x",
                Admission = new AdmissionRules { ExcludedModalities = ["sr"] },
            },
            "A modality has capital letters"
        );
        await RefusedAsync(
            input with
            {
                Name = "x",
                SafePrivate = [new SafePrivateAttribute("ACME", 0x0010, 1)],
            },
            "A private attribute has"
        );
        await RefusedAsync(
            input with
            {
                Name = "x",
                PixelRegions =
                [
                    new PixelRegionRule { Name = "No", Regions = [new PixelRegion(0, 0, 0, 5)] },
                ],
            },
            "The region rule \"No\" is not complete"
        );

        async Task RefusedAsync(ProfileInput refused, string message) =>
            (await save.ExecuteAsync(boss, refused, Token))
                .Error.ShouldNotBeNull()
                .Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task Archive_AProfile_TakesItOffFormsAndKeepsItReadable()
    {
        await using var host = await HostAsync();
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var ann = await host.PersonAsync("ann", Token);
        await host.AddProjectAsync(ann, Token);
        var archive = host.Get<ArchiveProfile>();
        var queries = host.Get<IProfileQueries>();

        (await archive.ExecuteAsync(ann, "Strict", true, Token)).Error.ShouldBe(
            AccountErrors.StaffOnly
        );
        (await archive.ExecuteAsync(boss, "strict", true, Token)).Error.ShouldBeNull();

        (await queries.ListAsync(ann, true, Token)).ShouldNotContain(p => p.Name == "Strict");
        (await queries.ListAsync(boss, true, Token))
            .Single(p => p.Name == "Strict")
            .IsArchived.ShouldBeTrue();
        (await host.Get<Adit.Domain.Projects.IProjectQueries>().ChoicesAsync(ann, Token))
            .ShouldHaveSingleItem()
            .Profiles.ShouldBe([ProjectBench.DefaultProfile]);
        (await archive.ExecuteAsync(boss, "Strict", false, Token)).Error.ShouldBeNull();
        (await queries.ListAsync(ann, false, Token)).ShouldContain(p => p.Name == "Strict");
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.PostgreSql)]
    public async Task Seed_ShippedProfileHasChanged_AddsItsNextVersionOnce(
        DatabaseProvider provider
    )
    {
        await using var host = await EngineHost.CreateAsync(provider, cluster, Token, start: false);
        var boss = await host.PersonAsync("boss", Token, staff: true);
        var seed = host.Get<ShippedProfilesSeed>();
        var changed = ShippedProfiles.Strict with
        {
            Options = ShippedProfiles.Strict.Options with { MaxAge = 80 },
        };

        await seed.SeedAsync([changed], Token);
        await seed.SeedAsync([changed], Token);

        var versions = await host.Get<IProfileQueries>().VersionsAsync(boss, "Strict", Token);
        versions
            .Select(v => (v.Version, v.Profile.Options.MaxAge, v.IsShipped))
            .ShouldBe([(2, 80, true), (1, 89, true)]);
    }

    [Fact]
    public void ShippedProfiles_All_RefuseWhatShowsPatientsAndLeaveReportsOut()
    {
        ShippedProfiles
            .All.Select(p => p.Name)
            .ShouldBe(["Research with shifted dates", "Research", "Strict"]);
        foreach (var profile in ShippedProfiles.All)
        {
            profile.Admission.ShouldBeEquivalentTo(new AdmissionRules());
            profile.Admission.ExcludedModalities.ShouldBe(["SR", "PR", "KO"]);
            profile.Options.RetainUids.ShouldBeFalse();
            profile.Options.MaxAge.ShouldBe(89);
            // A copy of it can be saved.
            new ProfileInputValidator()
                .Validate(
                    new ProfileInput
                    {
                        Name = "Copy",
                        IsNew = true,
                        Options = profile.Options,
                        Admission = profile.Admission,
                        PixelRegions = profile.PixelRegions,
                        SafePrivate = profile.SafePrivate,
                    }
                )
                .Errors.ShouldBeEmpty();
            // Stored and read again it is the same.
            ProfileSettings
                .AreEqual(ProfileSettings.Read(ProfileSettings.Write(profile)), profile)
                .ShouldBeTrue();
        }

        ShippedProfiles.Strict.Options.ShouldBe(new DeidentificationOptions());
    }

    private Task<EngineHost> HostAsync() =>
        EngineHost.CreateAsync(DatabaseProvider.Sqlite, cluster, Token, start: false);
}
