using System.Globalization;
using System.Text;
using Adit.Dicom.Data;

namespace Adit.Dicom.Web;

/// <summary>What a query is about.</summary>
public enum DicomWebQueryLevel
{
    /// <summary>Studies.</summary>
    Studies,

    /// <summary>Series, of all studies or of one.</summary>
    Series,

    /// <summary>Instances, of everything, a study or a series.</summary>
    Instances,
}

/// <summary>A query by QIDO-RS (PS3.18 section 10.6).</summary>
/// <param name="Level">What is searched.</param>
public sealed record DicomWebQuery(DicomWebQueryLevel Level)
{
    /// <summary>Only what belongs to this study; in the address, not as a match.</summary>
    public DicomUid? StudyInstanceUid { get; init; }

    /// <summary>Only what belongs to this series of the study.</summary>
    public DicomUid? SeriesInstanceUid { get; init; }

    /// <summary>What must match: text as in C-FIND with wild cards, ranges and lists.</summary>
    public IReadOnlyList<KeyValuePair<DicomTag, string>> Matches { get; init; } = [];

    /// <summary>Attributes that are wanted beside those that the server returns anyway.</summary>
    public IReadOnlyList<DicomTag> IncludeFields { get; init; } = [];

    /// <summary>Whether names may sound alike; null to leave it to the server.</summary>
    public bool? FuzzyMatching { get; init; }

    /// <summary>How many results are wanted at most; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>How many results are asked for at once.</summary>
    public int PageSize { get; init; } = 2000;

    /// <summary>The attribute that tells two results apart.</summary>
    internal DicomTag Key =>
        Level switch
        {
            DicomWebQueryLevel.Studies => DicomTag.StudyInstanceUid,
            DicomWebQueryLevel.Series => DicomTag.SeriesInstanceUid,
            DicomWebQueryLevel.Instances => DicomTag.SopInstanceUid,
        };

    /// <summary>Path and query below the base address.</summary>
    internal string ToAddress(int limit, int offset)
    {
        var address = new StringBuilder();
        if (StudyInstanceUid is { } study && Level != DicomWebQueryLevel.Studies)
        {
            var inSeries = Level == DicomWebQueryLevel.Instances ? SeriesInstanceUid : null;
            address.Append(new DicomWebResource(study, inSeries)).Append('/');
        }
        address.Append(
            Level switch
            {
                DicomWebQueryLevel.Studies => "studies",
                DicomWebQueryLevel.Series => "series",
                DicomWebQueryLevel.Instances => "instances",
            }
        );
        var separator = '?';
        if (StudyInstanceUid is { } one && Level == DicomWebQueryLevel.Studies)
        {
            Add(Name(DicomTag.StudyInstanceUid), one.Value);
        }
        foreach (var (tag, value) in Matches)
        {
            Add(Name(tag), value);
        }
        foreach (var tag in IncludeFields)
        {
            Add("includefield", Name(tag));
        }
        if (FuzzyMatching is { } fuzzy)
        {
            Add("fuzzymatching", fuzzy ? "true" : "false");
        }
        Add("limit", limit.ToString(CultureInfo.InvariantCulture));
        Add("offset", offset.ToString(CultureInfo.InvariantCulture));
        return address.ToString();

        void Add(string name, string value)
        {
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
    }

    // Eight digits are understood by all servers; keywords of newer attributes are not.
    private static string Name(DicomTag tag) =>
        tag.Value.ToString("X8", CultureInfo.InvariantCulture);
}
