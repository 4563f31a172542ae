namespace Adit.Dicom.Deidentification;

/// <summary>Whose data is de-identified, and what it is called in the output.</summary>
/// <param name="PatientKey">The same text for all data of a patient, such as ID domain and patient ID; only its keyed hash is used.</param>
/// <param name="Pseudonym">Becomes PatientID and PatientName.</param>
public sealed record DeidentificationSubject(string PatientKey, string Pseudonym)
{
    /// <summary>Becomes ClinicalTrialProtocolID (0012,0020).</summary>
    public string? TrialProtocolId { get; init; }

    /// <summary>Becomes ClinicalTrialProtocolName (0012,0021).</summary>
    public string? TrialProtocolName { get; init; }

    /// <summary>Names, IDs and accession numbers of this patient that are known besides those in the data; removed from free text.</summary>
    public IReadOnlyList<string> KnownIdentifiers { get; init; } = [];

    /// <summary>For people who debug: never the patient.</summary>
    public override string ToString() => $"subject {Pseudonym}";
}
