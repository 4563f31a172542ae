using Adit.Domain.StudySearch;
using Adit.Infrastructure.StudySearch;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.StudySearch;

public sealed class StudyFilterTests
{
    private static readonly StudySearchHit Hit = new(
        1,
        "1001",
        "Müller^Jörg^^",
        new DateOnly(1970, 1, 2),
        "M",
        "1.2.3",
        "A1",
        new DateOnly(2024, 1, 31),
        null,
        "CT Thorax",
        ["CT", "SR"],
        2,
        20,
        InstanceAvailability.Unknown
    );

    [Fact]
    public void Accepts_NothingAsked_Everything() =>
        Accepts(new StudySearchCriteria()).ShouldBeTrue();

    [Theory]
    [InlineData("müller", true)]
    [InlineData("MULLER, J", true)]
    [InlineData("Müller^Jörg", true)]
    [InlineData("Jörg", false)]
    [InlineData("Mill", false)]
    public void Accepts_Name_IgnoresCaseAndMarks(string name, bool expected) =>
        Accepts(new StudySearchCriteria { PatientName = name }).ShouldBe(expected);

    [Fact]
    public void Accepts_IdeographicGroup_IsLookedAtToo() =>
        new StudyFilter(new StudySearchCriteria { PatientName = "山田" })
            .Accepts(Hit with { PatientName = "Yamada^Tarou=山田^太郎=やまだ^たろう" })
            .ShouldBeTrue();

    [Theory]
    [InlineData("1001", true)]
    [InlineData("10*", true)]
    [InlineData("100?", true)]
    [InlineData("100", false)]
    [InlineData("_001", false)]
    public void Accepts_PatientId_MatchesTheFullValue(string id, bool expected) =>
        Accepts(new StudySearchCriteria { PatientId = id }).ShouldBe(expected);

    [Theory]
    [InlineData("MR", false)]
    [InlineData("SR", true)]
    public void Accepts_Modality_OverlapCounts(string modality, bool expected) =>
        Accepts(new StudySearchCriteria { Modalities = ["XA", modality] }).ShouldBe(expected);

    [Fact]
    public void Accepts_ServerReturnsNoModalities_Stays() =>
        new StudyFilter(new StudySearchCriteria { Modalities = ["MR"] })
            .Accepts(Hit with { Modalities = [] })
            .ShouldBeTrue();

    [Theory]
    [InlineData("thorax", true)]
    [InlineData("CT*", true)]
    [InlineData("Thorax*", false)]
    public void Accepts_Description_WildcardOrAnywhere(string description, bool expected) =>
        Accepts(new StudySearchCriteria { StudyDescription = description }).ShouldBe(expected);

    [Fact]
    public void Accepts_DateOutsideOfRange_Dropped()
    {
        Accepts(new StudySearchCriteria { StudyDateFrom = new DateOnly(2024, 2, 1) })
            .ShouldBeFalse();
        Accepts(new StudySearchCriteria { StudyDateUntil = new DateOnly(2024, 1, 30) })
            .ShouldBeFalse();
        Accepts(new StudySearchCriteria { StudyDateFrom = new DateOnly(2024, 1, 31) })
            .ShouldBeTrue();
        Accepts(new StudySearchCriteria { PatientBirthDate = new DateOnly(1970, 1, 3) })
            .ShouldBeFalse();
    }

    private static bool Accepts(StudySearchCriteria criteria) =>
        new StudyFilter(criteria).Accepts(Hit);
}
