using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>Still pictures with colour Doppler, one RGB frame each.</summary>
internal sealed record UltrasoundSeries(string Description, string BodyPart, int Count)
    : SyntheticSeries(Description, BodyPart, Count)
{
    private const int Columns = 640;
    private const int Rows = 480;
    private static readonly DicomTag UltrasoundColorDataPresent = new(0x0028, 0x0014);

    public override string Modality => "US";

    public override DicomUid SopClassUid => DicomUids.UltrasoundImageStorage;

    public override void Describe(DicomDataset dataset, SyntheticInstance instance)
    {
        dataset.Set(DicomTag.ImageType, @"ORIGINAL\PRIMARY\ABDOMINAL\0011");
        dataset.Set(DicomTag.PatientOrientation, "");
        dataset.Set(DicomTag.BurnedInAnnotation, "NO");
        dataset.Set(DicomTag.LossyImageCompression, "00");
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)3);
        dataset.Set(DicomTag.PhotometricInterpretation, "RGB");
        dataset.Set(DicomTag.PlanarConfiguration, (ushort)0);
        dataset.Set(DicomTag.Rows, (ushort)Rows);
        dataset.Set(DicomTag.Columns, (ushort)Columns);
        dataset.Set(UltrasoundColorDataPresent, (ushort)1);
        dataset.Set(DicomTag.BitsAllocated, (ushort)8);
        dataset.Set(DicomTag.BitsStored, (ushort)8);
        dataset.Set(DicomTag.HighBit, (ushort)7);
        dataset.Set(DicomTag.PixelRepresentation, (ushort)0);
    }

    public override DicomElement Render(SyntheticInstance instance) =>
        new(
            DicomTag.PixelData,
            DicomVr.OB,
            new UltrasoundScan(Columns, Rows, Seed(instance)).RenderColor(
                phase: (double)instance.InstanceNumber / Count
            )
        );
}
