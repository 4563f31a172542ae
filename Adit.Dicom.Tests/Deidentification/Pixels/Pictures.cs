using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>Makes objects with synthetic pictures: gradients that differ from frame to frame and from sample to sample.</summary>
internal sealed record Pictures
{
    public int Rows { get; init; } = 48;
    public int Columns { get; init; } = 40;
    public int Bits { get; init; } = 16;
    public int Stored { get; init; } = 12;
    public int Samples { get; init; } = 1;
    public int Frames { get; init; } = 1;
    public bool IsSigned { get; init; }
    public bool IsPlanar { get; init; }
    public string Photometric { get; init; } = "MONOCHROME2";

    /// <summary>The object with its pixel data as one element in little endian.</summary>
    public DicomDataset Build(bool withPixels = true)
    {
        var dataset = new DicomDataset();
        dataset.Set(
            DicomTag.SopClassUid,
            new DicomUid(Frames > 1 ? "1.2.840.10008.5.1.4.1.1.3.1" : "1.2.840.10008.5.1.4.1.1.7")
        );
        dataset.Set(DicomTag.SopInstanceUid, new DicomUid("2.25.71"));
        dataset.Set(DicomTag.StudyInstanceUid, new DicomUid("2.25.72"));
        dataset.Set(DicomTag.SeriesInstanceUid, new DicomUid("2.25.73"));
        dataset.Set(DicomTag.Modality, "US");
        dataset.Set(DicomTag.Manufacturer, "Acme Imaging");
        dataset.Set(DicomTag.ManufacturerModelName, "Sono 3000");
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)Samples);
        dataset.Set(DicomTag.PhotometricInterpretation, Photometric);
        if (Samples > 1)
        {
            dataset.Set(DicomTag.PlanarConfiguration, (ushort)(IsPlanar ? 1 : 0));
        }
        if (Frames > 1)
        {
            dataset.Set(DicomTag.NumberOfFrames, Frames);
        }
        dataset.Set(DicomTag.Rows, (ushort)Rows);
        dataset.Set(DicomTag.Columns, (ushort)Columns);
        dataset.Set(DicomTag.BitsAllocated, (ushort)Bits);
        dataset.Set(DicomTag.BitsStored, (ushort)Stored);
        dataset.Set(DicomTag.HighBit, (ushort)(Stored - 1));
        dataset.Set(DicomTag.PixelRepresentation, (ushort)(IsSigned ? 1 : 0));
        if (withPixels)
        {
            dataset.Set(
                new DicomElement(DicomTag.PixelData, Bits > 8 ? DicomVr.OW : DicomVr.OB, Cells())
            );
        }
        return dataset;
    }

    /// <summary>The value of one sample: never black, so that what is blanked can be told from what is not.</summary>
    public long Sample(int frame, int row, int column, int sample)
    {
        var greatest = (1L << Stored) - 1;
        // Smooth, so that lossy compression keeps it.
        var span = Rows + Columns + 2L * Frames;
        var position = sample switch
        {
            0 => row + column,
            1 => Rows + column - row,
            _ => Rows + Columns - row / 2 - column / 2,
        };
        var value = greatest / 4 + (position + 2 * frame) * (greatest / 2) / span;
        if (Bits == 1)
        {
            return (row + column + frame) & 1;
        }
        return IsSigned ? value - greatest / 2 : value;
    }

    private byte[] Cells()
    {
        var size = Bits == 1 ? 1 : Bits / 8;
        var pixels = (long)Rows * Columns;
        var total = pixels * Samples * Frames;
        var length = Bits == 1 ? (total + 7) / 8 : total * size;
        var cells = new byte[length + (length & 1)];
        long index = 0;
        for (var frame = 0; frame < Frames; frame++)
        {
            for (var i = 0; i < pixels * Samples; i++, index++)
            {
                var (pixel, sample) = IsPlanar
                    ? (i % pixels, (int)(i / pixels))
                    : (i / Samples, i % Samples);
                var value = Sample(frame, (int)(pixel / Columns), (int)(pixel % Columns), sample);
                if (Bits == 1)
                {
                    cells[index / 8] |= (byte)(value << (int)(index % 8));
                    continue;
                }
                // Only the stored bits: nothing stands above them.
                var stored = value & (Stored == 64 ? -1 : (1L << Stored) - 1);
                for (var b = 0; b < size; b++)
                {
                    cells[index * size + b] = (byte)(stored >> (8 * b));
                }
            }
        }
        return cells;
    }
}
