using System.Globalization;

namespace Adit.Dicom.Data;

/// <summary>A range of dates as a query's criterion (PS3.4 C.2.2.2.5); both ends are included, a missing end is open.</summary>
/// <param name="From">First day, or null for an open beginning.</param>
/// <param name="Until">Last day, or null for an open end.</param>
public readonly record struct DicomDateRange(DateOnly? From, DateOnly? Until)
{
    /// <summary>True when neither end is given: everything matches.</summary>
    public bool IsUnbounded => From is null && Until is null;

    /// <summary>A range of one day.</summary>
    public static DicomDateRange Single(DateOnly day) => new(day, day);

    /// <summary>Reads "20200101", "20200101-20201231", "-20201231" or "20200101-".</summary>
    /// <exception cref="FormatException">The text is none of them.</exception>
    public static DicomDateRange Parse(string text) =>
        TryParse(text, out var range)
            ? range
            : throw new FormatException(
                "A date range looks like 20200101-20201231, 20200101-, -20201231 or 20200101."
            );

    /// <summary>Reads "20200101", "20200101-20201231", "-20201231" or "20200101-"; empty text gives the unbounded range.</summary>
    public static bool TryParse(string? text, out DicomDateRange range)
    {
        range = default;
        var span = text.AsSpan().Trim();
        if (span.IsEmpty)
        {
            return true;
        }
        var dash = span.IndexOf('-');
        if (dash < 0)
        {
            if (!DicomValues.TryParseDate(span, out var day))
            {
                return false;
            }
            range = Single(day);
            return true;
        }
        DateOnly? from = null;
        DateOnly? until = null;
        if (dash > 0)
        {
            if (!DicomValues.TryParseDate(span[..dash], out var first))
            {
                return false;
            }
            from = first;
        }
        if (dash < span.Length - 1)
        {
            if (!DicomValues.TryParseDate(span[(dash + 1)..], out var last))
            {
                return false;
            }
            until = last;
        }
        range = new DicomDateRange(from, until);
        return from is not null || until is not null;
    }

    /// <summary>True when the day lies in the range.</summary>
    public bool Contains(DateOnly day) =>
        (From is null || day >= From) && (Until is null || day <= Until);

    /// <summary>The form of the standard; one day gives "YYYYMMDD", the unbounded range is empty.</summary>
    public override string ToString()
    {
        if (IsUnbounded)
        {
            return "";
        }
        if (From == Until)
        {
            return Format(From);
        }
        return $"{Format(From)}-{Format(Until)}";
    }

    private static string Format(DateOnly? day) =>
        day?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? "";
}
