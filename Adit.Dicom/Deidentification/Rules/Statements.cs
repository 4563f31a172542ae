using System.Globalization;
using System.Reflection;
using System.Text;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Pixels;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>What the output says about itself: whose data it is now, and what was done (PS3.15 E.1.1 and E.3, CID 7050).</summary>
internal sealed class Statements
{
    private const int MaxMethodLength = 64;
    private const string Unspecified = "UNSPECIFIED";
    private readonly DeidentificationSubject _subject;
    private readonly string _method;
    private readonly Dictionary<uint, AttributeRule> _rules = [];
    private readonly AttributeRule _identityNotRemoved;

    public Statements(DeidentificationProfile profile, DeidentificationSubject subject)
    {
        _subject = subject;
        _method = Method(profile);
        foreach (
            var tag in (DicomTag[])
                [
                    DicomTag.PatientName,
                    DicomTag.PatientId,
                    DicomTag.PatientAge,
                    DicomTag.PatientComments,
                    DicomTag.ClinicalTrialProtocolId,
                    DicomTag.ClinicalTrialProtocolName,
                    DicomTag.ClinicalTrialSponsorName,
                    DicomTag.ClinicalTrialSiteId,
                    DicomTag.ClinicalTrialSiteName,
                    DicomTag.ClinicalTrialSubjectId,
                    DicomTag.PatientIdentityRemoved,
                    DicomTag.DeidentificationMethod,
                    DicomTag.DeidentificationMethodCodeSequence,
                    DicomTag.LongitudinalTemporalInformationModified,
                    DicomTag.BurnedInAnnotation,
                ]
        )
        {
            _rules.Add(tag.Value, Rule(tag, "statement of the output", null));
        }
        _identityNotRemoved = Rule(
            DicomTag.PatientIdentityRemoved,
            "statement of the output",
            "NO, because annotation may be burned into the picture; its SOP class was allowed by staff"
        );
        Tags =
        [
            DicomTag.PatientName.Value,
            DicomTag.PatientId.Value,
            DicomTag.PatientIdentityRemoved.Value,
            DicomTag.DeidentificationMethod.Value,
            DicomTag.DeidentificationMethodCodeSequence.Value,
            DicomTag.LongitudinalTemporalInformationModified.Value,
        ];
        if (HasText(subject.TrialProtocolId))
        {
            Tags.Add(DicomTag.ClinicalTrialProtocolId.Value);
            Tags.Add(DicomTag.PatientComments.Value);
        }
        if (HasText(subject.TrialProtocolName))
        {
            Tags.Add(DicomTag.ClinicalTrialProtocolName.Value);
        }
    }

    /// <summary>Name and version of this program.</summary>
    public static string Product { get; } = "Adit " + Version();

    /// <summary>Attributes of the top level that are written here, whatever was there.</summary>
    public HashSet<uint> Tags { get; }

    /// <summary>Counts.</summary>
    public IEnumerable<AttributeRule> Rules => _rules.Values.Append(_identityNotRemoved);

    /// <summary>Writes all statements; true when the output's text had to become UTF-8 for them.</summary>
    public bool Write(
        DicomDataset output,
        DicomDataset original,
        RulePlan plan,
        PixelPlan pixels,
        bool fitsRegionRule,
        InstanceTally tally
    )
    {
        var isConverted = Convert(output);
        Set(output, DicomTag.PatientName, _subject.Pseudonym, tally);
        Set(output, DicomTag.PatientId, _subject.Pseudonym, tally);
        if (plan.Effective.RetainPatientCharacteristics)
        {
            SetAge(output, original, plan.Effective.MaxAge, tally);
        }
        SetTrial(output, tally);
        if (pixels.Blanks)
        {
            Set(output, DicomTag.BurnedInAnnotation, "NO", tally);
        }
        // A picture that says itself that it names somebody, let through because staff allowed its kind.
        var mayNameSomebody = !pixels.Blanks && !fitsRegionRule && Admission.SaysBurnedIn(original);
        if (mayNameSomebody)
        {
            output.Set(DicomTag.PatientIdentityRemoved, "NO");
            tally.Add(_identityNotRemoved, DeidentificationAction.Set, deviates: true);
        }
        else
        {
            Set(output, DicomTag.PatientIdentityRemoved, "YES", tally);
        }
        Set(output, DicomTag.DeidentificationMethod, _method, tally);
        output.Set(Codes(plan.Effective, fitsRegionRule && !mayNameSomebody));
        tally.Add(
            _rules[DicomTag.DeidentificationMethodCodeSequence.Value],
            DeidentificationAction.Set
        );
        Set(
            output,
            DicomTag.LongitudinalTemporalInformationModified,
            plan.Effective.Dates switch
            {
                DateHandling.Remove => "REMOVED",
                DateHandling.Shift => "MODIFIED",
                DateHandling.KeepOfStudy => "UNMODIFIED",
                DateHandling.KeepAll => "UNMODIFIED",
            },
            tally
        );
        return isConverted;
    }

    /// <summary>The codes of CID 7050 that hold.</summary>
    private static DicomSequence Codes(DeidentificationOptions options, bool cleanedPixels)
    {
        var sequence = new DicomSequence(DicomTag.DeidentificationMethodCodeSequence);
        void Add(bool holds, string value, string meaning)
        {
            if (!holds)
            {
                return;
            }
            var code = new DicomDataset(3);
            code.Append(Dummies.Text(DicomTag.CodeValue, DicomVr.SH, value));
            code.Append(Dummies.Text(DicomTag.CodingSchemeDesignator, DicomVr.SH, "DCM"));
            code.Append(Dummies.Text(DicomTag.CodeMeaning, DicomVr.LO, meaning));
            sequence.Append(code);
        }
        Add(true, "113100", "Basic Application Confidentiality Profile");
        Add(cleanedPixels, "113101", "Clean Pixel Data Option");
        Add(options.CleanGraphics, "113103", "Clean Graphics Option");
        Add(options.CleanStructuredContent, "113104", "Clean Structured Content Option");
        Add(options.CleanDescriptors, "113105", "Clean Descriptors Option");
        Add(
            options.Dates is DateHandling.KeepAll or DateHandling.KeepOfStudy,
            "113106",
            "Retain Longitudinal Temporal Information Full Dates Option"
        );
        Add(
            options.Dates == DateHandling.Shift,
            "113107",
            "Retain Longitudinal Temporal Information Modified Dates Option"
        );
        Add(
            options.RetainPatientCharacteristics,
            "113108",
            "Retain Patient Characteristics Option"
        );
        Add(options.RetainDeviceIdentity, "113109", "Retain Device Identity Option");
        Add(options.RetainUids, "113110", "Retain UIDs Option");
        Add(options.RetainSafePrivate, "113111", "Retain Safe Private Option");
        Add(options.RetainInstitutionIdentity, "113112", "Retain Institution Identity Option");
        return sequence;
    }

    private void SetTrial(DicomDataset output, InstanceTally tally)
    {
        if (!HasText(_subject.TrialProtocolId) && !HasText(_subject.TrialProtocolName))
        {
            return;
        }
        if (_subject.TrialProtocolName is { } name && HasText(name))
        {
            Set(output, DicomTag.ClinicalTrialProtocolName, name, tally);
        }
        if (_subject.TrialProtocolId is { } protocol && HasText(protocol))
        {
            Set(output, DicomTag.ClinicalTrialProtocolId, protocol, tally);
            Set(output, DicomTag.PatientComments, Comments(output, protocol), tally);
        }
        // What the Clinical Trial Subject Module demands besides (PS3.3 section C.7.1.3).
        SetMissing(output, DicomTag.ClinicalTrialSponsorName, Unspecified, tally);
        SetMissing(output, DicomTag.ClinicalTrialProtocolId, Unspecified, tally);
        SetMissing(output, DicomTag.ClinicalTrialProtocolName, null, tally);
        SetMissing(output, DicomTag.ClinicalTrialSiteId, null, tally);
        SetMissing(output, DicomTag.ClinicalTrialSiteName, null, tally);
        SetMissing(output, DicomTag.ClinicalTrialSubjectId, _subject.Pseudonym, tally);
    }

    private void SetMissing(DicomDataset output, DicomTag tag, string? value, InstanceTally tally)
    {
        if (value is null ? !output.Contains(tag) : output.GetString(tag) is null)
        {
            Set(output, tag, value, tally);
        }
    }

    private void SetAge(
        DicomDataset output,
        DicomDataset original,
        int? maxYears,
        InstanceTally tally
    )
    {
        var age = PatientAge.Of(original);
        var known = output.GetString(DicomTag.PatientAge);
        if (age is null || PatientAge.Limit(age, maxYears) is not { } limited)
        {
            return;
        }
        // An age that is given stays, unless the dates tell that it is above the limit.
        if (known is null || limited != age)
        {
            Set(output, DicomTag.PatientAge, limited, tally);
        }
    }

    private string Comments(DicomDataset output, string protocol)
    {
        var comments = new StringBuilder()
            .Append("Project:")
            .Append(protocol)
            .Append(" Subject:")
            .Append(_subject.Pseudonym)
            .Append(" Session:")
            .Append(_subject.Pseudonym);
        if (output.GetString(DicomTag.StudyDate) is { } date)
        {
            comments.Append('_').Append(date);
            if (output.GetString(DicomTag.StudyTime) is { } time)
            {
                comments.Append('-').Append(time);
            }
        }
        return comments.ToString();
    }

    private bool Convert(DicomDataset output)
    {
        var characterSet = output.CharacterSet;
        foreach (
            var text in (string?[])
                [_subject.Pseudonym, _subject.TrialProtocolId, _subject.TrialProtocolName, _method]
        )
        {
            if (text is not null && !characterSet.TryEncode(text, DicomVr.LO, out _))
            {
                output.ConvertCharacterSet(DicomCharacterSet.Utf8);
                return true;
            }
        }
        return false;
    }

    private void Set(DicomDataset output, DicomTag tag, string? value, InstanceTally tally)
    {
        output.Set(tag, value);
        tally.Add(_rules[tag.Value], DeidentificationAction.Set);
    }

    private static AttributeRule Rule(DicomTag tag, string text, string? deviation) =>
        new()
        {
            Treatment = Treatment.Keep,
            Attribute = tag.ToString(),
            Name = DicomDictionary.Lookup(tag)?.Name ?? "",
            Text = text,
            Deviation = deviation,
        };

    private static string Method(DeidentificationProfile profile)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $" {profile.Version}");
        var name = new string([
            .. profile.Name.Select(c => c == '\\' || char.IsControl(c) ? ' ' : c),
        ]);
        var room = MaxMethodLength - Product.Length - 2 - number.Length;
        return $"{Product}; {(name.Length > room ? name[..room] : name)}{number}";
    }

    private static string Version()
    {
        var version =
            typeof(Statements)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion
            ?? "0";
        // Without the build's mark, so that equal versions of the product give equal bytes.
        var end = version.IndexOf('+', StringComparison.Ordinal);
        return end < 0 ? version : version[..end];
    }

    private static bool HasText(string? text) => !string.IsNullOrWhiteSpace(text);
}
