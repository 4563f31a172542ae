using System.Globalization;
using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>
/// Slices of computed tomography in Hounsfield units. Position of the first slice along the normal, distance of neighbours
/// and edge of the square field of view are in mm.
/// </summary>
internal sealed record CtSeries(
    string Description,
    string BodyPart,
    int Count,
    Phantom Phantom,
    TissueContrast Contrast,
    SliceOrientation Orientation,
    double First,
    double Spacing,
    double FieldOfView,
    int Matrix,
    CtWindow Window
) : SyntheticSeries(Description, BodyPart, Count)
{
    public override string Modality => "CT";

    public override DicomUid SopClassUid => DicomUids.CtImageStorage;

    public override void Describe(DicomDataset dataset, SyntheticInstance instance)
    {
        var axial = Orientation == SliceOrientation.Axial;
        dataset.Set(
            DicomTag.ImageType,
            axial ? @"ORIGINAL\PRIMARY\AXIAL" : @"DERIVED\SECONDARY\REFORMATTED"
        );
        dataset.Set(DicomTag.Kvp, "120");
        dataset.Set(DicomTag.XRayTubeCurrent, "240");
        dataset.Set(DicomTag.ExposureTime, "500");
        dataset.Set(DicomTag.ConvolutionKernel, Window.Kernel);
        dataset.Set(DicomTag.ReconstructionDiameter, Decimal(FieldOfView));
        dataset.Set(DicomTag.GantryDetectorTilt, "0");
        dataset.Set(DicomTag.SpacingBetweenSlices, Decimal(Math.Abs(Spacing)));
        dataset.Set(DicomTag.AcquisitionNumber, "1");
        if (Contrast == TissueContrast.CtEnhanced)
        {
            dataset.Set(DicomTag.ContrastBolusAgent, "Synthetic contrast agent");
        }
        DescribePlane(
            dataset,
            instance,
            Orientation,
            Position(instance),
            FieldOfView,
            Matrix,
            Math.Abs(Spacing)
        );
        DescribeGrey(dataset, Matrix, Matrix, bitsAllocated: 16, bitsStored: 12);
        dataset.Set(DicomTag.WindowCenter, Window.Center.ToString(CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.WindowWidth, Window.Width.ToString(CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.RescaleIntercept, "-1024");
        dataset.Set(DicomTag.RescaleSlope, "1");
        dataset.Set(DicomTag.RescaleType, "HU");
    }

    public override DicomElement Render(SyntheticInstance instance)
    {
        var section = new CrossSection(
            Phantom,
            Contrast,
            Orientation.PlaneAt(Position(instance), FieldOfView, Matrix),
            Matrix,
            Matrix,
            Window.Noise,
            Seed(instance)
        );
        return new DicomElement(DicomTag.PixelData, DicomVr.OW, section.RenderCt());
    }

    private double Position(SyntheticInstance instance) =>
        First + ((instance.InstanceNumber - 1) * Spacing);
}

/// <summary>A reconstruction kernel with the window that it is read in, and its noise, all in Hounsfield units.</summary>
internal sealed record CtWindow(string Kernel, int Center, int Width, float Noise)
{
    public static CtWindow Brain { get; } = new("H31s", 40, 90, 4);

    public static CtWindow Bone { get; } = new("H70h", 450, 1800, 32);

    public static CtWindow Soft { get; } = new("B30f", 50, 400, 11);

    public static CtWindow Lung { get; } = new("B70f", -550, 1500, 38);
}
