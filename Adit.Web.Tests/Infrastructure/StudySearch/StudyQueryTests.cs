using Adit.Dicom.Data;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.StudySearch;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.StudySearch;

public sealed class StudyQueryTests
{
    [Theory]
    [InlineData("Doe, John", "Doe*^John*")]
    [InlineData("Doe^John", "Doe*^John*")]
    [InlineData("Doe", "Doe*")]
    [InlineData("D?e*", "D?e*")]
    [InlineData("Doe,", "Doe*^*")]
    [InlineData(" ", null)]
    [InlineData("*", null)]
    [InlineData(null, null)]
    public void NamePattern_AsTyped_BecomesPattern(string? typed, string? expected) =>
        StudyQuery.NamePattern(typed).ShouldBe(expected);

    [Fact]
    public void Build_SeveralModalities_AskOneAfterTheOther()
    {
        var queries = WebStudyQuery.Build(
            new StudySearchCriteria
            {
                PatientName = "Müller, A",
                Modalities = ["CT", "MR"],
                Limit = 100,
            }
        );

        queries.Count.ShouldBe(2);
        queries
            .Select(q => q.Matches.Single(m => m.Key == DicomTag.ModalitiesInStudy).Value)
            .ShouldBe(["CT", "MR"]);
        var match = queries[0].Matches.Single(m => m.Key == DicomTag.PatientName);
        match.Value.ShouldBe("Müller*^A*");
        queries[0].Matches.Count.ShouldBe(2);
        queries[0].PageSize.ShouldBe(101);
        queries[0].IncludeFields.ShouldContain(DicomTag.InstanceAvailability);
    }

    [Theory]
    [InlineData("Thorax", "*Thorax*")]
    [InlineData("CT*", "CT*")]
    [InlineData("", null)]
    public void DescriptionPattern_AsTyped_BecomesPattern(string typed, string? expected) =>
        StudyQuery.DescriptionPattern(typed).ShouldBe(expected);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("2024-01-31", "2024-01-31", "20240131")]
    [InlineData("2024-01-31", "2024-02-01", "20240131-20240201")]
    [InlineData("2024-01-31", null, "20240131-")]
    [InlineData(null, "2024-02-01", "-20240201")]
    public void DateRange_Ends_BecomeRange(string? from, string? until, string? expected) =>
        StudyQuery.DateRange(Date(from), Date(until)).ShouldBe(expected);

    [Theory]
    [InlineData("Doe", null, null)]
    [InlineData("Müller", null, "ISO_IR 100")]
    [InlineData("Müller", "ISO_IR 192", "ISO_IR 192")]
    [InlineData("Παπαδόπουλος", null, "ISO_IR 192")]
    public void CharacterSetFor_Text_SmallestThatHoldsIt(
        string text,
        string? server,
        string? expected
    ) => StudyQuery.CharacterSetFor([text, null], server).ShouldBe(expected);

    [Fact]
    public void Build_AllCriteria_AllKeysSet()
    {
        var identifier = StudyQuery.Build(
            new StudySearchCriteria
            {
                PatientId = "1001",
                PatientName = "Müller, Jörg",
                PatientBirthDate = new DateOnly(1970, 1, 2),
                AccessionNumber = "A1",
                StudyDateFrom = new DateOnly(2024, 1, 1),
                StudyDescription = "Thorax",
                Modalities = ["CT", "MR"],
            },
            null
        );

        identifier.GetString(DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 100");
        identifier.GetString(DicomTag.QueryRetrieveLevel).ShouldBe("STUDY");
        identifier.GetString(DicomTag.PatientId).ShouldBe("1001");
        identifier.GetString(DicomTag.PatientName).ShouldBe("Müller*^Jörg*");
        identifier.GetString(DicomTag.PatientBirthDate).ShouldBe("19700102");
        identifier.GetString(DicomTag.StudyDate).ShouldBe("20240101-");
        identifier.GetString(DicomTag.StudyDescription).ShouldBe("*Thorax*");
        identifier.GetString(DicomTag.ModalitiesInStudy).ShouldBe("CT\\MR");
        identifier.Contains(DicomTag.StudyInstanceUid).ShouldBeTrue();
        identifier.GetString(DicomTag.StudyInstanceUid).ShouldBeNull();
    }

    private static DateOnly? Date(string? text) =>
        text is null
            ? null
            : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
