using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>One projection radiograph of the trunk.</summary>
internal sealed record CrSeries(
    string Description,
    string BodyPart,
    Phantom Phantom,
    Projection Projection,
    double Top
) : SyntheticSeries(Description, BodyPart, Count: 1)
{
    private const int Rows = 768;
    private const double Spacing = 0.6;

    public override string Modality => "CR";

    public override DicomUid SopClassUid => DicomUids.ComputedRadiographyImageStorage;

    private int Columns => Projection == Projection.Frontal ? 712 : 560;

    public override void Describe(DicomDataset dataset, SyntheticInstance instance)
    {
        dataset.Set(DicomTag.ImageType, @"ORIGINAL\PRIMARY");
        dataset.Set(
            DicomTag.ViewPosition,
            Projection switch
            {
                Projection.Frontal => "PA",
                Projection.Lateral => "LL",
            }
        );
        dataset.Set(
            DicomTag.PatientOrientation,
            Projection switch
            {
                Projection.Frontal => @"L\F",
                Projection.Lateral => @"P\F",
            }
        );
        dataset.Set(DicomTag.Kvp, "117");
        dataset.Set(DicomTag.PlateId, "SBX-PLATE");
        dataset.Set(DicomTag.ImagerPixelSpacing, Decimals(Spacing, Spacing));
        dataset.Set(DicomTag.AcquisitionNumber, "1");
        DescribeGrey(dataset, Columns, Rows, bitsAllocated: 16, bitsStored: 12);
        dataset.Set(DicomTag.WindowCenter, "1900");
        dataset.Set(DicomTag.WindowWidth, "3400");
    }

    public override DicomElement Render(SyntheticInstance instance) =>
        new(
            DicomTag.PixelData,
            DicomVr.OW,
            new Radiograph(
                Phantom,
                Projection,
                Columns,
                Rows,
                Top,
                Spacing,
                Seed(instance)
            ).Render()
        );
}
