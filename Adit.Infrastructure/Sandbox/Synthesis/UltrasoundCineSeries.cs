using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>Moving pictures: one grey multi-frame instance per loop.</summary>
internal sealed record UltrasoundCineSeries(
    string Description,
    string BodyPart,
    int Count,
    int Frames
) : SyntheticSeries(Description, BodyPart, Count)
{
    private const int Columns = 320;
    private const int Rows = 240;

    public override string Modality => "US";

    public override DicomUid SopClassUid => DicomUids.UltrasoundMultiFrameImageStorage;

    public override void Describe(DicomDataset dataset, SyntheticInstance instance)
    {
        dataset.Set(DicomTag.ImageType, @"ORIGINAL\PRIMARY\ABDOMINAL\0001");
        dataset.Set(DicomTag.PatientOrientation, "");
        dataset.Set(DicomTag.BurnedInAnnotation, "NO");
        dataset.Set(DicomTag.LossyImageCompression, "00");
        dataset.Set(DicomTag.FrameTime, "40");
        dataset.Set(DicomTag.NumberOfFrames, Frames.ToString(CultureInfo.InvariantCulture));
        dataset.Set(
            new DicomElement(
                DicomTag.FrameIncrementPointer,
                DicomVr.AT,
                new byte[] { 0x18, 0, 0x63, 0x10 }
            )
        );
        DescribeGrey(dataset, Columns, Rows, bitsAllocated: 8, bitsStored: 8);
    }

    public override DicomElement Render(SyntheticInstance instance)
    {
        var scan = new UltrasoundScan(Columns, Rows, Seed(instance));
        var pixels = new byte[Columns * Rows * Frames];
        for (var frame = 0; frame < Frames; frame++)
        {
            scan.RenderGrey((double)frame / Frames).CopyTo(pixels, frame * Columns * Rows);
        }
        return new DicomElement(DicomTag.PixelData, DicomVr.OB, pixels);
    }
}
