using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Matching;

/// <summary>
/// A date, a time or both as a key: one value or a range (PS3.4 C.2.2.2.5), both ends included, one of them may be open.
/// A value of less precision stands for all moments that it contains: <c>10</c> is from 10:00:00 to 10:59:59.999999.
/// </summary>
internal readonly record struct RangeKey
{
    private const string Earliest = "00010101000000.000000";
    private const string Latest = "99991231235959.999999";

    private readonly DicomVr vr;
    private readonly string? from;
    private readonly string? until;

    private RangeKey(DicomVr vr, string from, string until)
    {
        this.vr = vr;
        this.from = from.Length == 0 ? null : Extend(vr, from, Earliest);
        this.until = until.Length == 0 ? null : Extend(vr, until, Latest);
    }

    public static RangeKey Parse(DicomVr vr, string text)
    {
        text = text.Trim(' ');
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        return hyphen < 0
            ? new RangeKey(vr, text, text)
            : new RangeKey(vr, text[..hyphen].Trim(' '), text[(hyphen + 1)..].Trim(' '));
    }

    public bool Contains(string value)
    {
        var moment = Extend(vr, value.Trim(' '), Earliest);
        return (from is null || string.CompareOrdinal(moment, from) >= 0)
            && (until is null || string.CompareOrdinal(moment, until) <= 0);
    }

    /// <summary>Fills the missing places with those of the boundary, so that moments compare as texts do.</summary>
    private static string Extend(DicomVr vr, string value, string boundary)
    {
        // Dates and times of ACR-NEMA have separators, which PS3.5 6.2 asks readers to understand.
        var digits = vr switch
        {
            DicomVr.DA => value.Replace(".", "", StringComparison.Ordinal),
            DicomVr.TM => value.Replace(":", "", StringComparison.Ordinal),
            _ => value,
        };
        var places = vr switch
        {
            DicomVr.DA => boundary[..8],
            DicomVr.TM => boundary[8..],
            _ => boundary,
        };
        return digits.Length >= places.Length ? digits : digits + places[digits.Length..];
    }
}
