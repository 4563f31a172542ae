using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Matching;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox.Matching;

public sealed class AttributeMatcherTests
{
    [Theory]
    // Universal: a key of zero length matches all, also what has no value.
    [InlineData(DicomVr.LO, "", "CT Head", true)]
    [InlineData(DicomVr.LO, "", "", true)]
    [InlineData(DicomVr.LO, "*", "", true)]
    [InlineData(DicomVr.PN, "**", "", true)]
    // Single values, with regard to case; blanks around them are without meaning.
    [InlineData(DicomVr.LO, "CT Head", "CT Head", true)]
    [InlineData(DicomVr.LO, "CT Head", "CT Head ", true)]
    [InlineData(DicomVr.LO, "ct head", "CT Head", false)]
    [InlineData(DicomVr.CS, "CT", "ct", false)]
    [InlineData(DicomVr.CS, "CT", "CTA", false)]
    [InlineData(DicomVr.LO, "CT Head", "", false)]
    // Wild cards.
    [InlineData(DicomVr.LO, "CT*", "CT Head", true)]
    [InlineData(DicomVr.LO, "*Head", "CT Head", true)]
    [InlineData(DicomVr.LO, "*e?d*", "CT Head", true)]
    [InlineData(DicomVr.LO, "C?Head", "CT Head", false)]
    [InlineData(DicomVr.SH, "SBX24????", "SBX240001", true)]
    [InlineData(DicomVr.SH, "SBX24???", "SBX240001", false)]
    [InlineData(DicomVr.LO, "?*", "", false)]
    [InlineData(DicomVr.AE, "ARCH*", "ARCHIVE", true)]
    // No wild cards in UIDs, dates and numbers.
    [InlineData(DicomVr.UI, "1.2.*", "1.2.3", false)]
    [InlineData(DicomVr.DA, "2024*", "20240311", false)]
    [InlineData(DicomVr.IS, "1*", "12", false)]
    // Numbers compare as numbers.
    [InlineData(DicomVr.IS, "7", "07", true)]
    [InlineData(DicomVr.DS, "1.50", "1.5", true)]
    [InlineData(DicomVr.US, "512", "512", true)]
    [InlineData(DicomVr.US, "512", "256", false)]
    public void Matches_TextAndNumbers_FollowsTheStandard(
        DicomVr vr,
        string key,
        string value,
        bool expected
    ) => Match(vr, key, value).ShouldBe(expected);

    [Theory]
    [InlineData("Keller^Jörg", "Keller^Jörg", true)]
    [InlineData("KELLER^JÖRG", "Keller^Jörg", true)]
    [InlineData("keller^jorg", "Keller^Jörg", true)]
    [InlineData("Keller", "Keller^Jörg", false)]
    [InlineData("Keller^Jörg^^", "Keller^Jörg", true)]
    [InlineData("Keller^*", "Keller^Jörg", true)]
    [InlineData("*^j?rg", "Keller^Jörg", true)]
    [InlineData("MÜSSIG*", "Müßig^Käthe", false)]
    [InlineData("müßig*", "Müßig^Käthe", true)]
    [InlineData("παπαδοπουλου^*", "Παπαδοπούλου^Ελένη", true)]
    [InlineData("ΓΕΩΡΓΙΟΥ^ΝΙΚΟΣ", "Γεωργίου^Νίκος", true)]
    [InlineData("соколова*", "Соколова^Вера", true)]
    [InlineData("鈴木^*", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", true)]
    [InlineData("すずき*", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", true)]
    [InlineData("すすき*", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", false)]
    [InlineData("=鈴木^花子", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", true)]
    [InlineData("Suzuki*=田中*", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", false)]
    [InlineData("SUZUKI^*", "Suzuki^Hanako=鈴木^花子=すずき^はなこ", true)]
    public void Matches_PersonName_IgnoresCaseAndAccents(string key, string value, bool expected) =>
        Match(DicomVr.PN, key, value).ShouldBe(expected);

    [Theory]
    [InlineData(DicomVr.DA, "20240311", "20240311", true)]
    [InlineData(DicomVr.DA, "20240311", "20240312", false)]
    [InlineData(DicomVr.DA, "20240101-20240331", "20240311", true)]
    [InlineData(DicomVr.DA, "20240311-20240311", "20240311", true)]
    [InlineData(DicomVr.DA, "20240312-20240331", "20240311", false)]
    [InlineData(DicomVr.DA, "20240301-", "20240311", true)]
    [InlineData(DicomVr.DA, "-20240301", "20240311", false)]
    [InlineData(DicomVr.DA, "-20240311", "20240311", true)]
    [InlineData(DicomVr.DA, "20240101-20240331", "", false)]
    [InlineData(DicomVr.DA, "20240101-20240331", "2024.03.11", true)]
    [InlineData(DicomVr.TM, "10", "100500", true)]
    [InlineData(DicomVr.TM, "1005", "100559.5", true)]
    [InlineData(DicomVr.TM, "1005", "1006", false)]
    [InlineData(DicomVr.TM, "0800-1000", "100059", true)]
    [InlineData(DicomVr.TM, "0800-1000", "100100", false)]
    [InlineData(DicomVr.TM, "080000-", "075959", false)]
    [InlineData(DicomVr.TM, "-1000", "081200", true)]
    [InlineData(DicomVr.DT, "2024-2025", "20241231235959", true)]
    [InlineData(DicomVr.DT, "2024", "20250101", false)]
    public void Matches_DatesAndTimes_IncludesBothEndsOfARange(
        DicomVr vr,
        string key,
        string value,
        bool expected
    ) => Match(vr, key, value).ShouldBe(expected);

    [Fact]
    public void Matches_ListOfUids_FindsEachOfThemOnly()
    {
        var matcher = AttributeMatcher.Create(DicomVr.UI, ["1.2.3", "1.2.4"]);

        matcher.Matches(["1.2.4"]).ShouldBeTrue();
        matcher.Matches(["1.2.5"]).ShouldBeFalse();
        matcher.Matches([]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("SR", true)]
    [InlineData("MR", false)]
    [InlineData("C*", true)]
    public void Matches_AttributeWithSeveralValues_NeedsOneOfThem(string key, bool expected) =>
        AttributeMatcher.Create(DicomVr.CS, [key]).Matches(["CT", "SR"]).ShouldBe(expected);

    [Fact]
    public void Matches_PatternOfManyAsterisks_EndsQuickly()
    {
        var pattern = string.Concat(Enumerable.Repeat("a*", 30)) + "b";

        Wildcard.Matches(pattern, new string('a', 2000)).ShouldBeFalse();
    }

    private static bool Match(DicomVr vr, string key, string value) =>
        AttributeMatcher.Create(vr, [key]).Matches(value.Length == 0 ? [] : [value]);
}
