using Adit.Dicom.Data;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Data;

public sealed class DicomPersonNameTests
{
    [Theory]
    [InlineData("Adams^John Robert Quincy^^Rev.^B.A. M.Div.", "Adams, John Robert Quincy")]
    [InlineData("Müller^Änne^Maria", "Müller, Änne Maria")]
    [InlineData("Doe", "Doe")]
    [InlineData("^Jane", "Jane")]
    [InlineData("", "")]
    [InlineData("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou")]
    [InlineData("=山田^太郎", "山田, 太郎")]
    public void ToDisplay_Name_IsLastCommaFirst(string text, string shown) =>
        DicomPersonName.Parse(text).ToDisplay().ShouldBe(shown);

    [Theory]
    [InlineData("Adams^John^^Rev.^B.A.")]
    [InlineData("Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData("=山田^太郎")]
    public void ToString_Parsed_IsTheSame(string text) =>
        DicomPersonName.Parse(text).ToString().ShouldBe(text);

    [Fact]
    public void Parse_Components_AreNamed()
    {
        var name = DicomPersonName.Parse("Adams^John^Quincy^Rev.^B.A.");
        (name.FamilyName, name.GivenName, name.MiddleName, name.Prefix, name.Suffix).ShouldBe(
            ("Adams", "John", "Quincy", "Rev.", "B.A.")
        );
        default(DicomPersonName).FamilyName.ShouldBe("");
    }

    [Theory]
    [InlineData("20200101", "20200101")]
    [InlineData("20200101-20201231", "20200101-20201231")]
    [InlineData("-20201231", "-20201231")]
    [InlineData("20200101-", "20200101-")]
    [InlineData("", "")]
    public void DateRange_Text_ComesBack(string text, string written) =>
        DicomDateRange.Parse(text).ToString().ShouldBe(written);

    [Theory]
    [InlineData("-")]
    [InlineData("2020")]
    [InlineData("20200230-")]
    [InlineData("20200101-2020")]
    public void DateRange_NoRange_IsRefused(string text) =>
        DicomDateRange.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void DateRange_Contains_IncludesBothEnds()
    {
        var range = DicomDateRange.Parse("20200101-20200131");
        range.Contains(new DateOnly(2020, 1, 1)).ShouldBeTrue();
        range.Contains(new DateOnly(2020, 1, 31)).ShouldBeTrue();
        range.Contains(new DateOnly(2020, 2, 1)).ShouldBeFalse();
        DicomDateRange.Parse("-20200131").Contains(DateOnly.MinValue).ShouldBeTrue();
    }
}
