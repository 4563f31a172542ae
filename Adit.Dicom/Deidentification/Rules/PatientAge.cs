using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>Ages as AS values (PS3.5 section 6.2): three digits, and D, W, M or Y.</summary>
internal static class PatientAge
{
    private static readonly DicomTag[] StudyDates =
    [
        DicomTag.StudyDate,
        DicomTag.SeriesDate,
        DicomTag.AcquisitionDate,
        DicomTag.AcquisitionDateTime,
        DicomTag.ContentDate,
    ];

    /// <summary>The patient's age on the day of the study; null when the data do not tell.</summary>
    public static string? Of(DicomDataset original)
    {
        if (original.GetDate(DicomTag.PatientBirthDate) is not { } birth)
        {
            return null;
        }
        foreach (var tag in StudyDates)
        {
            if (original.GetDate(tag) is { } day)
            {
                return Between(birth, day);
            }
        }
        return null;
    }

    /// <summary>Years from two on, else months from two on, else weeks from two on, else days; null for a birth after the day.</summary>
    public static string? Between(DateOnly birth, DateOnly day)
    {
        if (day < birth)
        {
            return null;
        }
        var months =
            ((day.Year - birth.Year) * 12)
            + day.Month
            - birth.Month
            - (day.Day < birth.Day ? 1 : 0);
        var days = day.DayNumber - birth.DayNumber;
        return months >= 24 ? (months / 12 > 999 ? null : Format(months / 12, 'Y'))
            : months >= 2 ? Format(months, 'M')
            : days >= 14 ? Format(days / 7, 'W')
            : Format(days, 'D');
    }

    /// <summary>The age, or the limit's next year for all that are above the limit; null when the text is no age.</summary>
    public static string? Limit(string age, int? maxYears)
    {
        age = age.Trim(' ', '\0');
        if (
            age.Length != 4
            || !int.TryParse(
                age.AsSpan(0, 3),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
        )
        {
            return null;
        }
        double? years = age[3] switch
        {
            'Y' => count,
            'M' => count / 12.0,
            'W' => count / 52.1775,
            'D' => count / 365.2425,
            _ => null,
        };
        if (years is not { } found)
        {
            return null;
        }
        return maxYears is { } limit && found >= limit + 1
            ? Format(Math.Min(limit + 1, 999), 'Y')
            : age;
    }

    private static string Format(int count, char unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:000}{unit}");
}
