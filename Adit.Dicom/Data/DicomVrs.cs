namespace Adit.Dicom.Data;

/// <summary>What the standard says of each value representation (PS3.5 Table 6.2-1 and section 7.1.2).</summary>
public static class DicomVrs
{
    /// <summary>True when the value representation is one of the standard's 34.</summary>
    public static bool IsKnown(this DicomVr vr) => Traits(vr) != 0;

    /// <summary>True for two capital letters: one of the standard's, or one that it may get in future.</summary>
    public static bool IsPlausible(this DicomVr vr) =>
        char.IsAsciiLetterUpper((char)((int)vr >> 8))
        && char.IsAsciiLetterUpper((char)((int)vr & 0xFF));

    /// <summary>
    /// True when explicit encoding uses two reserved bytes and a 32-bit length; also for unknown representations, as
    /// PS3.5 section 6.2 promises for new ones. False for two printable characters that are no letters, such as "??".
    /// </summary>
    public static bool HasLongLength(this DicomVr vr) =>
        (Traits(vr) & Trait.Short) == 0 && (vr.IsPlausible() || !IsPrintable(vr));

    /// <summary>True for everything whose value is text.</summary>
    public static bool IsText(this DicomVr vr) => (Traits(vr) & Trait.Text) != 0;

    /// <summary>True for text that obeys Specific Character Set: LO, LT, PN, SH, ST, UC, UT.</summary>
    public static bool UsesCharacterSet(this DicomVr vr) => (Traits(vr) & Trait.Charset) != 0;

    /// <summary>True when a backslash separates values; false for LT, ST, UT, UR, where it is an ordinary character, and for binary values.</summary>
    public static bool IsMultiValuedText(this DicomVr vr) =>
        (Traits(vr) & (Trait.Text | Trait.SingleText)) == Trait.Text;

    /// <summary>The bytes of one number (1, 2, 4 or 8): what is swapped in big endian.</summary>
    public static int UnitSize(this DicomVr vr) =>
        (Traits(vr) & Trait.Unit8) switch
        {
            Trait.Unit2 => 2,
            Trait.Unit4 => 4,
            Trait.Unit8 => 8,
            _ => 1,
        };

    /// <summary>The byte that makes a value's length even: a blank for text other than UI, else 0.</summary>
    public static byte Padding(this DicomVr vr) =>
        vr.IsText() && vr != DicomVr.UI ? (byte)' ' : (byte)0;

    /// <summary>The two letters.</summary>
    public static string Code(this DicomVr vr) =>
        vr == DicomVr.None
            ? ""
            : string.Create(
                2,
                vr,
                static (span, v) =>
                {
                    span[0] = (char)((ushort)v >> 8);
                    span[1] = (char)((ushort)v & 0xFF);
                }
            );

    /// <summary>Reads the two letters; false when they name no value representation of the standard.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DicomVr vr)
    {
        vr = DicomVr.None;
        if (text.Length != 2 || text[0] > 'Z' || text[1] > 'Z')
        {
            return false;
        }
        var candidate = (DicomVr)((text[0] << 8) | text[1]);
        if (!candidate.IsKnown())
        {
            return false;
        }
        vr = candidate;
        return true;
    }

    [Flags]
    private enum Trait : byte
    {
        Short = 1,
        Text = 2,
        Charset = 4,
        SingleText = 8,
        Unit2 = 16,
        Unit4 = 32,
        Unit8 = Unit2 | Unit4, // also the mask of the unit
        Known = 64,
    }

    // One byte per pair of capital letters, so that the parser's question costs one load.
    private static readonly Trait[] Table = BuildTable();

    private static Trait Traits(DicomVr vr)
    {
        var first = ((int)vr >> 8) - 'A';
        var second = ((int)vr & 0xFF) - 'A';
        return (uint)first < 26 && (uint)second < 26 ? Table[(first * 26) + second] : 0;
    }

    private static bool IsPrintable(DicomVr vr) =>
        (int)vr >> 8 is > 0x20 and < 0x7F && ((int)vr & 0xFF) is > 0x20 and < 0x7F;

    private static Trait[] BuildTable()
    {
        var table = new Trait[26 * 26];
        void Add(Trait traits, params ReadOnlySpan<DicomVr> vrs)
        {
            foreach (var vr in vrs)
            {
                table[((((int)vr >> 8) - 'A') * 26) + ((int)vr & 0xFF) - 'A'] =
                    traits | Trait.Known;
            }
        }
        Add(Trait.Short | Trait.Text, DicomVr.AE, DicomVr.AS, DicomVr.CS, DicomVr.DA, DicomVr.DS);
        Add(Trait.Short | Trait.Text, DicomVr.DT, DicomVr.IS, DicomVr.TM, DicomVr.UI);
        Add(Trait.Short | Trait.Text | Trait.Charset, DicomVr.LO, DicomVr.PN, DicomVr.SH);
        Add(Trait.Short | Trait.Text | Trait.Charset | Trait.SingleText, DicomVr.LT, DicomVr.ST);
        Add(Trait.Text | Trait.Charset, DicomVr.UC);
        Add(Trait.Text | Trait.Charset | Trait.SingleText, DicomVr.UT);
        Add(Trait.Text | Trait.SingleText, DicomVr.UR);
        Add(Trait.Short | Trait.Unit2, DicomVr.AT, DicomVr.SS, DicomVr.US);
        Add(Trait.Short | Trait.Unit4, DicomVr.FL, DicomVr.SL, DicomVr.UL);
        Add(Trait.Short | Trait.Unit8, DicomVr.FD);
        Add(Trait.Unit8, DicomVr.SV, DicomVr.UV, DicomVr.OD, DicomVr.OV);
        Add(Trait.Unit4, DicomVr.OF, DicomVr.OL);
        Add(Trait.Unit2, DicomVr.OW);
        Add(0, DicomVr.OB, DicomVr.UN, DicomVr.SQ);
        return table;
    }
}
