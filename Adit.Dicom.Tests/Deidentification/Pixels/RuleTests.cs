using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Pixels;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

public sealed class RuleTests : PixelTest
{
    private static readonly PixelRegion Region = new(0, 0, 10, 10);
    private static readonly PixelRegionRule Rule = new() { Name = "test", Regions = [Region] };

    public static TheoryData<string, PixelRegionRule, bool> Rules =>
        new()
        {
            { "nothing", Rule, true },
            { "modality", Rule with { Modality = "us" }, true },
            { "modality", Rule with { Modality = "CT" }, false },
            { "class", Rule with { SopClassUid = "1.2.840.10008.5.1.4.1.1.7" }, true },
            { "class", Rule with { SopClassUid = "1.2.840.10008.5.1.4.1.1.7.1" }, false },
            { "maker", Rule with { Manufacturer = "acme*" }, true },
            { "maker", Rule with { Manufacturer = "acme" }, false },
            { "model", Rule with { Model = "*NO*00" }, true },
            { "model", Rule with { Model = "*NO*01" }, false },
            { "rows", Rule with { Rows = 48 }, true },
            { "rows", Rule with { Rows = 47 }, false },
            { "columns", Rule with { Columns = 40 }, true },
            { "columns", Rule with { Columns = 41 }, false },
            {
                "all",
                Rule with
                {
                    Modality = "US",
                    Manufacturer = "*",
                    Model = "Sono 3000",
                    Rows = 48,
                },
                true
            },
            {
                "one",
                Rule with
                {
                    Modality = "US",
                    Manufacturer = "*",
                    Model = "Sono 3000",
                    Rows = 4,
                },
                false
            },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Plan_Rule_FitsWhenAllThatItNamesIsSo(string _, PixelRegionRule rule, bool fits)
    {
        var plan = PixelCleaning.Plan(
            new Pictures().Build(withPixels: false),
            DicomTransferSyntax.ExplicitVrLittleEndian,
            Profile(rule)
        );

        plan.Blanks.ShouldBe(fits);
        plan.Rule.ShouldBe(fits ? "test" : null);
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("*", "", true)]
    [InlineData("a", "", false)]
    [InlineData("", "a", false)]
    [InlineData("a*b*c", "aXXbYYc", true)]
    [InlineData("a*b*c", "abcabc", true)]
    [InlineData("a*b*c", "abcab", false)]
    [InlineData("*aab", "aaaab", true)]
    [InlineData("ÄB*", "äbc", true)]
    public void Matches_Pattern_ComparesTheWhole(string pattern, string text, bool expected) =>
        PixelRules.Matches(pattern, text).ShouldBe(expected);

    [Fact]
    public void Plan_SeveralRulesFit_BlanksAllTheirRegions()
    {
        var other = new PixelRegion(20, 20, 5, 5);
        var profile = Profile(Rule) with
        {
            PixelRegions =
            [
                Rule,
                Rule with
                {
                    Name = "other",
                    Regions = [other, Region],
                },
                Rule with
                {
                    Name = "no",
                    Modality = "CT",
                },
                Rule with
                {
                    Name = "nothing to see",
                    Regions = [],
                },
            ],
        };

        var plan = PixelCleaning.Plan(
            new Pictures().Build(withPixels: false),
            DicomTransferSyntax.ExplicitVrLittleEndian,
            profile
        );

        plan.Regions.ShouldBe([Region, other]);
        plan.Rule.ShouldBe("test, other, nothing to see");
    }

    [Fact]
    public void Plan_RuleWithoutRegions_KeepsThePixelsInAnyEncoding()
    {
        var plan = PixelCleaning.Plan(
            new Pictures().Build(withPixels: false),
            DicomTransferSyntax.HevcMainProfile,
            Profile(Rule with { Regions = [] })
        );

        plan.Changes.ShouldBeFalse();
        plan.OutputSyntax.ShouldBeNull();
        plan.Rule.ShouldBe("test");
    }

    [Fact]
    public void Plan_OptionIsOff_KeepsThePixels()
    {
        var profile = Profile(Rule) with { Options = new DeidentificationOptions() };

        PixelCleaning
            .Plan(new Pictures().Build(withPixels: false), DicomTransferSyntax.Jpeg2000, profile)
            .ShouldBe(PixelPlan.Keep);
    }

    [Fact]
    public void ShippedProfiles_HaveNoRules_SoThatUltrasoundIsRefused()
    {
        foreach (var profile in ShippedProfiles.All)
        {
            profile.PixelRegions.ShouldBeEmpty();
            var deidentifier = new Deidentifier(profile, TestObjects.Key, TestObjects.Subject);
            Should
                .Throw<DeidentificationRefusedException>(() =>
                    deidentifier.Deidentify(
                        new Pictures().Build(withPixels: false),
                        DicomTransferSyntax.ExplicitVrLittleEndian
                    )
                )
                .Reason.ShouldBe(DeidentificationRefusal.Ultrasound);
        }
    }

    public static TheoryData<string> NotDecodable =>
        new(
            "1.2.840.10008.1.2.4.80",
            "1.2.840.10008.1.2.4.81",
            "1.2.840.10008.1.2.4.90",
            "1.2.840.10008.1.2.4.91",
            "1.2.840.10008.1.2.4.102",
            "1.2.840.10008.1.2.4.201",
            "1.2.3.4.5"
        );

    [Theory]
    [MemberData(nameof(NotDecodable))]
    public void Plan_CannotBeDecoded_Refuses(string uid)
    {
        var refusal = Should.Throw<DeidentificationRefusedException>(() =>
            PixelCleaning.Plan(
                new Pictures().Build(withPixels: false),
                DicomTransferSyntax.Lookup(uid),
                Profile(Region)
            )
        );

        refusal.Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    [Theory]
    [MemberData(nameof(NotDecodable))]
    public void Plan_OverlayInCompressedCells_Refuses(string uid)
    {
        var header = new Pictures().Build(withPixels: false);
        header.Set(new DicomTag(0x601E, 0x0102), (ushort)12);

        Should
            .Throw<DeidentificationRefusedException>(() =>
                PixelCleaning.Plan(
                    header,
                    DicomTransferSyntax.Lookup(uid),
                    new DeidentificationProfile("none", 1)
                )
            )
            .Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    public static TheoryData<string, DicomTag, ushort> Contradictions =>
        new()
        {
            { "no rows", DicomTag.Rows, 0 },
            { "packed cells", DicomTag.BitsAllocated, 12 },
            { "more bits than a cell", DicomTag.BitsStored, 17 },
            { "high bit outside", DicomTag.HighBit, 16 },
            { "high bit below", DicomTag.HighBit, 3 },
            { "four samples", DicomTag.SamplesPerPixel, 4 },
        };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Plan_HeaderIsContradictory_Refuses(string _, DicomTag tag, ushort value)
    {
        var header = new Pictures().Build(withPixels: false);
        header.Set(tag, value);

        Should
            .Throw<DeidentificationRefusedException>(() =>
                PixelCleaning.Plan(
                    header,
                    DicomTransferSyntax.ExplicitVrLittleEndian,
                    Profile(Region)
                )
            )
            .Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    [Theory]
    [InlineData("CMYK", 3)]
    [InlineData("RGB", 1)]
    [InlineData("MONOCHROME2", 3)]
    [InlineData("", 3)]
    public void Plan_BlackIsNotKnown_Refuses(string photometric, int samples)
    {
        var header = new Pictures { Photometric = photometric, Samples = samples }.Build(
            withPixels: false
        );

        Should
            .Throw<DeidentificationRefusedException>(() =>
                PixelCleaning.Plan(
                    header,
                    DicomTransferSyntax.ExplicitVrLittleEndian,
                    Profile(Region)
                )
            )
            .Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    [Fact]
    public void Plan_DecodedBeyondFourGigabytes_Refuses()
    {
        var header = new Pictures
        {
            Rows = 2000,
            Columns = 2000,
            Frames = 600,
        }.Build(withPixels: false);

        var refusal = Should.Throw<DeidentificationRefusedException>(() =>
            PixelCleaning.Plan(header, DicomTransferSyntax.RleLossless, Profile(Region))
        );

        refusal.Message.ShouldContain("4 GB");
    }

    [Fact]
    public void Plan_FrameBeyondMemory_Refuses() =>
        Should.Throw<DeidentificationRefusedException>(() =>
            PixelCleaning.Plan(
                new Pictures { Rows = 65_535, Columns = 65_535 }.Build(withPixels: false),
                DicomTransferSyntax.JpegBaseline,
                Profile(Region)
            )
        );
}
