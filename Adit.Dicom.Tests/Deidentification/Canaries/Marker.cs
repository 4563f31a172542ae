using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>A text that occurs once in the whole object, so that wherever it turns up in the output, its origin is known.</summary>
/// <param name="Text">At least eight characters, all ASCII.</param>
/// <param name="Origin">Where it was put.</param>
public sealed record Marker(string Text, string Origin);

/// <summary>Makes values that hold unique markers, in every value representation.</summary>
/// <param name="after">Two makers whose markers meet begin at different numbers.</param>
public sealed class MarkerMaker(int after = 0)
{
    private int _count = after;
    private int _days;

    public List<Marker> All { get; } = [];

    /// <summary>A word of eight small letters, which no rule for phone numbers, dates or the like can take for anything else.</summary>
    public string Word(string origin)
    {
        Span<char> word = ['q', 'j', 'a', 'a', 'a', 'a', 'a', 'a'];
        for (int i = 7, rest = ++_count; i > 1; i--, rest /= 20)
        {
            word[i] = "bcdfghklmnprstvwxyza"[rest % 20];
        }
        return Keep(new string(word), origin);
    }

    /// <summary>How many different days were given out, from 1990-01-02 on without a gap.</summary>
    public int Days => _days;

    /// <summary>A day that no other marker has.</summary>
    public string Date(string origin) =>
        Keep(new DateOnly(1990, 1, 1).AddDays(++_days).ToString("yyyyMMdd", null), origin);

    /// <summary>A time of day with a unique fraction.</summary>
    public string Time(string origin) => Keep($"134501.{++_count:D6}", origin);

    public string Uid(string origin) => Keep($"1.2.826.0.1.99.{80_000_000 + ++_count}", origin);

    public string Number(string origin) => Keep($"1{70_000_000 + ++_count}", origin);

    /// <summary>A value for this representation; without a marker where eight bytes that nothing else has do not fit (AS, US).</summary>
    public string ValueFor(DicomVr vr, string origin) =>
        vr switch
        {
            DicomVr.DA => Date(origin),
            DicomVr.TM => Time(origin),
            DicomVr.DT => Date(origin) + Time(origin),
            DicomVr.UI => Uid(origin),
            DicomVr.IS or DicomVr.DS or DicomVr.UL or DicomVr.SL => Number(origin),
            DicomVr.CS or DicomVr.AE => Word(origin).ToUpperInvariant(),
            DicomVr.PN => $"{Word(origin)}^Given",
            DicomVr.UR => $"http://host.invalid/{Word(origin)}",
            DicomVr.AS => "451W",
            DicomVr.US or DicomVr.SS => "4711",
            _ => Word(origin),
        };

    private string Keep(string text, string origin)
    {
        All.Add(new Marker(text, origin));
        return text;
    }
}
