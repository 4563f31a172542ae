using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Web.Features.DeidentificationProfiles;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.DeidentificationProfiles;

public sealed class ProfileFormTests
{
    public static TheoryData<string> Shipped => [.. ShippedProfiles.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void ToProfile_Untouched_IsTheSame(string name)
    {
        var profile = ShippedProfiles.All.Single(p => p.Name == name);

        var form = ProfileForm.From(profile);

        form.Check().ShouldBeEmpty();
        ProfileSettings.AreEqual(form.ToProfile(1), profile).ShouldBeTrue();
        ProfileDifference.Between(profile, form.ToProfile(2)).ShouldBeEmpty();
    }

    // Every option and every rule has its own field: what one of them does not reach could never be changed by people.
    [Fact]
    public void Words_EveryOptionAndRule_ChangesItsOwn()
    {
        var options = new DeidentificationOptions();
        foreach (var option in OptionWords.All)
        {
            var on = option.Set(options, true);
            option.IsOn(on).ShouldBeTrue(option.Key);
            OptionWords.All.Count(other => other.IsOn(on)).ShouldBe(1, option.Key);
            typeof(DeidentificationOptions)
                .GetProperty(option.Key)!
                .GetValue(on)
                .ShouldBe(true, option.Key);
        }
        Switches<DeidentificationOptions>()
            .ShouldBe(OptionWords.All.Select(option => option.Key), ignoreOrder: true);
        foreach (var rule in AdmissionWords.All)
        {
            var off = rule.Set(new AdmissionRules(), false);
            typeof(AdmissionRules).GetProperty(rule.Key)!.GetValue(off).ShouldBe(false, rule.Key);
            AdmissionWords.All.Count(other => !other.IsOn(off)).ShouldBe(1, rule.Key);
        }
        Switches<AdmissionRules>()
            .ShouldBe(AdmissionWords.All.Select(rule => rule.Key), ignoreOrder: true);
    }

    [Fact]
    public void Between_EveryKindOfChange_IsNamed()
    {
        var before = ShippedProfiles.ResearchWithShiftedDates;
        var after = before with
        {
            Options = before.Options with
            {
                RetainUids = true,
                Dates = DateHandling.KeepAll,
                MaxAge = null,
            },
            Admission = before.Admission with
            {
                RefuseUltrasound = false,
                ExcludedModalities = ["SR"],
                AllowedSopClasses = ["1.2.3"],
            },
            PixelRegions =
            [
                .. before.PixelRegions,
                new PixelRegionRule { Name = "Mine", Regions = [new PixelRegion(1, 2, 3, 4)] },
            ],
            SafePrivate = [.. before.SafePrivate, new SafePrivateAttribute("ACME", 0x0029, 8)],
        };

        var differences = ProfileDifference.Between(before, after);

        differences
            .Select(difference => difference.What)
            .ShouldBe([
                "Keep UIDs",
                "Dates and times",
                "Highest age",
                "Refuse: Ultrasound",
                "Modalities left out",
                "Allowed SOP classes",
                "Region rule: Mine",
                "Safe private: (0029,xx08) ACME",
            ]);
        differences[0].Before.ShouldBe("no");
        differences[0].After.ShouldBe("yes");
        differences[6].Before.ShouldBeNull();
        differences[6].After.ShouldBe("every picture → 1, 2, 3, 4");
        ProfileDifference.Between(after, before)[7].After.ShouldBeNull();
    }

    [Fact]
    public void Check_WrongFields_NamesEach()
    {
        var form = ProfileForm.From(new DeidentificationProfile(" ", 1));
        form.MaxAge = 0;
        form.ExcludedModalities = "SR, P?R";
        form.Rules.Add(new RegionRuleForm { Name = "A", Regions = "0, 0, 10" });
        form.Rules.Add(new RegionRuleForm { SopClassUid = "x", Rows = -1 });
        form.SafePrivate.Add(
            new SafePrivateForm
            {
                Creator = "ACME",
                Group = "0028",
                Element = "1",
            }
        );
        form.SafePrivate.Add(new SafePrivateForm { Group = "0007", Element = "GG" });

        var faults = form.Check();

        faults.Keys.ShouldBe(
            [
                "Name",
                "MaxAge",
                "ExcludedModalities",
                "Rules[0].Regions",
                "Rules[1].Name",
                "Rules[1].SopClassUid",
                "Rules[1].Size",
                "SafePrivate[0].Group",
                "SafePrivate[1].Creator",
                "SafePrivate[1].Group",
                "SafePrivate[1].Element",
            ],
            ignoreOrder: true
        );
        faults["ExcludedModalities"].ShouldContain("\"P?R\"");
        faults["Rules[0].Regions"].ShouldContain("Line 1");
    }

    // What the form finds right, the use case takes.
    [Fact]
    public async Task ToProfile_RightForm_PassesTheUseCasesRules()
    {
        var form = ProfileForm.From(ShippedProfiles.Research);
        form.Name = new string('n', ProfileForm.MaxNameLength);
        form.ExcludedModalities = "sr;ko pr";
        form.MaxAge = 150;
        form.Rules.Add(
            new RegionRuleForm
            {
                Name = new string('r', RegionRuleForm.MaxNameLength),
                Rows = RegionRuleForm.MaxSize,
                Regions = "0 0 1 1\n\n5;6;7;8\r\n",
            }
        );
        form.SafePrivate.Add(
            new SafePrivateForm
            {
                Creator = "ACME",
                Group = "ffd9",
                Element = "ff",
            }
        );
        form.Check().ShouldBeEmpty();
        var profile = form.ToProfile(1);

        profile.Admission.ExcludedModalities.ShouldBe(["SR", "KO", "PR"]);
        profile.PixelRegions[^1].Regions.Count.ShouldBe(2);
        var check = await new ProfileInputValidator().ValidateAsync(
            new ProfileInput
            {
                Name = profile.Name,
                Options = profile.Options,
                Admission = profile.Admission,
                PixelRegions = profile.PixelRegions,
                SafePrivate = profile.SafePrivate,
            },
            TestContext.Current.CancellationToken
        );
        check.Errors.ShouldBeEmpty();
    }

    private static IEnumerable<string> Switches<T>() =>
        typeof(T)
            .GetProperties()
            .Where(property => property.PropertyType == typeof(bool))
            .Select(property => property.Name);
}
