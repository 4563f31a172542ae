using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;

namespace Adit.Dicom.Tests.Deidentification;

/// <summary>Objects and engines for the tests of rules.</summary>
internal static class TestObjects
{
    public static DeidentificationKey Key { get; } =
        new([.. Enumerable.Range(1, DeidentificationKey.MinLength).Select(i => (byte)i)]);

    public static DeidentificationSubject Subject { get; } = new("clinic PAT-4711", "SUBJ-01");

    /// <summary>An object of a SOP class with what every composite object has.</summary>
    public static DicomDataset Object(DicomUid sopClass)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, sopClass);
        dataset.Set(DicomTag.SopInstanceUid, "1.2.3.4");
        dataset.Set(DicomTag.StudyDate, "20240229");
        dataset.Set(DicomTag.StudyTime, "101112.5");
        dataset.Set(DicomTag.AccessionNumber, "ACC-99887");
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.PatientName, "Testowicz^Jadwiga");
        dataset.Set(DicomTag.PatientId, "PAT-4711");
        dataset.Set(DicomTag.PatientBirthDate, "19800315");
        dataset.Set(DicomTag.PatientSex, "F");
        dataset.Set(DicomTag.StudyInstanceUid, "1.2.3");
        dataset.Set(DicomTag.SeriesInstanceUid, "1.2.3.1");
        dataset.Set(DicomTag.StudyId, "S1");
        dataset.Set(DicomTag.SeriesNumber, "1");
        return dataset;
    }

    public static DicomDataset Ct() => Object(DicomUids.CtImageStorage);

    public static DeidentificationProfile Profile(DeidentificationOptions? options = null) =>
        new("Test", 3)
        {
            Options = options ?? new DeidentificationOptions(),
            Admission = new AdmissionRules { ExcludedModalities = [] },
        };

    public static Deidentifier Engine(
        DeidentificationOptions? options = null,
        DeidentificationSubject? subject = null
    ) => new(Profile(options), Key, subject ?? Subject);

    /// <summary>The output for an object under these options.</summary>
    public static DicomDataset Deidentify(
        DicomDataset dataset,
        DeidentificationOptions? options = null
    ) => Engine(options).Deidentify(dataset, DicomTransferSyntax.ExplicitVrLittleEndian).Dataset;
}
