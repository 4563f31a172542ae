using System.Collections.Concurrent;
using System.Collections.Frozen;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>The rules of one profile for objects of one SOP class, resolved when an attribute is met first. Safe for concurrent use.</summary>
internal sealed class RulePlan
{
    /// <summary>More would be a sender who makes attributes up; those beyond are resolved each time.</summary>
    private const int MaxCached = 20_000;

    /// <summary>In place of a type: references in functional groups, without which a segmentation says nothing.</summary>
    private const int FrameReference = 9;

    /// <summary>The upper byte of the groups 5000 to 50FF.</summary>
    private const int CurveGroups = 0x50;

    /// <summary>What KeepOfStudy keeps.</summary>
    private static readonly FrozenSet<uint> DatesOfStudy = new[]
    {
        DicomTag.AcquisitionDate,
        DicomTag.AcquisitionTime,
        DicomTag.AcquisitionDateTime,
        DicomTag.ContentDate,
        DicomTag.ContentTime,
        DicomTag.FrameReferenceDateTime,
        DicomTag.SeriesDate,
        DicomTag.SeriesTime,
        DicomTag.StudyDate,
        DicomTag.StudyTime,
    }
        .Select(tag => tag.Value)
        .ToFrozenSet();

    private static readonly (
        ConfidentialityOption Option,
        Func<DeidentificationOptions, bool> IsOn,
        string Name
    )[] Options =
    [
        (ConfidentialityOption.RetainUids, o => o.RetainUids, "Retain UIDs"),
        (
            ConfidentialityOption.RetainDeviceIdentity,
            o => o.RetainDeviceIdentity,
            "Retain Device Identity"
        ),
        (
            ConfidentialityOption.RetainInstitutionIdentity,
            o => o.RetainInstitutionIdentity,
            "Retain Institution Identity"
        ),
        (
            ConfidentialityOption.RetainPatientCharacteristics,
            o => o.RetainPatientCharacteristics,
            "Retain Patient Characteristics"
        ),
        (ConfidentialityOption.CleanDescriptors, o => o.CleanDescriptors, "Clean Descriptors"),
        (
            ConfidentialityOption.CleanStructuredContent,
            o => o.CleanStructuredContent,
            "Clean Structured Content"
        ),
        (ConfidentialityOption.CleanGraphics, o => o.CleanGraphics, "Clean Graphics"),
    ];

    private readonly ConcurrentDictionary<ulong, AttributeRule> _rules = new();
    private readonly ConcurrentDictionary<uint, bool> _typeMatters = new();
    private readonly AttributeTypes _types;

    public RulePlan(DeidentificationOptions options, string sopClassUid, bool isStrict)
    {
        IsStrict = isStrict;
        // Where nothing is known about the object, nothing is kept.
        Effective = isStrict ? new DeidentificationOptions { MaxAge = options.MaxAge } : options;
        _types = isStrict ? AttributeTypes.None : AttributeTypes.Of(sopClassUid);
    }

    /// <summary>True for objects that get the strictest treatment.</summary>
    public bool IsStrict { get; }

    /// <summary>The options that hold for these objects.</summary>
    public DeidentificationOptions Effective { get; }

    /// <summary>All rules that were asked for.</summary>
    public IEnumerable<AttributeRule> Rules => _rules.Values.Append(KeptPrivate);

    /// <summary>Counts private attributes that stay.</summary>
    public AttributeRule KeptPrivate { get; } =
        new()
        {
            Treatment = Treatment.Keep,
            Attribute = "private",
            Text = "X, Retain Safe Private C: in the list",
        };

    /// <summary>The rule for an attribute.</summary>
    /// <param name="tag">The attribute.</param>
    /// <param name="path">The sequences that hold it, the outermost first.</param>
    public AttributeRule Find(DicomTag tag, ReadOnlySpan<DicomTag> path)
    {
        // Private attributes, which senders make up as they like, have one rule together.
        if (tag.IsPrivate)
        {
            tag = new DicomTag(0x0009, 0x1000);
        }
        var key = (ulong)tag.Value;
        var type = AttributeTypes.Unknown;
        if (!_typeMatters.TryGetValue(tag.Value, out var typeMatters))
        {
            typeMatters = ConfidentialityTable.Find(tag) is { } row && TypeMatters(row);
            if (_typeMatters.Count < MaxCached)
            {
                _typeMatters.TryAdd(tag.Value, typeMatters);
            }
        }
        if (typeMatters)
        {
            type = FindType(tag, path);
            key |= (ulong)(type + 1) << 32;
        }
        if (_rules.TryGetValue(key, out var rule))
        {
            return rule;
        }
        rule = Make(tag, type);
        return _rules.Count < MaxCached ? _rules.GetOrAdd(key, rule) : rule;
    }

    private int FindType(DicomTag tag, ReadOnlySpan<DicomTag> path)
    {
        if (!path.IsEmpty && IsFrameReference(tag, path[0]))
        {
            return FrameReference;
        }
        if (path.IsEmpty)
        {
            return _types.Find(default, tag);
        }
        // The nearest sequence of which the table knows; it names some attributes by the outermost one.
        for (var i = path.Length - 1; i >= 0; i--)
        {
            if (_types.Find(path[i], tag) is not AttributeTypes.Unknown and var type)
            {
                return type;
            }
        }
        return AttributeTypes.Unknown;
    }

    private static bool IsFrameReference(DicomTag tag, DicomTag outermost) =>
        (tag == DicomTag.SourceImageSequence || tag == DicomTag.ReferencedImageSequence)
        && outermost.Value is 0x52009229 or 0x52009230;

    private static bool TypeMatters(ConfidentialityRow row) =>
        row.IsConditional
        || row.BasicActions[0] is ConfidentialityAction.Remove or ConfidentialityAction.Empty;

    private AttributeRule Make(DicomTag tag, int type)
    {
        if (tag.IsGroupLength || IsPadding(tag))
        {
            return new AttributeRule
            {
                Treatment = Treatment.Drop,
                Attribute = tag.ToString(),
                Text = "part of the encoding",
            };
        }
        if (tag.IsPrivate)
        {
            return new AttributeRule
            {
                Treatment = Treatment.Private,
                Attribute = "private",
                Text = Effective.RetainSafePrivate
                    ? "X, Retain Safe Private: not in the list"
                    : "X",
            };
        }
        var row = ConfidentialityTable.Find(tag);
        var entry = DicomDictionary.Lookup(tag);
        if (tag.Group >> 8 == 0x60)
        {
            return new AttributeRule
            {
                Treatment = Treatment.Overlay,
                Attribute = tag.ToString(),
                Name = entry?.Name ?? row?.Name ?? "",
                Text = row is null ? "overlay" : "X",
                Entry = entry,
            };
        }
        return row is null ? Unlisted(tag, entry) : Listed(tag, row, entry, type);
    }

    private static bool IsPadding(DicomTag tag) =>
        tag.Value is 0x00080001 or 0xFFFCFFFC || tag.Group <= 0x0002;

    private AttributeRule Listed(
        DicomTag tag,
        ConfidentialityRow row,
        DicomDictionaryEntry? entry,
        int type
    )
    {
        var basic = Basic(row, type, out var deviation);
        var usual = basic;
        var text = row.Basic;
        // Curves cannot be cleaned in a way that anybody could rely on: all of them go.
        if (
            tag.Group >> 8 != CurveGroups
            && ByOption(tag, row, entry, out var option) is { } optional
        )
        {
            usual = optional;
            text = $"{row.Basic}, {option}";
            deviation = null;
        }
        return new AttributeRule
        {
            Treatment = usual,
            Fallback = basic,
            Attribute = tag.ToString(),
            Name = entry?.Name ?? row.Name,
            Text = text,
            Deviation = deviation,
            Entry = entry,
        };
    }

    private Treatment? ByOption(
        DicomTag tag,
        ConfidentialityRow row,
        DicomDictionaryEntry? entry,
        out string? option
    )
    {
        option = null;
        var vr = entry?.DefaultVr ?? DicomVr.UN;
        if (
            Effective.Dates == DateHandling.Shift
            && row.ActionOf(ConfidentialityOption.RetainModifiedDates) is not null
        )
        {
            option = "Retain Modified Dates C";
            switch (vr)
            {
                case DicomVr.DA or DicomVr.DT:
                    return Treatment.Shift;
                case DicomVr.TM or DicomVr.SH:
                    // Days move as a whole: times of day and the offset of the time zone stay right.
                    return Treatment.Keep;
            }
        }
        if (
            row.ActionOf(ConfidentialityOption.RetainFullDates) is not null
            && (
                Effective.Dates == DateHandling.KeepAll
                || (Effective.Dates == DateHandling.KeepOfStudy && DatesOfStudy.Contains(tag.Value))
            )
        )
        {
            option = "Retain Full Dates K";
            return Treatment.Keep;
        }
        foreach (
            var wanted in (ConfidentialityAction[])
                [ConfidentialityAction.Keep, ConfidentialityAction.Clean]
        )
        {
            foreach (var (candidate, isOn, name) in Options)
            {
                if (row.ActionOf(candidate) == wanted && isOn(Effective))
                {
                    option = $"{name} {(wanted == ConfidentialityAction.Keep ? "K" : "C")}";
                    return wanted == ConfidentialityAction.Clean ? Treatment.Clean
                        : tag == DicomTag.PatientAge ? Treatment.Age
                        : Treatment.Keep;
                }
            }
        }
        option = null;
        return null;
    }

    /// <summary>
    /// What the Basic Profile does: the strictest action that the type allows. Type 3 may go, type 2 may be empty, type 1 needs a
    /// value; where the type is not known, the last action of a conditional row keeps the object valid.
    /// </summary>
    private Treatment Basic(ConfidentialityRow row, int type, out string? deviation)
    {
        deviation = null;
        var strictest = row.BasicActions[0];
        if (IsStrict || (type == AttributeTypes.Unknown && !row.IsConditional))
        {
            return ToTreatment(strictest);
        }
        if (type == AttributeTypes.Unknown)
        {
            return ToTreatment(row.BasicActions[^1]);
        }
        if (type == FrameReference)
        {
            deviation =
                $"{row.Basic}, but a frame says from which images it was made: the references stay, with other UIDs";
            return Treatment.ReplaceUid;
        }
        foreach (var action in row.BasicActions)
        {
            var isAllowed = action switch
            {
                ConfidentialityAction.Remove => type == 3,
                ConfidentialityAction.Empty => type >= 2,
                ConfidentialityAction.Dummy or ConfidentialityAction.ReplaceUid => true,
                ConfidentialityAction.Keep or ConfidentialityAction.Clean => false,
            };
            if (isAllowed)
            {
                return ToTreatment(action);
            }
        }
        deviation =
            $"{row.Basic}, but the attribute is of type {type} in objects of this SOP class";
        return type == 1 ? Treatment.Dummy : Treatment.Empty;
    }

    private static Treatment ToTreatment(ConfidentialityAction action) =>
        action switch
        {
            ConfidentialityAction.Remove => Treatment.Remove,
            ConfidentialityAction.Empty => Treatment.Empty,
            ConfidentialityAction.Dummy => Treatment.Dummy,
            ConfidentialityAction.ReplaceUid => Treatment.ReplaceUid,
            ConfidentialityAction.Keep => Treatment.Keep,
            ConfidentialityAction.Clean => Treatment.Clean,
        };

    /// <summary>The table leaves alone what it does not list; what its authors cannot have known, and what would break references, is not left alone.</summary>
    private AttributeRule Unlisted(DicomTag tag, DicomDictionaryEntry? entry)
    {
        if (entry is null)
        {
            return new AttributeRule
            {
                Treatment = Treatment.Remove,
                Attribute = "unknown",
                Text = "not in the dictionary",
            };
        }
        var (treatment, text) = entry.DefaultVr switch
        {
            DicomVr.UI when !InstanceUids.IsKept(tag) => (
                Effective.RetainUids ? Treatment.Pass : Treatment.ReplaceUid,
                "not in the table: a reference"
            ),
            DicomVr.DA or DicomVr.DT when Effective.Dates == DateHandling.Shift => (
                Treatment.Shift,
                "not in the table: a date"
            ),
            DicomVr.DA or DicomVr.DT when Effective.Dates != DateHandling.KeepAll => (
                Treatment.Empty,
                "not in the table: a date"
            ),
            DicomVr.PN => (Treatment.Empty, "not in the table: a name"),
            _ => (Treatment.Pass, "not in the table: text"),
        };
        return new AttributeRule
        {
            Treatment = treatment,
            Fallback = Treatment.Empty,
            Attribute = tag.ToString(),
            Name = entry.Name,
            Text = text,
            Entry = entry,
        };
    }
}
