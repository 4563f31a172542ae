using System.Globalization;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>What a series of the sandbox holds: how its instances are described and drawn, both on demand.</summary>
internal abstract record SyntheticSeries(string Description, string BodyPart, int Count)
{
    public abstract string Modality { get; }

    public abstract DicomUid SopClassUid { get; }

    /// <summary>Adds what the modality says about an instance to what all instances of the study have.</summary>
    public abstract void Describe(DicomDataset dataset, SyntheticInstance instance);

    /// <summary>Draws the pixel data, or returns null for objects without a picture.</summary>
    public abstract DicomElement? Render(SyntheticInstance instance);

    protected static uint Seed(SyntheticInstance instance) =>
        (uint)(
            (instance.Study.Number * 1_000_003)
            + (instance.SeriesNumber * 10_007)
            + instance.InstanceNumber
        );

    /// <summary>A decimal string of at most 16 characters.</summary>
    protected static string Decimal(double value) =>
        Math.Round(value, 5).ToString("0.#####", CultureInfo.InvariantCulture);

    protected static string Decimals(params ReadOnlySpan<double> values)
    {
        var texts = new List<string>(values.Length);
        foreach (var value in values)
        {
            texts.Add(Decimal(value));
        }
        return string.Join('\\', texts);
    }

    /// <summary>Image Pixel module of grey pictures.</summary>
    protected static void DescribeGrey(
        DicomDataset dataset,
        int columns,
        int rows,
        ushort bitsAllocated,
        ushort bitsStored
    )
    {
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.Set(DicomTag.Rows, (ushort)rows);
        dataset.Set(DicomTag.Columns, (ushort)columns);
        dataset.Set(DicomTag.BitsAllocated, bitsAllocated);
        dataset.Set(DicomTag.BitsStored, bitsStored);
        dataset.Set(DicomTag.HighBit, (ushort)(bitsStored - 1));
        dataset.Set(DicomTag.PixelRepresentation, (ushort)0);
    }

    /// <summary>Frame of Reference and Image Plane modules of a slice.</summary>
    protected static void DescribePlane(
        DicomDataset dataset,
        SyntheticInstance instance,
        SliceOrientation orientation,
        double position,
        double fieldOfView,
        int matrix,
        double thickness
    )
    {
        var plane = orientation.PlaneAt(position, fieldOfView, matrix);
        var spacing = fieldOfView / matrix;
        dataset.Set(DicomTag.FrameOfReferenceUid, instance.Study.FrameOfReferenceUid.Value);
        dataset.Set(DicomTag.PositionReferenceIndicator, "");
        dataset.Set(DicomTag.PatientPosition, "HFS");
        dataset.Set(DicomTag.SliceThickness, Decimal(thickness));
        dataset.Set(DicomTag.SliceLocation, Decimal(position));
        dataset.Set(DicomTag.PixelSpacing, Decimals(spacing, spacing));
        dataset.Set(
            DicomTag.ImagePositionPatient,
            Decimals(plane.Origin.X, plane.Origin.Y, plane.Origin.Z)
        );
        dataset.Set(DicomTag.ImageOrientationPatient, orientation.Cosines);
    }
}
