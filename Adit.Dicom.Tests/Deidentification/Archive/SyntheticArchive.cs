using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>Twenty patients with studies of many kinds: every object refers to its study and to its neighbours as real ones do.</summary>
public static class SyntheticArchive
{
    private const int BurnedHeight = 6;

    private static readonly Lazy<IReadOnlyList<SyntheticObject>> Objects = new(() =>
        [.. SyntheticPatient.All.SelectMany(OfPatient)]
    );

    public static IReadOnlyList<SyntheticObject> All => Objects.Value;

    /// <summary>Where the ultrasound machine of the archive writes names into its pictures.</summary>
    public static BurnedIn Banner { get; } = new(0, 0, SyntheticPixels.Size, BurnedHeight);

    private static IEnumerable<SyntheticObject> OfPatient(SyntheticPatient patient)
    {
        var ct = new SyntheticStudy(patient, 0, "CT Thorax mit KM");
        for (var i = 1; i <= 4; i++)
        {
            yield return ct.Make(Templates.Ct, 1, i, SyntheticPixels.Signed16);
        }
        yield return ct.Make(Templates.Segmentation, 2, 1, SyntheticPixels.Bits);
        yield return ct.Make(Templates.StructureSet, 3, 1);
        yield return ct.Make(Templates.Plan, 4, 1);
        yield return ct.Make(Templates.Dose, 5, 1, SyntheticPixels.Unsigned16);
        yield return ct.Make(Templates.Report, 6, 1);
        yield return ct.Make(Templates.PresentationState, 7, 1);
        yield return ct.Make(Templates.KeyObjects, 8, 1);
        yield return ct.Make(Templates.SecondaryCapture, 9, 1, SyntheticPixels.Rgb);

        var mr = new SyntheticStudy(patient, 1, "MRT Knie links");
        for (var i = 1; i <= 3; i++)
        {
            yield return mr.Make(Templates.Mr, 1, i, SyntheticPixels.Unsigned16);
        }
        yield return mr.Make(Templates.EnhancedMr, 2, 1, SyntheticPixels.TwoFrames16);
        yield return mr.Make(Templates.EnhancedCt, 3, 1, SyntheticPixels.TwoFrames16);

        var plain = new SyntheticStudy(patient, 2, "Thorax in zwei Ebenen");
        yield return plain.Make(Templates.Cr, 1, 1, SyntheticPixels.Unsigned16);
        yield return plain.Make(Templates.Dx, 2, 1, SyntheticPixels.Unsigned16);
        yield return plain.Make(Templates.Mammography, 3, 1, SyntheticPixels.Unsigned16);
        yield return plain.Make(Templates.Ultrasound, 4, 1, SyntheticPixels.Burned8, Banner);
        yield return plain.Make(Templates.Pet, 5, 1, SyntheticPixels.Signed16);
        yield return plain.Make(Templates.NuclearMedicine, 6, 1, SyntheticPixels.Unsigned16);
        yield return plain.Make(Templates.Ecg, 7, 1);
    }
}

/// <summary>What the objects of one study have in common.</summary>
public sealed class SyntheticStudy(SyntheticPatient patient, int number, string description)
{
    public SyntheticPatient Patient => patient;

    public string Description => description;

    public string Accession => patient.Accession(number);

    public DateOnly Day => patient.StudyDay(number);

    public string Date => Day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The day as people write it into comments.</summary>
    public string BirthInWords =>
        patient.Birth.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    public string StudyUid => Uid($"{patient.Number + 1}.{number + 1}");

    public string FrameOfReferenceUid => Uid($"{patient.Number + 1}.{number + 1}.0.7");

    public string SeriesUid(int series) => Uid($"{patient.Number + 1}.{number + 1}.{series}");

    public string InstanceUid(int series, int instance) =>
        Uid($"{patient.Number + 1}.{number + 1}.{series}.{instance}");

    public SyntheticObject Make(
        Func<SyntheticStudy, int, int, ObjectText> template,
        int series,
        int instance,
        Func<int, byte[]>? pixels = null,
        BurnedIn? burnedIn = null
    )
    {
        var text = template(this, series, instance);
        var dataset = new DicomDataset();
        var key = ObjectTemplate.Fill(dataset, Templates.Common(this, series, instance, text));
        key.AddRange(ObjectTemplate.Fill(dataset, text.Body));
        if (pixels is not null)
        {
            var vr = dataset.GetInt32(DicomTag.BitsAllocated) == 16 ? DicomVr.OW : DicomVr.OB;
            dataset.Set(DicomTag.PixelData, vr, pixels((patient.Number * 100) + series + instance));
        }
        return new SyntheticObject
        {
            Name = $"{patient.Id} {template.Method.Name} {number}.{series}.{instance}",
            Patient = patient,
            Dataset = dataset,
            Key = key,
            BurnedIn = burnedIn,
        };
    }

    private static string Uid(string rest) => $"1.3.46.670589.44.{rest}";
}

/// <summary>What a template gives.</summary>
/// <param name="SopClass">The SOP class UID.</param>
/// <param name="Modality">The modality.</param>
/// <param name="Body">Lines for <see cref="ObjectTemplate"/>.</param>
public sealed record ObjectText(string SopClass, string Modality, string Body);
