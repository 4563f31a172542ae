using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class SafePrivateAttributesTests
{
    private static readonly SafePrivateAttributes BuiltIn = new([]);

    [Fact]
    public void Contains_Listed_ByCreatorGroupAndElement()
    {
        BuiltIn.Contains("SIEMENS MR HEADER", 0x0019, 0x0C).ShouldBeTrue();
        BuiltIn.Contains("SIEMENS MR HEADER ", 0x0019, 0x100C).ShouldBeTrue();
        BuiltIn.Contains("siemens mr header", 0x0019, 0x0C).ShouldBeFalse();
        BuiltIn.Contains("SIEMENS MR HEADER", 0x0021, 0x0C).ShouldBeFalse();
        BuiltIn.Contains("SIEMENS CSA HEADER", 0x0029, 0x10).ShouldBeFalse();
        BuiltIn.KnowsCreator("GEMS_PARM_01").ShouldBeTrue();
        BuiltIn.KnowsCreator("SIEMENS CSA HEADER").ShouldBeFalse();
    }

    [Fact]
    public void Contains_OfTheProfile_IsListed()
    {
        var own = new SafePrivateAttributes([
            new(" ACME 1 ", 0x0041, 0x07),
            new("EVEN", 0x0040, 1),
        ]);

        own.Contains("ACME 1", 0x0041, 0x1107).ShouldBeTrue();
        own.KnowsCreator("ACME 1").ShouldBeTrue();
        own.Contains("EVEN", 0x0040, 1).ShouldBeFalse();
        own.Contains("SIEMENS MR HEADER", 0x0019, 0x0C).ShouldBeTrue();
    }

    [Fact]
    public void Keep_Number_IsTheElement()
    {
        var element = Element(0x0019, 0x100C, DicomVr.IS, "1000"u8);

        BuiltIn.Keep("SIEMENS MR HEADER", element).ShouldBeSameAs(element);
        BuiltIn.Keep("OTHER", element).ShouldBeNull();
    }

    [Fact]
    public void Keep_UnknownRepresentation_GetsTheListed()
    {
        var kept = BuiltIn.Keep("SIEMENS MR HEADER", Element(0x0019, 0x100C, DicomVr.UN, "1000"u8));

        kept.ShouldNotBeNull().Vr.ShouldBe(DicomVr.IS);
        var own = new SafePrivateAttributes([new("ACME", 0x0041, 0x07)]);
        own.Keep("ACME", Element(0x0041, 0x1007, DicomVr.UN, "12"u8)).ShouldBeNull();
    }

    [Theory]
    [InlineData("IS", "Mueller", false)]
    [InlineData("DS", "1.5\\\\-2E3 ", true)]
    [InlineData("DS", "1.5 Hans", false)]
    [InlineData("CS", "DIRECTIONAL", true)]
    [InlineData("CS", "MUELLER HANS", false)]
    [InlineData("CS", "A\\\\B", true)]
    [InlineData("CS", "12345678", false)]
    [InlineData("SH", "0.984:1", true)]
    [InlineData("SH", "Müller", false)]
    [InlineData("SH", "Hans^Mueller", false)]
    [InlineData("SH", "19650312", false)]
    [InlineData("LO", "efgre3d", true)]
    [InlineData("LO", "a word with more", false)]
    [InlineData("LO", "abcdefghijklmnopq", false)]
    [InlineData("LT", "1", false)]
    [InlineData("PN", "1", false)]
    [InlineData("UI", "1.2.3", false)]
    [InlineData("DA", "19650312", false)]
    [InlineData("OB", "12", false)]
    [InlineData("US", "12", true)]
    [InlineData("US", "123", false)]
    [InlineData("FD", "12345678", true)]
    [InlineData("FL", "12345", false)]
    public void IsHarmless_Values_NumbersAndCodesOnly(string vr, string value, bool expected)
    {
        DicomVrs.TryParse(vr, out var parsed).ShouldBeTrue();

        SafePrivateAttributes
            .IsHarmless(
                parsed,
                System.Text.Encoding.Latin1.GetBytes(
                    value.Replace(@"\\", @"\", StringComparison.Ordinal)
                )
            )
            .ShouldBe(expected);
    }

    private static DicomElement Element(
        ushort group,
        ushort element,
        DicomVr vr,
        ReadOnlySpan<byte> value
    ) => new(new DicomTag(group, element), vr, value.ToArray());
}
