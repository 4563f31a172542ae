using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Imaging;

namespace Adit.Dicom.Deidentification.Pixels;

/// <summary>Blanks regions of pictures, and clears overlays that lie in unused bits, while the pixel data stream through.</summary>
internal static partial class PixelCleaning
{
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
        throw Refuse($"Regions cannot be blanked in {syntax.Name}.");
    }

    /// <summary>An overlay whose bits lie in the cells of the pixel data (PS3.5 section 8.1.2, retired 2004).</summary>
    private static bool HasOverlayInPixels(DicomDataset header)
    {
        for (ushort group = 0x6000; group <= 0x601E; group += 2)
        {
            if (
                !header.Contains(new DicomTag(group, 0x3000))
                && (
                    header.GetInt32(new DicomTag(group, 0x0102)) is > 0
                    || header.GetInt32(new DicomTag(group, 0x0100)) is > 1
                )
            )
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
        if (plan.OutputSyntax is null)
        {
            return;
        }
        output.Remove(DicomTag.ExtendedOffsetTable);
        output.Remove(DicomTag.ExtendedOffsetTableLengths);
    }

    /// <summary>Writes an element of group 7FE0 whose bulk value is open in the reader, as the plan says.</summary>
    /// <exception cref="DeidentificationRefusedException">The pixel data are not what the header says, or damaged.</exception>
    /// <exception cref="DicomDataException">The data end too early.</exception>
    public static async ValueTask WriteAsync(
        PixelPlan plan,
        DicomBulkValue bulk,
        DicomStreamReader reader,
        DicomStreamWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (plan.Drops(bulk.Tag))
        {
            await reader.SkipBulkAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        if (!plan.Changes && !plan.ExpectsNoPixels)
        {
            await writer.WriteBulkAsync(reader, cancellationToken).ConfigureAwait(false);
            return;
        }
        throw Refuse("the header describes no picture.");
    }
}
