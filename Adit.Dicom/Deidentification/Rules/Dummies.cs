using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>Valid values that say nothing: the same for equal originals of one project, and without a trace of length or text.</summary>
internal static class Dummies
{
    /// <summary>The coding scheme of dummy codes (PS3.16 section 8: private schemes begin with 99).</summary>
    public const string CodingScheme = "99ADIT";

    /// <summary>The meaning of dummy codes.</summary>
    public const string CodeMeaning = "Removed";

    /// <summary>In place of text of which nothing could stay.</summary>
    private const string RemovedText = "REMOVED";

    private const string RemovedUri = "urn:x-adit:removed";

    /// <summary>An element of text in ASCII, padded.</summary>
    public static DicomElement Text(DicomTag tag, DicomVr vr, string text)
    {
        var bytes = new byte[(text.Length + 1) & ~1];
        System.Text.Encoding.ASCII.GetBytes(text, bytes);
        if ((text.Length & 1) != 0)
        {
            bytes[^1] = vr.Padding();
        }
        return new DicomElement(tag, vr, bytes);
    }

    /// <summary>In place of text of which nothing could stay; empty where a word would be no value.</summary>
    public static DicomElement Removed(DicomTag tag, DicomVr vr) =>
        vr == DicomVr.UR ? Text(tag, vr, RemovedUri)
        : vr.UsesCharacterSet() || vr is DicomVr.CS or DicomVr.AE ? Text(tag, vr, RemovedText)
        : new DicomElement(tag, vr, default);

    /// <summary>A dummy of the given representation.</summary>
    /// <param name="tag">The attribute.</param>
    /// <param name="vr">A representation that the dictionary allows.</param>
    /// <param name="original">What it stands for, decoded; only its keyed hash is used.</param>
    /// <param name="key">Makes the code.</param>
    public static DicomElement Create(
        DicomTag tag,
        DicomVr vr,
        string original,
        DeidentificationKey key
    ) =>
        vr switch
        {
            DicomVr.CS when tag.Value == 0x04000565 => Text(tag, vr, "CORRECT"),
            DicomVr.AE
            or DicomVr.CS
            or DicomVr.LO
            or DicomVr.LT
            or DicomVr.PN
            or DicomVr.SH
            or DicomVr.ST
            or DicomVr.UC
            or DicomVr.UT => Text(tag, vr, Code(original, key)),
            DicomVr.UR => Text(tag, vr, "urn:x-adit:" + Code(original, key)),
            DicomVr.UI => Text(tag, vr, key.MapUid(new DicomUid(original.Trim('\0', ' '))).Value),
            DicomVr.AS => Text(tag, vr, "000Y"),
            DicomVr.DA => Text(tag, vr, "19000101"),
            DicomVr.DT => Text(tag, vr, "19000101000000"),
            DicomVr.TM => Text(tag, vr, "000000"),
            DicomVr.DS => Text(tag, vr, "0"),
            // Whole numbers count frames, items and segments from one.
            DicomVr.IS => Text(tag, vr, "1"),
            // Numbers of one unit, and two bytes for what has none.
            _ => new DicomElement(tag, vr, new byte[Math.Max(2, vr.UnitSize())]),
        };

    /// <summary>Twelve letters and digits.</summary>
    public static string Code(string original, DeidentificationKey key) =>
        key.Code("value", original.Trim('\0', ' '), 12);
}
