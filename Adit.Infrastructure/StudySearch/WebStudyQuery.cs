using Adit.Dicom.Data;
using Adit.Dicom.Web;
using Adit.Domain.StudySearch;

namespace Adit.Infrastructure.StudySearch;

/// <summary>The same question as <see cref="StudyQuery"/>, for QIDO-RS (PS3.18 section 10.6).</summary>
internal static class WebStudyQuery
{
    private const int MaxPage = 2000;

    /// <summary>
    /// One query per modality: QIDO-RS matches a list for UIDs only. Whoever reads the answers drops studies that come twice.
    /// </summary>
    public static IReadOnlyList<DicomWebQuery> Build(StudySearchCriteria criteria) =>
        criteria.Modalities.Count <= 1
            ? [One(criteria)]
            :
            [
                .. criteria.Modalities.Select(modality =>
                    One(criteria with { Modalities = [modality] })
                ),
            ];

    private static DicomWebQuery One(StudySearchCriteria criteria)
    {
        // Texts travel as UTF-8 in the address, whatever the server's own character set.
        var identifier = StudyQuery.Build(criteria, null);
        List<KeyValuePair<DicomTag, string>> matches = [];
        foreach (var tag in StudyQuery.MatchKeys)
        {
            if (identifier.GetString(tag) is { Length: > 0 } value)
            {
                matches.Add(new(tag, value));
            }
        }
        return new DicomWebQuery(DicomWebQueryLevel.Studies)
        {
            Matches = matches,
            IncludeFields = StudyQuery.ReturnKeys,
            // A little more than is shown, so that the first answer mostly is the whole one.
            PageSize = Math.Clamp(criteria.Limit + 1, 1, MaxPage),
        };
    }
}
