using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>Moves dates into the past by a whole number of days; the time of day, its fraction and its time zone stay as they are.</summary>
internal static class DateShift
{
    private static readonly DateOnly Earliest = new(1800, 1, 1);

    /// <summary>Moves each value of a DA or DT element; null when one of them is no date, or one before 1800.</summary>
    public static string? Move(DicomVr vr, string text, int days)
    {
        text = text.Trim(' ', '\0');
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return MoveOne(vr, text, days);
        }
        var values = text.Split('\\');
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i].Trim(' ', '\0');
            if (value.Length > 0)
            {
                if (MoveOne(vr, value, days) is not { } moved)
                {
                    return null;
                }
                value = moved;
            }
            values[i] = value;
        }
        return string.Join('\\', values);
    }

    private static string? MoveOne(DicomVr vr, string value, int days)
    {
        if (vr == DicomVr.DA)
        {
            return DicomValues.TryParseDate(value, out var day)
                ? Format(day, days, "yyyyMMdd")
                : null;
        }
        // Year and month alone stand for their first day, and keep their precision.
        var end = value.AsSpan().IndexOfAny('+', '-');
        var local = end < 0 ? value : value[..end];
        var format = local.Length switch
        {
            4 => "yyyy",
            6 => "yyyyMM",
            >= 8 => "yyyyMMdd",
            _ => "",
        };
        if (
            format.Length == 0
            || !IsTimeAndZone(value.AsSpan(format.Length))
            || !DateOnly.TryParseExact(
                local.AsSpan(0, format.Length),
                format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
        )
        {
            return null;
        }
        return Format(date, days, format) is { } moved ? moved + value[format.Length..] : null;
    }

    private static string? Format(DateOnly day, int days, string format) =>
        day < Earliest ? null : day.AddDays(-days).ToString(format, CultureInfo.InvariantCulture);

    private static bool IsTimeAndZone(ReadOnlySpan<char> rest)
    {
        if (rest.Length > 18)
        {
            return false;
        }
        foreach (var c in rest)
        {
            if (!char.IsAsciiDigit(c) && c is not ('.' or '+' or '-'))
            {
                return false;
            }
        }
        return true;
    }
}
