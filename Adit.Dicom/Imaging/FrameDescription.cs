using Adit.Dicom.Data;

namespace Adit.Dicom.Imaging;

/// <summary>What the header says about the cells of a frame (PS3.3 section C.7.6.3).</summary>
public sealed record FrameDescription
{
    /// <summary>The most bytes that a frame may have; 65,535 rows and columns of colour would be 12 GB.</summary>
    public const long MaxFrameBytes = 512L << 20;

    /// <summary>(0028,0010), 1 to 65,535.</summary>
    public required int Rows { get; init; }

    /// <summary>(0028,0011), 1 to 65,535.</summary>
    public required int Columns { get; init; }

    /// <summary>(0028,0002): 1, or 3 in colour.</summary>
    public int SamplesPerPixel { get; init; } = 1;

    /// <summary>(0028,0100): 1, 8, 16, 32 or 64.</summary>
    public required int BitsAllocated { get; init; }

    /// <summary>(0028,0101), at most <see cref="BitsAllocated"/>.</summary>
    public required int BitsStored { get; init; }

    /// <summary>(0028,0102), the most significant bit of those that are stored.</summary>
    public required int HighBit { get; init; }

    /// <summary>(0028,0103): the stored bits are a number in two's complement.</summary>
    public bool IsSigned { get; init; }

    /// <summary>(0028,0004), such as MONOCHROME2, RGB or YBR_FULL_422.</summary>
    public string PhotometricInterpretation { get; init; } = "MONOCHROME2";

    /// <summary>(0028,0006) of native colour: each frame holds one plane per sample.</summary>
    public bool IsPlanar { get; init; }

    /// <summary>(0028,0008), 1 when it is not given.</summary>
    public int NumberOfFrames { get; init; } = 1;

    /// <summary>The size of one decoded frame in bytes: all samples of a pixel side by side, each in <see cref="BitsAllocated"/> bits.</summary>
    public long FrameBytes => ((long)Rows * Columns * SamplesPerPixel * BitsAllocated + 7) / 8;

    /// <summary>Reads the description from a header; null when it has no rows or no columns, as objects without pictures.</summary>
    /// <exception cref="DicomDataException">What it says is contradictory or not defined by the standard.</exception>
    public static FrameDescription? Read(DicomDataset header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (!header.Contains(DicomTag.Rows) || !header.Contains(DicomTag.Columns))
        {
            return null;
        }
        var allocated = header.GetInt32(DicomTag.BitsAllocated) ?? 0;
        var stored = header.GetInt32(DicomTag.BitsStored) ?? allocated;
        var description = new FrameDescription
        {
            Rows = header.GetInt32(DicomTag.Rows) ?? 0,
            Columns = header.GetInt32(DicomTag.Columns) ?? 0,
            SamplesPerPixel = header.GetInt32(DicomTag.SamplesPerPixel) ?? 1,
            BitsAllocated = allocated,
            BitsStored = stored,
            HighBit = header.GetInt32(DicomTag.HighBit) ?? stored - 1,
            IsSigned = header.GetInt32(DicomTag.PixelRepresentation) == 1,
            PhotometricInterpretation =
                header.GetString(DicomTag.PhotometricInterpretation) ?? "MONOCHROME2",
            IsPlanar = header.GetInt32(DicomTag.PlanarConfiguration) == 1,
            NumberOfFrames = header.Contains(DicomTag.NumberOfFrames)
                ? header.GetInt32(DicomTag.NumberOfFrames) ?? 1
                : 1,
        };
        description.Check();
        return description;
    }

    private void Check()
    {
        if (Rows is < 1 or > ushort.MaxValue || Columns is < 1 or > ushort.MaxValue)
        {
            throw new DicomDataException("The picture has no size.", DicomTag.Rows);
        }
        if (SamplesPerPixel is not (1 or 3))
        {
            throw new DicomDataException(
                "Only pictures of 1 or 3 samples per pixel are understood.",
                DicomTag.SamplesPerPixel
            );
        }
        if (BitsAllocated is not (1 or 8 or 16 or 32 or 64))
        {
            throw new DicomDataException(
                "Only cells of 1, 8, 16, 32 or 64 bits are understood.",
                DicomTag.BitsAllocated
            );
        }
        if (BitsStored < 1 || BitsStored > BitsAllocated)
        {
            throw new DicomDataException(
                "More bits are stored than a cell has.",
                DicomTag.BitsStored
            );
        }
        if (HighBit < BitsStored - 1 || HighBit >= BitsAllocated)
        {
            throw new DicomDataException("The stored bits leave their cell.", DicomTag.HighBit);
        }
        if (NumberOfFrames < 1)
        {
            throw new DicomDataException(
                "The number of frames is not positive.",
                DicomTag.NumberOfFrames
            );
        }
        if (FrameBytes > MaxFrameBytes)
        {
            throw new DicomDataException(
                $"A frame would have more than {MaxFrameBytes} bytes.",
                DicomTag.Rows
            );
        }
    }
}
