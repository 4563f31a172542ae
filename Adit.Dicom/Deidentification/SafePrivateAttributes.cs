using System.Collections.Frozen;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification;

/// <summary>
/// Private attributes that identify nobody: those of PS3.15 Table E.3.10-1 that hold numbers or short codes, and those that a
/// profile names. What is kept must also look harmless: numbers, or a code.
/// </summary>
internal sealed class SafePrivateAttributes
{
    private const int MaxCodeLength = 16;
    private const int MaxValues = 4096;

    private static readonly FrozenDictionary<SafePrivateAttribute, DicomVr> BuiltIn =
        new Dictionary<SafePrivateAttribute, DicomVr>
        {
            [new("Philips PET Private Group", 0x7053, 0x00)] = DicomVr.DS, // SUV factor
            [new("Philips PET Private Group", 0x7053, 0x09)] = DicomVr.DS, // activity concentration factor
            [new("Philips Imaging DD 001", 0x2001, 0x03)] = DicomVr.FL, // diffusion b-factor
            [new("Philips Imaging DD 001", 0x2001, 0x04)] = DicomVr.CS, // diffusion direction
            [new("Philips MR Imaging DD 001", 0x2005, 0x0D)] = DicomVr.FL, // scale intercept
            [new("Philips MR Imaging DD 001", 0x2005, 0x0E)] = DicomVr.FL, // scale slope
            [new("ELSCINT1", 0x00E1, 0x21)] = DicomVr.DS, // dose length product
            [new("ELSCINT1", 0x01E1, 0x26)] = DicomVr.CS, // phantom type
            [new("ELSCINT1", 0x01E1, 0x50)] = DicomVr.DS, // acquisition duration
            [new("ELSCINT1", 0x01F1, 0x01)] = DicomVr.CS, // acquisition type
            [new("ELSCINT1", 0x01F1, 0x07)] = DicomVr.DS, // table velocity
            [new("ELSCINT1", 0x01F1, 0x26)] = DicomVr.DS, // pitch
            [new("ELSCINT1", 0x01F1, 0x27)] = DicomVr.DS, // rotation time
            [new("GEMS_ACQU_01", 0x0019, 0x23)] = DicomVr.DS, // table speed
            [new("GEMS_ACQU_01", 0x0019, 0x24)] = DicomVr.DS, // mid scan time
            [new("GEMS_ACQU_01", 0x0019, 0x27)] = DicomVr.DS, // rotation speed
            [new("GEMS_ACQU_01", 0x0019, 0x9E)] = DicomVr.LO, // internal pulse sequence name
            [new("GEMS_PARM_01", 0x0043, 0x27)] = DicomVr.SH, // scan pitch ratio
            [new("GEMS_PARM_01", 0x0043, 0x39)] = DicomVr.IS, // b-value
            [new("GEMS_PARM_01", 0x0043, 0x6F)] = DicomVr.DS, // scanner table entry
            [new("GEMS_SERS_01", 0x0025, 0x07)] = DicomVr.SL, // images in series
            [new("GEMS_HELIOS_01", 0x0045, 0x01)] = DicomVr.SS, // detector rows
            [new("GEMS_HELIOS_01", 0x0045, 0x02)] = DicomVr.FL, // row width at the centre
            [new("GEIIS", 0x0903, 0x10)] = DicomVr.US, // reject flag
            [new("GEIIS", 0x0903, 0x11)] = DicomVr.US, // significant flag
            [new("GEIIS", 0x0903, 0x12)] = DicomVr.US, // confidential flag
            [new("SIEMENS MR HEADER", 0x0019, 0x0C)] = DicomVr.IS, // b-value
            [new("SIEMENS MR HEADER", 0x0019, 0x0D)] = DicomVr.CS, // diffusion directionality
            [new("SIEMENS MR HEADER", 0x0019, 0x0E)] = DicomVr.FD, // diffusion gradient direction
            [new("SIEMENS MR HEADER", 0x0019, 0x27)] = DicomVr.FD, // b-matrix
        }.ToFrozenDictionary();

    private static readonly FrozenSet<string> CreatorNames = BuiltIn
        .Keys.Select(attribute => attribute.Creator)
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<SafePrivateAttribute> _own;
    private readonly FrozenSet<string> _creators;

    /// <summary>The built-in list with the profile's own.</summary>
    public SafePrivateAttributes(IReadOnlyList<SafePrivateAttribute> own)
    {
        _own = own.Select(attribute =>
                attribute with
                {
                    Creator = attribute.Creator.Trim(' ', '\0'),
                }
            )
            .Where(attribute => (attribute.Group & 1) != 0 && attribute.Creator.Length > 0)
            .ToFrozenSet();
        _creators =
            _own.Count == 0
                ? CreatorNames
                : CreatorNames
                    .Concat(_own.Select(attribute => attribute.Creator))
                    .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>True when something of this creator is known: its block is worth a look.</summary>
    public bool KnowsCreator(string creator) => _creators.Contains(creator.Trim(' ', '\0'));

    /// <summary>True when the attribute is listed; case counts, blanks around the creator do not.</summary>
    /// <param name="creator">The value of the block's reservation element.</param>
    /// <param name="group">The odd group.</param>
    /// <param name="element">The element number; only its lower byte counts.</param>
    public bool Contains(string creator, ushort group, ushort element)
    {
        var attribute = new SafePrivateAttribute(creator.Trim(' ', '\0'), group, (byte)element);
        return BuiltIn.ContainsKey(attribute) || _own.Contains(attribute);
    }

    /// <summary>
    /// The element as it may be kept: listed, and of numbers or a short code. A value of unknown representation gets the one that
    /// the list names. Null: it must go.
    /// </summary>
    public DicomElement? Keep(string creator, DicomElement element)
    {
        var attribute = new SafePrivateAttribute(
            creator.Trim(' ', '\0'),
            element.Tag.Group,
            (byte)element.Tag.Element
        );
        if (!BuiltIn.TryGetValue(attribute, out var known) && !_own.Contains(attribute))
        {
            return null;
        }
        var vr = element.Vr;
        if (vr is DicomVr.UN or DicomVr.None)
        {
            // Without a representation nobody can say what the bytes mean.
            if (known is DicomVr.None)
            {
                return null;
            }
            vr = known;
        }
        if (!IsHarmless(vr, element.RawValue.Span))
        {
            return null;
        }
        return vr == element.Vr ? element : new DicomElement(element.Tag, vr, element.RawValue);
    }

    /// <summary>True for numbers, and for codes of at most 16 characters that cannot be a name, a date or an identifier.</summary>
    internal static bool IsHarmless(DicomVr vr, ReadOnlySpan<byte> value)
    {
        switch (vr)
        {
            case DicomVr.US or DicomVr.SS:
                return value.Length % 2 == 0 && value.Length <= 2 * MaxValues;
            case DicomVr.UL or DicomVr.SL or DicomVr.FL:
                return value.Length % 4 == 0 && value.Length <= 4 * MaxValues;
            case DicomVr.FD or DicomVr.SV or DicomVr.UV:
                return value.Length % 8 == 0 && value.Length <= 8 * MaxValues;
            case DicomVr.DS or DicomVr.IS:
                return value.Length <= 16 * MaxValues && AreNumbers(value);
            case DicomVr.CS:
                return AreCodes(value, maxLetters: MaxCodeLength, maxDigits: 5);
            case DicomVr.SH or DicomVr.LO:
                return AreCodes(value, maxLetters: 12, maxDigits: 5);
            default:
                return false;
        }
    }

    private static bool AreNumbers(ReadOnlySpan<byte> value)
    {
        var length = 0;
        foreach (var b in value)
        {
            if (b == (byte)'\\')
            {
                length = 0;
                continue;
            }
            if (
                !char.IsAsciiDigit((char)b)
                && b
                    is not (
                        (byte)'+'
                        or (byte)'-'
                        or (byte)'.'
                        or (byte)'e'
                        or (byte)'E'
                        or (byte)' '
                        or 0
                    )
            )
            {
                return false;
            }
            if (++length > 18)
            {
                return false;
            }
        }
        return true;
    }

    // One word in ASCII: a person's name has two as a rule, and a name alone is asked of the text cleaner by the caller.
    private static bool AreCodes(ReadOnlySpan<byte> value, int maxLetters, int maxDigits)
    {
        var length = 0;
        var letters = 0;
        var digits = 0;
        var ended = false;
        foreach (var b in value)
        {
            var c = (char)b;
            if (c == '\\')
            {
                length = letters = digits = 0;
                ended = false;
                continue;
            }
            if (c is ' ' or '\0')
            {
                ended = length > 0;
                continue;
            }
            if (ended || ++length > MaxCodeLength)
            {
                return false;
            }
            letters = char.IsAsciiLetter(c) ? letters + 1 : 0;
            digits = char.IsAsciiDigit(c) ? digits + 1 : 0;
            if (
                letters > maxLetters
                || digits > maxDigits
                || (
                    !char.IsAsciiLetterOrDigit(c)
                    && c is not ('_' or '-' or '+' or '.' or ':' or '/' or '*')
                )
            )
            {
                return false;
            }
        }
        return true;
    }
}
