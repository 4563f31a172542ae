using System.Buffers.Binary;
using Adit.Dicom.Data;
using Adit.Dicom.Imaging;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>The stored values that show as black (PS3.3 section C.7.6.3.1.2).</summary>
internal static class BlankValues
{
    /// <summary>One value per sample, in the place of the stored bits; null when the photometric interpretation is not understood.</summary>
    public static IReadOnlyList<ulong>? Of(FrameDescription image, DicomDataset header)
    {
        // In YBR_PARTIAL black is 16, and below it nothing is defined.
        IReadOnlyList<ulong>? values = (
            image.PhotometricInterpretation,
            image.SamplesPerPixel
        ) switch
        {
            ("MONOCHROME1", 1) => [Greatest(image)],
            ("MONOCHROME2", 1) => [Least(image)],
            ("PALETTE COLOR", 1) => [DarkestIndex(image, header)],
            ("RGB", 3) => [0, 0, 0],
            ("YBR_FULL" or "YBR_FULL_422", 3) => [0, Middle(image), Middle(image)],
            ("YBR_PARTIAL_422", 3) when image.BitsStored == 8 => [16, 128, 128],
            _ => null,
        };
        return values?.Select(value => value << (image.HighBit - image.BitsStored + 1)).ToArray();
    }

    private static ulong Middle(FrameDescription image) => 1UL << (image.BitsStored - 1);

    private static ulong Greatest(FrameDescription image) =>
        (ulong.MaxValue >> (64 - image.BitsStored)) & ~SignBit(image);

    private static ulong Least(FrameDescription image) => SignBit(image);

    private static ulong SignBit(FrameDescription image) =>
        image.IsSigned && image.BitsStored > 1 ? 1UL << (image.BitsStored - 1) : 0;

    /// <summary>The index whose colour has the smallest sum; 0 when the tables are segmented or not understood.</summary>
    private static ulong DarkestIndex(FrameDescription image, DicomDataset header)
    {
        DicomTag[] tables =
        [
            DicomTag.RedPaletteColorLookupTableData,
            DicomTag.GreenPaletteColorLookupTableData,
            DicomTag.BluePaletteColorLookupTableData,
        ];
        var descriptor = (
            header[DicomTag.RedPaletteColorLookupTableDescriptor] as DicomElement
        )?.RawValue;
        if (descriptor is not { Length: >= 6 } numbers)
        {
            return 0;
        }
        int count = BinaryPrimitives.ReadUInt16LittleEndian(numbers.Span);
        count = count == 0 ? 65_536 : count;
        var first = BinaryPrimitives.ReadUInt16LittleEndian(numbers.Span[2..]);
        var sums = new int[count];
        foreach (var tag in tables)
        {
            if (header[tag] is not DicomElement table)
            {
                return 0;
            }
            var data = table.RawValue.Span;
            if (data.Length >= 2 * count)
            {
                for (var i = 0; i < count; i++)
                {
                    sums[i] += BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]);
                }
            }
            else if (data.Length >= count)
            {
                for (var i = 0; i < count; i++)
                {
                    sums[i] += data[i];
                }
            }
            else
            {
                return 0;
            }
        }
        var darkest = (ulong)(first + Array.IndexOf(sums, sums.Min()));
        return darkest & (ulong.MaxValue >> (64 - image.BitsStored));
    }
}
