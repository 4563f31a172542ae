using Adit.Dicom.Data;
using Adit.Dicom.Imaging;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>Blanks regions of pictures, and clears overlays that lie in unused bits, while the pixel data stream through.</summary>
internal static partial class PixelCleaning
{
    /// <summary>The longest value with an even length of 32 bits.</summary>
    private const long MaxValueBytes = uint.MaxValue - 1;

    private const ushort OverlayBitsAllocated = 0x0100;
    private const ushort OverlayBitPosition = 0x0102;
    private const ushort OverlayData = 0x3000;

    /// <summary>Decides what is done to the pixel data of an object.</summary>
    /// <param name="original">The header as it came, up to the pixel data.</param>
    /// <param name="syntax">How the object is encoded.</param>
    /// <param name="profile">Its rules are used when it cleans pixel data.</param>
    /// <exception cref="DeidentificationRefusedException">Something has to be cleaned, and cannot be.</exception>
    public static PixelPlan Plan(
        DicomDataset original,
        DicomTransferSyntax syntax,
        DeidentificationProfile profile
    )
    {
        var rules = PixelRules.Find(original, profile);
        var overlays = HasOverlayInPixels(original);
        if (rules.Count == 0 && !overlays)
        {
            return PixelPlan.Keep;
        }
        var rule = rules.Count == 0 ? null : string.Join(", ", rules.Select(fit => fit.Name));
        if (!overlays && rules.All(fit => fit.Regions.Count == 0))
        {
            return new PixelPlan { Rule = rule };
        }
        if (original.Contains(DicomTag.PixelDataProviderUrl))
        {
            throw Refuse("they are somewhere else.");
        }
        FrameDescription? image;
        try
        {
            image = FrameDescription.Read(original);
        }
        catch (DicomDataException exception)
        {
            throw Refuse(exception.Message, exception);
        }
        if (image is null)
        {
            return new PixelPlan { Rule = rule, ExpectsNoPixels = true };
        }
        var regions = rules
            .SelectMany(fit => fit.Regions)
            .Select(region => Clip(region, image))
            .Where(region => region is { Width: > 0, Height: > 0 })
            .Distinct()
            .ToArray();
        if (regions.Length == 0 && !overlays)
        {
            return new PixelPlan { Rule = rule };
        }
        var plan = new PixelPlan
        {
            Rule = rule,
            Regions = regions,
            MasksUnusedBits = overlays,
            Source = image,
            Image = image,
        };
        return syntax.IsEncapsulated || !syntax.IsKnown
            ? PlanDecoding(plan, image, syntax, original)
            : PlanNative(plan, image, original);
    }

    private static PixelPlan PlanNative(
        PixelPlan plan,
        FrameDescription image,
        DicomDataset original
    )
    {
        if (image is { BitsAllocated: 1, SamplesPerPixel: > 1 })
        {
            throw Refuse("colour in single bits is not understood.");
        }
        if (CellBlanker.IsSubsampled(image) && (image.Columns % 2 != 0 || image.BitsAllocated != 8))
        {
            throw Refuse("two pixels that share their colour need an even number of columns.");
        }
        return plan with { Blank = BlankOf(plan, image, original) };
    }

    private static PixelPlan PlanDecoding(
        PixelPlan plan,
        FrameDescription image,
        DicomTransferSyntax syntax,
        DicomDataset original
    )
    {
        FrameDescription decoded;
        try
        {
            decoded = FrameDecoder.Describe(syntax, image);
        }
        catch (DicomDataException exception)
        {
            throw Refuse(exception.Message, exception);
        }
        if (decoded.BitsAllocated == 1)
        {
            throw Refuse("single bits in fragments are not understood.");
        }
        if (decoded.FrameBytes * image.NumberOfFrames > MaxValueBytes)
        {
            throw Refuse("decoded they would be larger than 4 GB.");
        }
        return plan with
        {
            Image = decoded,
            InputSyntax = syntax,
            OutputSyntax = DicomTransferSyntax.ExplicitVrLittleEndian,
            Blank = BlankOf(plan, decoded, original),
        };
    }

    private static IReadOnlyList<ulong> BlankOf(
        PixelPlan plan,
        FrameDescription image,
        DicomDataset original
    ) =>
        !plan.Blanks
            ? []
            : BlankValues.Of(image, original)
                ?? throw Refuse("the photometric interpretation is not understood.");

    /// <summary>An overlay whose bits lie in the cells of the pixel data (PS3.5 section 8.1.2, retired 2004).</summary>
    private static bool HasOverlayInPixels(DicomDataset header)
    {
        foreach (var item in header)
        {
            var (group, element) = (item.Tag.Group, item.Tag.Element);
            var isEmbedded =
                group >> 8 == 0x60
                && element switch
                {
                    OverlayBitPosition => header.GetInt32(item.Tag) is > 0,
                    OverlayBitsAllocated => header.GetInt32(item.Tag) is > 1,
                    _ => false,
                };
            if (isEmbedded && !header.Contains(new DicomTag(group, OverlayData)))
            {
                return true;
            }
        }
        return false;
    }

    private static PixelRegion Clip(PixelRegion region, FrameDescription image)
    {
        var left = Math.Clamp((long)region.X, 0, image.Columns);
        var top = Math.Clamp((long)region.Y, 0, image.Rows);
        var right = Math.Clamp((long)region.X + region.Width, left, image.Columns);
        var bottom = Math.Clamp((long)region.Y + region.Height, top, image.Rows);
        return new PixelRegion((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }

    private static DeidentificationRefusedException Refuse(string message) =>
        new(
            DeidentificationRefusal.PixelDataNotCleanable,
            "The pixel data cannot be cleaned: " + message
        );

    private static DeidentificationRefusedException Refuse(string message, Exception cause) =>
        new(
            DeidentificationRefusal.PixelDataNotCleanable,
            "The pixel data cannot be cleaned: " + message,
            cause
        );

    /// <summary>Makes the output's header say how the pixel data will be written.</summary>
    public static void AdjustHeader(DicomDataset output, PixelPlan plan)
    {
        if (plan is not { OutputSyntax: not null, Image: { } image })
        {
            return;
        }
        output.Set(DicomTag.PhotometricInterpretation, image.PhotometricInterpretation);
        if (image.SamplesPerPixel > 1)
        {
            output.Set(DicomTag.PlanarConfiguration, (ushort)0);
        }
        foreach (var tag in PixelPlan.OffsetTables)
        {
            output.Remove(tag);
        }
    }
}
