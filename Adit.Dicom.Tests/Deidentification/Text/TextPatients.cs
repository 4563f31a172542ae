using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Text;

namespace Adit.Dicom.Tests.Deidentification.Text;

/// <summary>Invented persons, and cleaners that know them.</summary>
internal static class TextPatients
{
    public static DicomDataset German()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        header.Set(DicomTag.PatientName, "Müller-Lüdenscheid^Hans Jörg^^Dr.");
        header.Set(DicomTag.PatientId, "PAT-0012345");
        header.Set(DicomTag.OtherPatientIds, "98765432\\K77-4421");
        header.Set(DicomTag.PatientBirthDate, "19650312");
        header.Set(DicomTag.PatientBirthName, "Weißgerber^Hans");
        header.Set(DicomTag.PatientMotherBirthName, "Zöllner^Käthe");
        header.Set(DicomTag.AccessionNumber, "A2024-556677");
        header.Set(DicomTag.ReferringPhysicianName, "Schmidtke^Annegret^^Dr. med.");
        header.Set(DicomTag.OperatorsName, "Koç^Ayşe");
        header.Set(DicomTag.InstitutionName, "Klinikum Birkenau, Institut für Radiologie");
        header.Set(DicomTag.PatientTelephoneNumbers, "06221 / 567890");
        header.Set(DicomTag.PatientAddress, "Lindenweg 7^^Wiesenstadt^^69123");
        header.Set(DicomTag.StudyDate, "20240517");
        header.Set(DicomTag.StudyId, "1");
        return header;
    }

    public static DicomDataset American()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.PatientName, "O'BRIEN^MARY ELLEN^K");
        header.Set(DicomTag.PatientId, "7788990");
        header.Set(DicomTag.PatientBirthDate, "19581102");
        header.Set(DicomTag.AccessionNumber, "AC55123");
        header.Set(DicomTag.ReferringPhysicianName, "WASHBURN^PETER^J^DR");
        header.Set(DicomTag.PerformingPhysicianName, "Lee^Wu");
        header.Set(DicomTag.InstitutionName, "Fairhaven General Hospital");
        header.Set(DicomTag.StudyDate, "20240517");
        return header;
    }

    /// <summary>Names that are short, or words of anatomy.</summary>
    public static DicomDataset Awkward()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.PatientName, "Kopf^Li");
        header.Set(DicomTag.PatientId, "4711");
        header.Set(DicomTag.PatientBirthDate, "20010101");
        header.Set(DicomTag.ReferringPhysicianName, "von der Heide^Lang");
        return header;
    }

    public static DicomDataset Japanese()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        header.Set(DicomTag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう");
        header.Set(DicomTag.PatientId, "JP-000042");
        return header;
    }

    public static TextCleaner Cleaner(
        DicomDataset header,
        DeidentificationOptions? options = null,
        params string[] known
    ) =>
        TextCleaner.For(
            header,
            new DeidentificationSubject("key", "SUBJECT") { KnownIdentifiers = known },
            options ?? new DeidentificationOptions { Dates = DateHandling.Shift }
        );
}
