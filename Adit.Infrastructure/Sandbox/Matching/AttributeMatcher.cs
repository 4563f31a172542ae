using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Matching;

/// <summary>
/// Decides whether the values of one attribute match one key of a query (PS3.4 C.2.2.2). An attribute with several
/// values matches when one of them does. A key with several values matches any of them: the standard says so for UIDs,
/// and archives do the same for other attributes.
/// </summary>
internal abstract class AttributeMatcher
{
    /// <summary>Matches everything: a key of zero length, or one of asterisks only.</summary>
    public static AttributeMatcher Universal { get; } = new UniversalMatcher();

    public bool IsUniversal => this is UniversalMatcher;

    public static AttributeMatcher Create(DicomVr vr, IReadOnlyList<string> key)
    {
        var texts = key.Where(text => text.Length > 0).ToArray();
        if (texts.Length == 0)
        {
            return Universal;
        }
        return vr switch
        {
            DicomVr.DA or DicomVr.TM or DicomVr.DT => new AnyOf([
                .. texts.Select(text => (Predicate<string>)RangeKey.Parse(vr, text).Contains),
            ]),
            DicomVr.PN => texts.Any(IsAsterisks)
                ? Universal
                : new AnyOf([
                    .. texts.Select(text => (Predicate<string>)new PersonNameKey(text).Matches),
                ]),
            DicomVr.IS
            or DicomVr.DS
            or DicomVr.US
            or DicomVr.SS
            or DicomVr.UL
            or DicomVr.SL
            or DicomVr.UV
            or DicomVr.SV
            or DicomVr.FL
            or DicomVr.FD => new AnyOf([.. texts.Select(Number)]),
            DicomVr.AE
            or DicomVr.CS
            or DicomVr.LO
            or DicomVr.LT
            or DicomVr.SH
            or DicomVr.ST
            or DicomVr.UC
            or DicomVr.UR
            or DicomVr.UT => texts.Any(IsAsterisks)
                ? Universal
                : new AnyOf([.. texts.Select(Text)]),
            DicomVr.UI => new OneOfUids(texts),
            DicomVr.SQ => Universal,
            _ => new AnyOf([.. texts.Select(text => (Predicate<string>)(value => value == text))]),
        };
    }

    public abstract bool Matches(IReadOnlyList<string> values);

    private static bool IsAsterisks(string key) => !key.AsSpan().ContainsAnyExcept('*');

    private static Predicate<string> Text(string key)
    {
        var text = key.Trim(' ');
        return Wildcard.IsPattern(text)
            ? value => Wildcard.Matches(text, value.Trim(' '))
            : value => value.Trim(' ') == text;
    }

    private static Predicate<string> Number(string key) =>
        TryNumber(key, out var wanted)
            ? value => TryNumber(value, out var number) && number == wanted
            : value => value == key;

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private sealed class UniversalMatcher : AttributeMatcher
    {
        public override bool Matches(IReadOnlyList<string> values) => true;
    }

    private sealed class AnyOf(Predicate<string>[] keys) : AttributeMatcher
    {
        public override bool Matches(IReadOnlyList<string> values)
        {
            foreach (var value in values)
            {
                if (value.Length > 0 && Array.Exists(keys, key => key(value)))
                {
                    return true;
                }
            }
            return false;
        }
    }

    private sealed class OneOfUids(IEnumerable<string> uids) : AttributeMatcher
    {
        private readonly HashSet<string> uids = new(
            uids.Select(uid => uid.Trim(' ', '\0')),
            StringComparer.Ordinal
        );

        public override bool Matches(IReadOnlyList<string> values)
        {
            foreach (var value in values)
            {
                if (uids.Contains(value))
                {
                    return true;
                }
            }
            return false;
        }
    }
}
