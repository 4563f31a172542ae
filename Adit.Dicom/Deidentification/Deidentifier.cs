using System.Collections.Concurrent;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Deidentification.Rules;
using Adit.Dicom.Deidentification.Text;

namespace Adit.Dicom.Deidentification;

/// <summary>
/// De-identifies the instances of one patient by one profile: the Basic Application Level Confidentiality Profile of PS3.15 Annex E
/// with its options. The same input gives the same output, whenever and in whatever order. Safe for concurrent use.
/// </summary>
public sealed class Deidentifier
{
    private readonly ConcurrentDictionary<string, RulePlan> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(DeidentificationRefusal, string), int> _refusals = new();
    private readonly TextCleaners _cleaners;
    private readonly TextCleaners _strictCleaners;
    private readonly WalkContext _context;
    private readonly Statements _statements;
    private CheckedPatient? _checkedPatient;
    private int _instances;
    private int _blanked;

    /// <summary>Prepares the rules.</summary>
    /// <param name="profile">What is kept, and what is refused.</param>
    /// <param name="key">The project's secret.</param>
    /// <param name="subject">Whose data come, and what they are called in the output.</param>
    public Deidentifier(
        DeidentificationProfile profile,
        DeidentificationKey key,
        DeidentificationSubject subject
    )
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(subject);
        Profile = profile;
        _cleaners = new TextCleaners(subject, profile.Options);
        _strictCleaners = new TextCleaners(
            subject,
            new DeidentificationOptions { MaxAge = profile.Options.MaxAge }
        );
        _statements = new Statements(profile, subject);
        _context = new WalkContext(
            key,
            new SafePrivateAttributes(profile.SafePrivate),
            subject.Pseudonym,
            key.ShiftDays(subject.PatientKey),
            _statements.Tags
        );
    }

    /// <summary>The rules.</summary>
    public DeidentificationProfile Profile { get; }

    /// <summary>
    /// De-identifies what stands in front of the pixel data; pixel data in memory pass, when nothing has to be done to them. The input
    /// is not changed. Counts go into the report when the result is committed.
    /// </summary>
    /// <exception cref="DeidentificationRefusedException">The instance must not leave; see <see cref="RecordRefusal"/>.</exception>
    /// <exception cref="DicomDataException">The data are damaged.</exception>
    public DeidentifiedHeader Deidentify(DicomDataset header, DicomTransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(syntax);
        var sopClass = Required(header, DicomTag.SopClassUid);
        Required(header, DicomTag.SopInstanceUid);
        Admission.Check(header, syntax, Profile, out var fitsRegionRule);
        CheckPseudonym(header);
        var pixels = PixelCleaning.Plan(header, syntax, Profile);
        if (pixels.Changes && header.Contains(DicomTag.PixelData))
        {
            throw new DeidentificationRefusedException(
                DeidentificationRefusal.PixelDataNotCleanable,
                "The pixel data have to be cleaned, which is done while they are streamed, not in memory."
            );
        }
        var plan = PlanFor(sopClass);
        var tally = new InstanceTally();
        var cleaner = (plan.IsStrict ? _strictCleaners : _cleaners).For(header);
        var walk = new DatasetWalk(_context, plan, header, cleaner, tally);
        var output = walk.Run(header, header.CharacterSet);
        var converted = _statements.Write(output, header, plan, pixels, fitsRegionRule, tally);
        PixelCleaning.AdjustHeader(output, pixels);
        return new DeidentifiedHeader(
            this,
            output,
            pixels,
            walk,
            header.CharacterSet,
            converted,
            tally
        );
    }

    /// <summary>The identifier in the output for that of a study, series or instance: the same one, when the profile retains UIDs.</summary>
    public DicomUid MapUid(DicomUid uid) =>
        Profile.Options.RetainUids ? uid : _context.Key.MapUid(uid);

    /// <summary>What has been done so far.</summary>
    public DeidentificationReport Report()
    {
        var rules = _plans
            .Values.SelectMany(plan => plan.Rules)
            .Concat(_statements.Rules)
            .ToArray();
        return new DeidentificationReport
        {
            Profile = Profile.Name,
            ProfileVersion = Profile.Version,
            Product = Statements.Product,
            Instances = Volatile.Read(ref _instances),
            InstancesWithBlankedRegions = Volatile.Read(ref _blanked),
            Counts = Merge(rules.SelectMany(rule => rule.Counts())),
            Deviations = Merge(
                rules.Select(rule => rule.Deviations()).OfType<DeidentificationCount>()
            ),
            Refusals =
            [
                .. _refusals
                    .Select(pair => new RefusalCount(pair.Key.Item1, pair.Key.Item2, pair.Value))
                    .OrderBy(refusal => refusal.Reason)
                    .ThenBy(refusal => refusal.Message, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Counts an instance that was not let through.</summary>
    public void RecordRefusal(DeidentificationRefusedException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        _refusals.AddOrUpdate((refusal.Reason, refusal.Message), 1, static (_, count) => count + 1);
    }

    internal void RecordInstance(bool isBlanked)
    {
        Interlocked.Increment(ref _instances);
        if (isBlanked)
        {
            Interlocked.Increment(ref _blanked);
        }
    }

    private void CheckPseudonym(DicomDataset header)
    {
        var patientId = header.GetString(DicomTag.PatientId);
        var patientName = header.GetString(DicomTag.PatientName);
        var birthDate = header.GetString(DicomTag.PatientBirthDate);
        var known = Volatile.Read(ref _checkedPatient);
        if (
            known is null
            || known.PatientId != patientId
            || known.PatientName != patientName
            || known.BirthDate != birthDate
        )
        {
            known = new CheckedPatient(
                patientId,
                patientName,
                birthDate,
                PseudonymCheck.Check(
                    _context.Pseudonym,
                    patientId,
                    patientName,
                    header.GetDate(DicomTag.PatientBirthDate)
                )
            );
            Volatile.Write(ref _checkedPatient, known);
        }
        if (known.Problem is { } problem)
        {
            throw new DeidentificationRefusedException(
                DeidentificationRefusal.RevealingPseudonym,
                PseudonymCheck.MessageFor(problem)
            );
        }
    }

    private RulePlan PlanFor(string sopClassUid)
    {
        if (_plans.TryGetValue(sopClassUid, out var plan))
        {
            return plan;
        }
        if (DicomUids.IsCurrentStorageClass(new DicomUid(sopClassUid)))
        {
            return _plans.GetOrAdd(
                sopClassUid,
                static (uid, options) => new RulePlan(options, uid, isStrict: false),
                Profile.Options
            );
        }
        // All SOP classes that the standard does not maintain are treated alike: the strictest way.
        return _plans.GetOrAdd(
            "",
            static (_, options) => new RulePlan(options, "", isStrict: true),
            Profile.Options
        );
    }

    private static string Required(DicomDataset header, DicomTag tag) =>
        header.GetUid(tag) is { IsEmpty: false } uid
            ? uid.Value
            : throw new DicomDataException("The object cannot be identified without it.", tag);

    private static DeidentificationCount[] Merge(IEnumerable<DeidentificationCount> counts) =>
        [
            .. counts
                .GroupBy(count => count with { Count = 0 })
                .Select(group => group.Key with { Count = group.Sum(count => count.Count) })
                .OrderBy(count => count.Attribute, StringComparer.Ordinal)
                .ThenBy(count => count.Action)
                .ThenBy(count => count.Rule, StringComparer.Ordinal),
        ];

    /// <summary>The patient of the last header: all of a study have the same.</summary>
    private sealed record CheckedPatient(
        string? PatientId,
        string? PatientName,
        string? BirthDate,
        PseudonymProblem? Problem
    );
}
