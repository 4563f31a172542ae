using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Deidentification.Facts;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>
/// Says from the standard's table and types alone what must become of an attribute. Shares no code with the engine.
/// </summary>
/// <param name="options">What is kept.</param>
/// <param name="sopClass">The SOP class UID of the object.</param>
/// <param name="isKnown">False for private, unknown and retired classes, which get the strictest treatment.</param>
public sealed class Oracle(DeidentificationOptions options, string sopClass, bool isKnown)
{
    private const uint TimezoneOffset = 0x00080201;

    private static readonly HashSet<DicomTag> DatesOfStudy =
    [
        .. new uint[]
        {
            0x00080022,
            0x00080032,
            0x0008002A,
            0x00080023,
            0x00080033,
            0x00189151,
            0x00080021,
            0x00080031,
            0x00080020,
            0x00080030,
        }.Select(value => new DicomTag(value)),
    ];

    private readonly DeidentificationOptions _options = isKnown
        ? options
        : new DeidentificationOptions();

    /// <summary>What must become of an attribute in an item that stays.</summary>
    /// <param name="path">The sequences around it, then the attribute itself.</param>
    /// <param name="vr">Its representation.</param>
    /// <param name="isSafe">True for a private attribute that the profile lists as safe, and for the overlay of a region of interest.</param>
    public Outcome Decide(IReadOnlyList<DicomTag> path, DicomVr vr, bool isSafe = false)
    {
        var tag = path[^1];
        var isTop = path.Count == 1;
        if (Special(tag, isTop) is { } special)
        {
            return special;
        }
        if (tag.Group >> 8 == 0x60 && !tag.IsPrivate)
        {
            // Without its data an overlay's description would be invalid, so all of the group goes.
            return _options.CleanGraphics && isSafe ? Clean(vr) : Outcome.Removed;
        }
        if (StandardTable.Find(tag) is not { } row)
        {
            return Unlisted(tag, vr);
        }
        if (tag.IsPrivate)
        {
            // A creator stays when something of its block does.
            return !_options.RetainSafePrivate || !isSafe ? Outcome.Removed
                : tag.IsPrivateCreator ? Outcome.Kept | Outcome.Removed
                : Outcome.Kept;
        }
        if (isKnown && IsReferenceOfFrame(path))
        {
            // Without them a segmentation says nothing, and is not valid; the report lists it.
            return Outcome.Walked;
        }
        return Option(row, vr) ?? Basic(row, vr, StandardTypes.Strongest(sopClass, path));
    }

    private static bool IsReferenceOfFrame(IReadOnlyList<DicomTag> path) =>
        path.Count > 1
        && path[0].Value is 0x52009229 or 0x52009230
        && path[^1].Value is 0x00081140 or 0x00082112;

    /// <summary>What the program sets itself.</summary>
    private Outcome? Special(DicomTag tag, bool isTop) =>
        tag.Value switch
        {
            0x00100010 or 0x00100020 when isTop => Outcome.Pseudonym,
            0x00100010 or 0x00100020 => Outcome.Pseudonym | Outcome.Emptied | Outcome.Dummy,
            // Birth dates are never shifted nor kept.
            0x00100030 => Outcome.Emptied,
            // Filled from the dates when they allow it.
            0x00101010 when isTop && _options.RetainPatientCharacteristics => Outcome.Kept
                | Outcome.Set,
            _ => null,
        };

    private static Outcome Unlisted(DicomTag tag, DicomVr vr) =>
        DicomDictionary.Lookup(tag) is null ? Outcome.Removed
        : vr == DicomVr.SQ ? Outcome.Walked
        : Clean(vr);

    private Outcome? Option(StandardRow row, DicomVr vr)
    {
        var isDated = vr is DicomVr.DA or DicomVr.DT or DicomVr.TM;
        // The offset of the time zone (SH) is right as it is when days move as a whole.
        isDated |= !row.IsPattern && row.Tag.Value == TimezoneOffset;
        if (row.ModifiedDates == 'C' && _options.Dates == DateHandling.Shift && isDated)
        {
            return vr is DicomVr.TM or DicomVr.SH ? Outcome.Kept : Outcome.Shifted;
        }
        if (
            row.FullDates == 'K'
            && (
                _options.Dates == DateHandling.KeepAll
                || (_options.Dates == DateHandling.KeepOfStudy && DatesOfStudy.Contains(row.Tag))
            )
        )
        {
            return Keep(vr);
        }
        (bool IsOn, char Action)[] listed =
        [
            (_options.RetainUids, row.Uids),
            (_options.RetainDeviceIdentity, row.Device),
            (_options.RetainInstitutionIdentity, row.Institution),
            (_options.RetainPatientCharacteristics, row.Characteristics),
            (_options.CleanDescriptors, row.Descriptors),
            (_options.CleanStructuredContent, row.StructuredContent),
            (_options.CleanGraphics, row.Graphics),
        ];
        if (listed.Any(option => option is { IsOn: true, Action: 'K' }))
        {
            return Keep(vr);
        }
        return listed.Any(option => option is { IsOn: true, Action: 'C' }) && CanClean(row, vr)
            ? Clean(vr)
            : null;
    }

    // Curves always go, and bytes cannot be cleaned.
    private static bool CanClean(StandardRow row, DicomVr vr) =>
        row.Pattern != "50XXXXXX" && (vr == DicomVr.SQ || vr.IsText());

    // The patient's name is no part of what an option keeps.
    private static Outcome Keep(DicomVr vr) => Clean(vr);

    private static Outcome Clean(DicomVr vr) =>
        vr == DicomVr.SQ ? Outcome.Walked
        : vr.IsText() ? Outcome.Cleaned
        : Outcome.Kept;

    private Outcome Basic(StandardRow row, DicomVr vr, char? type)
    {
        var listed = row.Basic.TrimEnd('*').Split('/').Select(text => text[0]).ToArray();
        if (!isKnown)
        {
            return Do(listed[0], vr);
        }
        if (listed.Length == 1)
        {
            return (listed[0], type) switch
            {
                // Valid objects come before the letter of the table; the report lists it.
                ('X' or 'Z', '1') => Replace(vr),
                ('X', '2') => Outcome.Emptied,
                _ => Do(listed[0], vr),
            };
        }
        if (type is null)
        {
            return Do(listed[^1], vr);
        }
        var allowed = type switch
        {
            '1' => "DU",
            '2' => "ZDU",
            _ => "XZDU",
        };
        foreach (var action in "XZDU")
        {
            if (allowed.Contains(action, StringComparison.Ordinal) && listed.Contains(action))
            {
                return Do(action, vr);
            }
        }
        return Replace(vr);
    }

    private static Outcome Do(char action, DicomVr vr) =>
        action switch
        {
            'X' => Outcome.Removed,
            'Z' => Outcome.Emptied,
            'U' => vr == DicomVr.SQ ? Outcome.Walked : Outcome.OtherUid,
            'D' => Replace(vr),
            _ => throw new InvalidOperationException($"The table has an action {action}."),
        };

    private static Outcome Replace(DicomVr vr) =>
        vr == DicomVr.UI ? Outcome.OtherUid | Outcome.Dummy : Outcome.Dummy;
}
