using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Imaging;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>Cleans real pictures and compares with what DCMTK decodes.</summary>
public sealed class RealPictureTests : PixelTest
{
    private static readonly PixelRegion Region = new(1, 1, 5, 3);

    /// <summary>Pixel data without a size, and fewer pixels than the header says.</summary>
    private static readonly HashSet<string> Refused =
    [
        "badVR.dcm",
        "meta_missing_tsyntax.dcm",
        "nested_priv_SQ.dcm",
    ];

    /// <summary>Two pixels share their colour in native data; and one that DCMTK cannot read.</summary>
    private static readonly HashSet<string> NotCompared =
    [
        "SC_ybr_full_422_uncompressed.dcm",
        "SC_rgb_jpeg.dcm",
    ];

    [Fact]
    public async Task WriteAsync_RealFiles_BlanksTheRegionAlone()
    {
        var failures = new List<string>();
        var compared = 0;
        foreach (
            var path in Corpus
                .Files("pydicom/files")
                .Concat(Corpus.Files("orthanc/transfer-syntaxes"))
        )
        {
            var name = Path.GetFileName(path);
            if (await ReadAsync(path) is not { } file)
            {
                continue;
            }
            var isExpected = FrameDecoder.CanDecode(file.TransferSyntax) && !Refused.Contains(name);
            try
            {
                var (output, _, _) = await CleanFileAsync(path, Profile(Region));
                if (!isExpected)
                {
                    failures.Add($"{name}: not refused");
                }
                else if (!NotCompared.Contains(name))
                {
                    compared++;
                    await CompareAsync(path, file, output, failures);
                }
            }
            catch (DeidentificationRefusedException exception)
            {
                exception.Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
                if (isExpected)
                {
                    failures.Add($"{name}: {exception.Message}");
                }
            }
        }
        failures.ShouldBeEmpty();
        compared.ShouldBeGreaterThan(40);
    }

    private static async Task<DicomFile?> ReadAsync(string path)
    {
        try
        {
            var file = await DicomFile.ReadAllAsync(path, cancellationToken: Token);
            return file.Dataset.Contains(DicomTag.PixelData) ? file : null;
        }
        catch (DicomDataException)
        {
            // Damaged on purpose.
            return null;
        }
    }

    private async Task CompareAsync(
        string path,
        DicomFile file,
        DicomDataset output,
        List<string> failures
    )
    {
        var name = Path.GetFileName(path);
        var reference = PathOf("reference.dcm");
        var tool = file.TransferSyntax switch
        {
            { IsEncapsulated: false } => "dcmconv",
            var syntax when syntax == DicomTransferSyntax.RleLossless => "dcmdrle",
            _ => "dcmdjpeg",
        };
        await RunAsync(tool, tool == "dcmconv" ? ["+te", path, reference] : [path, reference]);
        var decoded = await DicomFile.ReadAllAsync(reference, cancellationToken: Token);
        var frame = FrameDescription.Read(output)!;
        var cells = Cells(output);
        var expected = Cells(decoded.Dataset);
        cells.Length.ShouldBe(expected.Length, name);
        long sum = 0;
        long greatest = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            var pixel = i / frame.SamplesPerPixel % (frame.Rows * frame.Columns);
            var (x, y) = (pixel % frame.Columns, pixel / frame.Columns);
            if (x is >= 1 and < 6 && y is >= 1 and < 4)
            {
                if (cells[i] != Blank(frame))
                {
                    failures.Add($"{name}: {x},{y} is not blank");
                    return;
                }
                continue;
            }
            var difference = Math.Abs(cells[i] - expected[i]);
            sum += difference;
            greatest = Math.Max(greatest, difference);
        }
        // Where pixels share their colour, DCMTK smooths it at edges; here it is repeated.
        var isLossyColour = file.TransferSyntax.IsLossy && frame.SamplesPerPixel == 3;
        var isSame = isLossyColour
            ? sum < 3L * cells.Length
            : greatest <= (file.TransferSyntax.IsLossy ? 1 : 0);
        if (!isSame)
        {
            failures.Add($"{name}: up to {greatest} off, {sum} in {cells.Length} cells");
        }
    }

    private static long Blank(FrameDescription frame) =>
        frame switch
        {
            { PhotometricInterpretation: "MONOCHROME1" } => (1L << frame.BitsStored) - 1,
            { IsSigned: true } => -(1L << (frame.BitsStored - 1)),
            _ => 0,
        };
}
