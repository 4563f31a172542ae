using System.Collections.Concurrent;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;

namespace Adit.Web.CommandLine;

/// <summary>Who is who: one set of rules per patient that is met.</summary>
internal sealed class DeidentificationRules(
    DeidentificationProfile profile,
    DeidentificationKey key
)
{
    private const int CodeLength = 10;

    private readonly ConcurrentDictionary<string, Lazy<Deidentifier>> _patients = new(
        StringComparer.Ordinal
    );

    private readonly Lock _gate = new();
    private string? _only;

    /// <summary>Of the only patient; null: a code for each.</summary>
    public string? Pseudonym { get; init; }

    /// <summary>Stands for the only patient; null: told apart by patient ID.</summary>
    public string? PatientKey { get; init; }

    public string IdDomain { get; init; } = "";

    public string? TrialProtocolId { get; init; }

    public string? TrialProtocolName { get; init; }

    /// <summary>By the patient of this header.</summary>
    /// <exception cref="DeidentificationRefusedException">It is a second patient's, and there is one pseudonym.</exception>
    public Deidentifier For(DicomDataset original)
    {
        var patient =
            PatientKey
            ?? PatientKeys.Of(IdDomain, original.GetString(DicomTag.PatientId)?.Trim() ?? "");
        if (Pseudonym is not null)
        {
            lock (_gate)
            {
                _only ??= patient;
            }
            if (_only != patient)
            {
                throw new DeidentificationRefusedException(
                    DeidentificationRefusal.RevealingPseudonym,
                    "It is of another patient, and one pseudonym was given. Leave --pseudonym out, or say by --patient-key that all are of one patient."
                );
            }
        }
        return _patients.GetOrAdd(patient, Make).Value;
    }

    /// <summary>What was done for all patients together.</summary>
    public DeidentificationReport Report() =>
        _patients
            .Values.Select(patient => patient.Value.Report())
            .Aggregate(
                new Deidentifier(profile, key, new DeidentificationSubject("", "")).Report(),
                (sum, report) => sum.Plus(report)
            );

    private Lazy<Deidentifier> Make(string patient) =>
        new(() =>
            new Deidentifier(
                profile,
                key,
                new DeidentificationSubject(
                    patient,
                    Pseudonym ?? key.Code("pseudonym", patient, CodeLength)
                )
                {
                    TrialProtocolId = TrialProtocolId,
                    TrialProtocolName = TrialProtocolName,
                }
            )
        );
}
