using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Encoding;
using Adit.Dicom.Imaging;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>Cleans whole objects and looks at their cells.</summary>
public abstract class PixelTest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-pixels-");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string PathOf(string name) => Path.Combine(_folder.FullName, name);

    protected static DeidentificationProfile Profile(params PixelRegion[] regions) =>
        Profile(new PixelRegionRule { Name = "test", Regions = regions });

    protected static DeidentificationProfile Profile(PixelRegionRule rule) =>
        new("test", 1)
        {
            Options = new DeidentificationOptions { CleanPixelData = true },
            PixelRegions = [rule],
        };

    /// <summary>Cleans the pixel data of an encoded data set; the rest of it passes through.</summary>
    internal static async Task<(
        DicomDataset Output,
        DicomTransferSyntax Syntax,
        PixelPlan Plan
    )> CleanAsync(byte[] encoded, DicomTransferSyntax syntax, DeidentificationProfile profile)
    {
        var input = PipeReader.Create(new MemoryStream(encoded));
        using var result = new MemoryStream();
        var plan = await CleanAsync(input, syntax, profile, result);
        var target = plan.OutputSyntax ?? syntax;
        return (DicomSerializer.Parse(result.ToArray(), target), target, plan);
    }

    internal static async Task<PixelPlan> CleanAsync(
        PipeReader input,
        DicomTransferSyntax syntax,
        DeidentificationProfile profile,
        Stream result
    )
    {
        await using var reader = new DicomStreamReader(input, syntax);
        var header = await reader.ReadHeaderAsync(Token);
        var plan = PixelCleaning.Plan(header, syntax, profile);
        PixelCleaning.AdjustHeader(header, plan);
        var output = PipeWriter.Create(
            result,
            new StreamPipeWriterOptions(minimumBufferSize: 64 << 10, leaveOpen: true)
        );
        await using var writer = new DicomStreamWriter(output, plan.OutputSyntax ?? syntax);
        await writer.WriteAsync(header, Token);
        while (await reader.ReadAsync(Token) is { } item)
        {
            if (item is DicomBulkValue bulk)
            {
                await PixelCleaning.WriteAsync(plan, bulk, reader, writer, Token);
            }
            else if (!plan.Drops(item.Tag))
            {
                await writer.WriteAsync(item, Token);
            }
        }
        await writer.CompleteAsync(Token);
        await output.CompleteAsync();
        return plan;
    }

    internal static async Task<(
        DicomDataset Output,
        DicomTransferSyntax Syntax,
        PixelPlan Plan
    )> CleanFileAsync(string path, DeidentificationProfile profile)
    {
        var bytes = await File.ReadAllBytesAsync(path, Token);
        var file = DicomFile.Parse(bytes);
        return await CleanAsync(bytes[(int)file.DatasetOffset..], file.TransferSyntax, profile);
    }

    /// <summary>Native cells as numbers: frame, pixel, sample; signed ones extended.</summary>
    internal static long[] Cells(DicomDataset dataset)
    {
        var frame = FrameDescription.Read(dataset)!;
        var bytes = ((DicomElement)dataset[DicomTag.PixelData]!).RawValue.Span;
        var count = frame.Rows * frame.Columns * frame.SamplesPerPixel;
        var cells = new long[count * frame.NumberOfFrames];
        for (var i = 0; i < cells.Length; i++)
        {
            var at = i;
            if (frame is { IsPlanar: true, SamplesPerPixel: > 1 })
            {
                var inFrame = i % count;
                var plane = count / frame.SamplesPerPixel;
                at =
                    i / count * count
                    + inFrame % frame.SamplesPerPixel * plane
                    + inFrame / frame.SamplesPerPixel;
            }
            cells[i] = Cell(bytes, at, frame);
        }
        return cells;
    }

    /// <summary>Compares pixel for pixel: outside of the region the same as the reference, inside blank.</summary>
    internal static void ShouldBeBlankIn(
        DicomDataset output,
        DicomDataset reference,
        PixelRegion region,
        long[] blank,
        int tolerance = 0
    )
    {
        var frame = FrameDescription.Read(output)!;
        var cells = Cells(output);
        var expected = Cells(reference);
        cells.Length.ShouldBe(expected.Length);
        var inside = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            var pixel = i / frame.SamplesPerPixel % (frame.Rows * frame.Columns);
            var (x, y) = (pixel % frame.Columns, pixel / frame.Columns);
            var isInside =
                x >= region.X
                && x < region.X + region.Width
                && y >= region.Y
                && y < region.Y + region.Height;
            if (isInside)
            {
                inside++;
                if (cells[i] != blank[i % frame.SamplesPerPixel])
                {
                    Assert.Fail($"{x},{y} of cell {i} is {cells[i]}, not blank.");
                }
            }
            else if (Math.Abs(cells[i] - expected[i]) > tolerance)
            {
                Assert.Fail($"{x},{y} of cell {i} is {cells[i]}, not {expected[i]}.");
            }
        }
        inside.ShouldBe(
            region.Width * region.Height * frame.SamplesPerPixel * frame.NumberOfFrames
        );
    }

    protected static async Task RunAsync(string tool, params string[] arguments)
    {
        var result = await Dcmtk.RunAsync(tool, arguments, Token);
        result.ExitCode.ShouldBe(0, $"{tool}: {result.Output}");
    }

    private static long Cell(ReadOnlySpan<byte> bytes, int at, FrameDescription frame)
    {
        if (frame.BitsAllocated == 1)
        {
            return (bytes[at / 8] >> (at % 8)) & 1;
        }
        var size = frame.BitsAllocated / 8;
        long value = 0;
        for (var b = 0; b < size; b++)
        {
            value |= (long)bytes[at * size + b] << (8 * b);
        }
        var unused = 64 - frame.BitsStored;
        value <<= unused - (frame.HighBit - frame.BitsStored + 1);
        return frame.IsSigned ? value >> unused : (long)((ulong)value >> unused);
    }
}
