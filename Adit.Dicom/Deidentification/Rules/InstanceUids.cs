using System.Collections.Frozen;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>Which UIDs name kinds of things and stay, and which name things that belong to somebody.</summary>
internal static class InstanceUids
{
    private const string FramesOfReference = "1.2.840.10008.1.4.";
    private const string Palettes = "1.2.840.10008.1.5.";
    private const string UniversalTime = "1.2.840.10008.15.1.1";

    /// <summary>Attributes whose UIDs name classes, encodings, coding schemes or programs.</summary>
    private static readonly FrozenSet<uint> Kinds = new uint[]
    {
        0x00041510, // Referenced SOP Class UID in File
        0x00041512, // Referenced Transfer Syntax UID in File
        0x0004151A, // Referenced Related General SOP Class UID in File
        0x00080016, // SOP Class UID
        0x0008001A, // Related General SOP Class UID
        0x0008001B, // Original Specialized SOP Class UID
        0x00080062, // SOP Classes in Study
        0x0008010C, // Coding Scheme UID
        0x0008010D, // Context Group Extension Creator UID
        0x00080117, // Context UID
        0x00080118, // Mapping Resource UID
        0x0008040E, // Stored Instance Transfer Syntax UID
        0x00081150, // Referenced SOP Class UID
        0x0008115A, // SOP Classes Supported
        0x00083002, // Available Transfer Syntax UID
        0x00089123, // Creator-Version UID
        0x00340003, // Flow Transfer Syntax UID
        0x04000010, // MAC Calculation Transfer Syntax UID
        0x04000510, // Encrypted Content Transfer Syntax UID
        0x30100052, // Pertinent SOP Classes in Study
        0x30100053, // Pertinent SOP Classes in Series
    }.ToFrozenSet();

    /// <summary>True for attributes outside of the table whose UIDs stay.</summary>
    public static bool IsKept(DicomTag tag) => Kinds.Contains(tag.Value);

    /// <summary>True for UIDs that the standard itself gives to instances, frames of reference and colour palettes.</summary>
    public static bool IsWellKnown(string uid) =>
        DicomUids.NameOf(uid) is not null
        || uid == UniversalTime
        || (
            (
                uid.StartsWith(FramesOfReference, StringComparison.Ordinal)
                || uid.StartsWith(Palettes, StringComparison.Ordinal)
            )
            && uid.Length <= FramesOfReference.Length + 4
        );

    /// <summary>Replaces every value of a UI element that is not well-known.</summary>
    public static DicomElement Replace(
        DicomTag tag,
        ReadOnlySpan<byte> raw,
        DeidentificationKey key
    )
    {
        var text = System.Text.Encoding.ASCII.GetString(raw).Trim('\0', ' ');
        if (text.Contains('\\', StringComparison.Ordinal))
        {
            var values = text.Split('\\');
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = Replace(values[i].Trim('\0', ' '), key);
            }
            text = string.Join('\\', values);
        }
        else
        {
            text = Replace(text, key);
        }
        return Dummies.Text(tag, DicomVr.UI, text);
    }

    private static string Replace(string uid, DeidentificationKey key) =>
        uid.Length == 0 || IsWellKnown(uid) ? uid : key.MapUid(new DicomUid(uid)).Value;
}
