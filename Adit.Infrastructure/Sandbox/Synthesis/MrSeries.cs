using Adit.Dicom.Data;
using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>Slices of magnetic resonance imaging of the head.</summary>
internal sealed record MrSeries(
    string Description,
    int Count,
    Phantom Phantom,
    MrSequence Sequence,
    SliceOrientation Orientation,
    double First,
    double Spacing,
    int Matrix = 256
) : SyntheticSeries(Description, "HEAD", Count)
{
    private const double FieldOfView = 250;

    public override string Modality => "MR";

    public override DicomUid SopClassUid => DicomUids.MrImageStorage;

    public override void Describe(DicomDataset dataset, SyntheticInstance instance)
    {
        dataset.Set(DicomTag.ImageType, @"ORIGINAL\PRIMARY\OTHER");
        dataset.Set(DicomTag.ScanningSequence, Sequence.ScanningSequence);
        dataset.Set(DicomTag.SequenceVariant, "SK");
        dataset.Set(DicomTag.ScanOptions, "");
        dataset.Set(DicomTag.MrAcquisitionType, "2D");
        dataset.Set(DicomTag.SequenceName, Sequence.Name);
        dataset.Set(DicomTag.RepetitionTime, Decimal(Sequence.RepetitionTime));
        dataset.Set(DicomTag.EchoTime, Decimal(Sequence.EchoTime));
        dataset.Set(DicomTag.EchoTrainLength, Decimal(Sequence.EchoTrainLength));
        if (Sequence.InversionTime is { } inversionTime)
        {
            dataset.Set(DicomTag.InversionTime, Decimal(inversionTime));
        }
        dataset.Set(DicomTag.MagneticFieldStrength, "3");
        dataset.Set(DicomTag.FlipAngle, Decimal(Sequence.FlipAngle));
        dataset.Set(DicomTag.SpacingBetweenSlices, Decimal(Math.Abs(Spacing)));
        dataset.Set(DicomTag.AcquisitionNumber, "1");
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
        dataset.Set(DicomTag.WindowCenter, Decimal(Sequence.White / 2));
        dataset.Set(DicomTag.WindowWidth, Decimal(Sequence.White));
    }

    public override DicomElement Render(SyntheticInstance instance)
    {
        var section = new CrossSection(
            Phantom,
            Sequence.Contrast,
            Orientation.PlaneAt(Position(instance), FieldOfView, Matrix),
            Matrix,
            Matrix,
            Sequence.Noise,
            Seed(instance)
        );
        return new DicomElement(DicomTag.PixelData, DicomVr.OW, section.RenderMr());
    }

    private double Position(SyntheticInstance instance) =>
        First + ((instance.InstanceNumber - 1) * Spacing);
}

/// <summary>The timing of a pulse sequence in ms and the contrast that follows from it; <c>White</c> is the brightest signal of interest.</summary>
internal sealed record MrSequence(
    string Name,
    string ScanningSequence,
    TissueContrast Contrast,
    double RepetitionTime,
    double EchoTime,
    double? InversionTime,
    int EchoTrainLength,
    double FlipAngle,
    double White,
    float Noise
)
{
    public static MrSequence T1 { get; } =
        new("se2d1", "SE", TissueContrast.MrT1, 550, 9, InversionTime: null, 1, 90, 900, 13);

    public static MrSequence T2 { get; } =
        new(
            "tse2d1_17",
            "SE",
            TissueContrast.MrT2,
            4800,
            98,
            InversionTime: null,
            17,
            150,
            1300,
            17
        );

    public static MrSequence Flair { get; } =
        new(
            "tir2d1_16",
            @"SE\IR",
            TissueContrast.MrFlair,
            9000,
            86,
            InversionTime: 2500,
            16,
            150,
            1000,
            14
        );
}
