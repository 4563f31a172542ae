using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Matching;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Sandbox.Matching;

public sealed class QueryIdentifierTests
{
    [Theory]
    [InlineData("PATIENT", true, "", null)]
    [InlineData("PATIENT", false, "", "PATIENT")]
    [InlineData("STUDY", false, "", null)]
    [InlineData("STUDY", true, "", "(0010,0020)")]
    [InlineData("STUDY", true, "PatientID=7", null)]
    [InlineData("STUDY", true, "PatientID=7*", "(0010,0020)")]
    [InlineData("SERIES", false, "", "(0020,000D)")]
    [InlineData("SERIES", false, "StudyInstanceUID=1.2", null)]
    [InlineData("SERIES", false, @"StudyInstanceUID=1.2\1.3", "(0020,000D)")]
    [InlineData("IMAGE", false, "StudyInstanceUID=1.2", "(0020,000E)")]
    [InlineData("IMAGE", false, "StudyInstanceUID=1.2 SeriesInstanceUID=1.3", null)]
    [InlineData("IMAGE", true, "StudyInstanceUID=1.2 SeriesInstanceUID=1.3", "(0010,0020)")]
    [InlineData("FRAME", false, "", "(0008,0052)")]
    [InlineData("", false, "", "(0008,0052)")]
    public void TryParseQuery_UniqueKeysAboveTheLevel_AreRequired(
        string level,
        bool patientRoot,
        string keys,
        string? missing
    )
    {
        var identifier = Identifier(level, keys);

        var parsed = QueryIdentifier.TryParseQuery(
            patientRoot ? DicomUids.PatientRootFind : DicomUids.StudyRootFind,
            identifier,
            out var query,
            out var fault
        );

        parsed.ShouldBe(missing is null);
        (query is null).ShouldBe(!parsed);
        if (missing is not null)
        {
            fault.ShouldNotBeNull().ShouldContain(missing);
            fault.Length.ShouldBeLessThanOrEqualTo(64);
        }
    }

    [Theory]
    [InlineData("STUDY", "", false)]
    [InlineData("STUDY", "StudyInstanceUID=1.2", true)]
    [InlineData("STUDY", @"StudyInstanceUID=1.2\1.3", true)]
    [InlineData("SERIES", "StudyInstanceUID=1.2", false)]
    [InlineData(
        "IMAGE",
        @"StudyInstanceUID=1.2 SeriesInstanceUID=1.3 SOPInstanceUID=1.4\1.5",
        true
    )]
    public void TryParseRetrieval_KeyOfTheLevel_IsRequired(
        string level,
        string keys,
        bool expected
    ) =>
        QueryIdentifier
            .TryParseRetrieval(DicomUids.StudyRootGet, Identifier(level, keys), out _, out _)
            .ShouldBe(expected);

    [Fact]
    public void CreateResponse_UnknownAndSequenceKeys_AreReturnedEmpty()
    {
        var identifier = Identifier("STUDY", "");
        identifier.Set(DicomTag.StudyDescription, "");
        identifier.Set(DicomTag.StudyComments, "");
        identifier.Set(new DicomTag(0x0009, 0x1001), DicomVr.LO, "x");
        identifier.SetSequence(DicomTag.ReferencedStudySequence, new DicomDataset());
        var candidate = new DicomDataset();
        candidate.Set(DicomTag.StudyDescription, "CT Head");
        QueryIdentifier
            .TryParseQuery(DicomUids.StudyRootFind, identifier, out var query, out _)
            .ShouldBeTrue();

        var response = query!.CreateResponse(candidate);

        response.GetString(DicomTag.StudyDescription).ShouldBe("CT Head");
        response.Contains(DicomTag.StudyComments).ShouldBeTrue();
        response.GetString(DicomTag.StudyComments).ShouldBeNull();
        response.Contains(new DicomTag(0x0009, 0x1001)).ShouldBeTrue();
        response.GetSequence(DicomTag.ReferencedStudySequence)!.Items.ShouldBeEmpty();
        response.Contains(DicomTag.PatientName).ShouldBeFalse();
    }

    [Fact]
    public void CreateResponse_CandidateInAnotherCharacterSet_KeepsTheCandidates()
    {
        var identifier = Identifier("PATIENT", "");
        identifier.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        identifier.Set(DicomTag.PatientName, "ελένη*");
        var candidate = new DicomDataset();
        candidate.Set(DicomTag.SpecificCharacterSet, "ISO_IR 126");
        candidate.Set(DicomTag.PatientName, "Ελένη^Μαρία");
        QueryIdentifier
            .TryParseQuery(DicomUids.PatientRootFind, identifier, out var query, out _)
            .ShouldBeTrue();

        query!.Matches(candidate).ShouldBeTrue();
        var response = query.CreateResponse(candidate);

        response.GetString(DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 126");
        response.GetString(DicomTag.PatientName).ShouldBe("Ελένη^Μαρία");
    }

    private static DicomDataset Identifier(string level, string keys)
    {
        var identifier = new DicomDataset();
        identifier.Set(DicomTag.QueryRetrieveLevel, level);
        foreach (var pair in keys.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=');
            identifier.Set(DicomDictionary.Lookup(parts[0])!.Tag, parts[1]);
        }
        return identifier;
    }
}
