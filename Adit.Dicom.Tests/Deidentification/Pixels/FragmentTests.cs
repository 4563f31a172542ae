using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>How fragments make frames, and what is refused because the frames are not what the header says.</summary>
public sealed class FragmentTests : PixelTest
{
    private static readonly PixelRegion Region = new(4, 3, 21, 13);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 100)]
    [InlineData(3, 2)]
    [InlineData(3, 64)]
    public async Task WriteAsync_FrameInSeveralFragments_IsDecodedAsOne(int frames, int length)
    {
        var file = await CompressAsync(frames, "dcmcjpeg", "+e1");
        var (whole, _, _) = await CleanAsync(file.Dataset, file.TransferSyntax);
        var cut = Frames.With(
            file,
            [.. Frames.Of(file).SelectMany(frame => Frames.Cut(frame, length))]
        );

        var (output, _, _) = await CleanAsync(cut, file.TransferSyntax);

        Value(output).ShouldBe(Value(whole));
    }

    [Fact]
    public async Task WriteAsync_OffsetTables_AreLeftOut()
    {
        var file = await CompressAsync(2, "dcmcrle");
        var dataset = Frames.With(file, Frames.Of(file), new byte[8]);
        foreach (var element in new ushort[] { 1, 2, 3 })
        {
            dataset.Set(
                new DicomElement(
                    new DicomTag(0x7FE0, element),
                    element == 3 ? DicomVr.UV : DicomVr.OV,
                    new byte[16]
                )
            );
        }

        var (output, syntax, plan) = await CleanAsync(dataset, file.TransferSyntax);

        plan.OutputSyntax.ShouldBe(DicomTransferSyntax.ExplicitVrLittleEndian);
        syntax.ShouldBe(plan.OutputSyntax);
        output
            .Where(item => item.Tag.Group == 0x7FE0)
            .ShouldHaveSingleItem()
            .Tag.ShouldBe(DicomTag.PixelData);
        Value(output).Length.ShouldBe(48 * 40 * 2 * 2);
    }

    [Fact]
    public async Task WriteAsync_ColourInRle_BecomesInterleaved()
    {
        var picture = new Pictures
        {
            Bits = 8,
            Stored = 8,
            Samples = 3,
            Photometric = "RGB",
        };
        var file = await Frames.CompressAsync(picture, PathOf(""), "dcmcrle");
        file.Dataset.Set(DicomTag.PlanarConfiguration, (ushort)1);
        file.Dataset.Set(DicomTag.LossyImageCompression, "01");

        var (output, _, _) = await CleanAsync(file.Dataset, file.TransferSyntax);

        output.GetInt32(DicomTag.PlanarConfiguration).ShouldBe(0);
        output.GetString(DicomTag.PhotometricInterpretation).ShouldBe("RGB");
        output.GetString(DicomTag.LossyImageCompression).ShouldBe("01");
        ShouldBeBlankIn(output, picture.Build(), Region, [0, 0, 0]);
    }

    [Fact]
    public async Task WriteAsync_ColourInLossyJpeg_BecomesRgb()
    {
        var picture = new Pictures
        {
            Bits = 8,
            Stored = 8,
            Samples = 3,
            Photometric = "RGB",
        };
        var file = await Frames.CompressAsync(picture, PathOf(""), "dcmcjpeg", "+eb");
        file.Dataset.GetString(DicomTag.PhotometricInterpretation)!.ShouldStartWith("YBR");

        var (output, _, _) = await CleanAsync(file.Dataset, file.TransferSyntax);

        output.GetString(DicomTag.PhotometricInterpretation).ShouldBe("RGB");
        output.GetString(DicomTag.LossyImageCompression).ShouldBe("01");
        ((DicomElement)output[DicomTag.PixelData]!).Vr.ShouldBe(DicomVr.OB);
    }

    [Fact]
    public async Task WriteAsync_OddLength_IsPadded()
    {
        var picture = new Pictures
        {
            Rows = 37,
            Columns = 29,
            Bits = 8,
            Stored = 8,
            Frames = 3,
        };
        var file = await Frames.CompressAsync(picture, PathOf(""), "dcmcrle");

        var (output, _, _) = await CleanAsync(file.Dataset, file.TransferSyntax);

        Value(output).Length.ShouldBe(37 * 29 * 3 + 1);
        ShouldBeBlankIn(output, picture.Build(), Region, [0]);
    }

    [Fact]
    public async Task WriteAsync_OverlayInUnusedBitsOfRle_KeepsTheStoredBitsAlone()
    {
        var picture = new Pictures { Stored = 8 };
        var file = await Frames.CompressAsync(picture, PathOf(""), "dcmcrle");
        var dataset = file.Dataset;
        // As if the four lowest of eight bits were an overlay.
        dataset.Set(DicomTag.BitsStored, (ushort)4);
        dataset.Set(DicomTag.HighBit, (ushort)7);
        dataset.Set(new DicomTag(0x6000, 0x0100), (ushort)16);
        dataset.Set(new DicomTag(0x6000, 0x0102), (ushort)0);

        var (output, _, plan) = await CleanAsync(
            DicomSerializer.Encode(dataset, file.TransferSyntax),
            file.TransferSyntax,
            new DeidentificationProfile("none", 1)
        );

        plan.MasksUnusedBits.ShouldBeTrue();
        Value(output)
            .ShouldBe(
                ((DicomElement)picture.Build()[DicomTag.PixelData]!)
                    .RawValue.ToArray()
                    .Select(cell => (byte)(cell & 0xF0))
            );
    }

    [Theory]
    [InlineData("dcmcrle", "")]
    [InlineData("dcmcjpeg", "+e1")]
    public async Task WriteAsync_ManyFrames_AllocatesLittle(string tool, string option)
    {
        const int frames = 100;
        var picture = new Pictures { Rows = 256, Columns = 256 };
        var file = await Frames.CompressAsync(
            picture,
            PathOf(""),
            tool,
            option.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        var one = Frames.Of(file)[0];
        var dataset = Frames.With(file, [.. Enumerable.Repeat(one, frames)]);
        dataset.Set(DicomTag.NumberOfFrames, frames);
        var encoded = DicomSerializer.Encode(dataset, file.TransferSyntax);
        var input = PipeReader.Create(
            new MemoryStream(encoded),
            new StreamPipeReaderOptions(bufferSize: 64 << 10)
        );
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Nothing waits, so that all of it happens on this thread.
        var cleaning = CleanAsync(input, file.TransferSyntax, Profile(Region), Stream.Null);

        cleaning.IsCompleted.ShouldBeTrue();
        // 13 MB of cells come out of it.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
        (await cleaning).Blanks.ShouldBeTrue();
    }

    /// <summary>The whole way: a clip in which a name is burned in leaves with its banner blank, and DCMTK reads it.</summary>
    [Fact]
    public async Task WriteAsync_ClipOfKnownDevice_LeavesWithoutItsBanner()
    {
        var picture = new Pictures
        {
            Rows = 480,
            Columns = 640,
            Bits = 8,
            Stored = 8,
            Samples = 3,
            Photometric = "RGB",
            Frames = 2,
        };
        var file = await Frames.CompressAsync(picture, PathOf(""), "dcmcjpeg", "+eb");
        var dataset = file.Dataset;
        dataset.Set(DicomTag.Manufacturer, "Philips Medical Systems");
        dataset.Set(DicomTag.ManufacturerModelName, "iU22");
        dataset.Set(DicomTag.BurnedInAnnotation, "YES");
        dataset.Set(DicomTag.PatientName, "Canary^Carla");
        var profile = ShippedProfiles.Research with
        {
            PixelRegions =
            [
                new PixelRegionRule
                {
                    Name = "banner",
                    Modality = "US",
                    Manufacturer = "Philips*",
                    Model = "iU22",
                    Rows = 480,
                    Columns = 640,
                    Regions = [new PixelRegion(0, 0, 640, 56)],
                },
            ],
        };
        var deidentifier = new Deidentifier(
            profile,
            new DeidentificationKey(new byte[DeidentificationKey.MinLength]),
            new DeidentificationSubject("patient", "P-1")
        );
        await using var instance = new InstanceDeidentification(
            deidentifier,
            PipeReader.Create(
                new MemoryStream(DicomSerializer.Encode(dataset, file.TransferSyntax))
            ),
            file.TransferSyntax
        );
        await instance.ReadHeaderAsync(Token);
        instance.Prepare();
        using var result = new MemoryStream();
        var writer = PipeWriter.Create(result, new StreamPipeWriterOptions(leaveOpen: true));

        await instance.WriteAsync(writer, Token);
        await writer.CompleteAsync();

        instance.OutputSyntax.ShouldBe(DicomTransferSyntax.ExplicitVrLittleEndian);
        deidentifier.Report().InstancesWithBlankedRegions.ShouldBe(1);
        var output = DicomSerializer.Parse(result.ToArray(), instance.OutputSyntax);
        output.GetString(DicomTag.BurnedInAnnotation).ShouldBe("NO");
        output.GetString(DicomTag.PhotometricInterpretation).ShouldBe("RGB");
        var path = PathOf("output.dcm");
        await DicomFile.SaveAsync(path, output, instance.OutputSyntax, cancellationToken: Token);
        await RunAsync("dcmdump", "-q", path);
        var value = Value(output);
        value.Length.ShouldBe(480 * 640 * 3 * 2);
        for (var frame = 0; frame < 2; frame++)
        {
            var cells = value.AsSpan(frame * 480 * 640 * 3, 480 * 640 * 3);
            cells[..(56 * 640 * 3)].ContainsAnyExcept((byte)0).ShouldBeFalse();
            cells[(56 * 640 * 3)..].IndexOf((byte)0).ShouldBe(-1);
        }
    }

    public static TheoryData<string, string> Faults =>
        new()
        {
            { "fewer frames", "dcmcrle" },
            { "fewer frames", "dcmcjpeg" },
            { "more frames", "dcmcrle" },
            { "more frames", "dcmcjpeg" },
            { "other rows", "dcmcrle" },
            { "other rows", "dcmcjpeg" },
            { "other columns", "dcmcjpeg" },
            { "other cells", "dcmcrle" },
            { "other cells", "dcmcjpeg" },
            { "other samples", "dcmcrle" },
            { "other samples", "dcmcjpeg" },
            { "no fragments", "dcmcrle" },
            { "no fragments", "dcmcjpeg" },
            { "empty fragments", "dcmcrle" },
            { "empty fragments", "dcmcjpeg" },
            { "cut frame", "dcmcrle" },
            { "cut frame", "dcmcjpeg" },
            { "native", "dcmcrle" },
            { "other compression", "dcmcrle" },
            { "other compression", "dcmcjpeg" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task WriteAsync_FramesAreNotWhatTheHeaderSays_Refuses(string fault, string tool)
    {
        var file =
            tool == "dcmcrle" ? await CompressAsync(2, tool) : await CompressAsync(2, tool, "+e1");
        var dataset = file.Dataset;
        var syntax = file.TransferSyntax;
        switch (fault)
        {
            case "fewer frames":
                dataset.Set(DicomTag.NumberOfFrames, 3);
                break;
            case "more frames":
                dataset = Frames.With(file, [.. Frames.Of(file), Frames.Of(file)[0]]);
                break;
            case "other rows":
                dataset.Set(DicomTag.Rows, (ushort)(tool == "dcmcrle" ? 480 : 47));
                break;
            case "other columns":
                dataset.Set(DicomTag.Columns, (ushort)41);
                break;
            case "other cells":
                dataset.Set(DicomTag.BitsAllocated, (ushort)8);
                dataset.Set(DicomTag.BitsStored, (ushort)8);
                dataset.Set(DicomTag.HighBit, (ushort)7);
                break;
            case "other samples":
                dataset.Set(DicomTag.SamplesPerPixel, (ushort)3);
                dataset.Set(DicomTag.PhotometricInterpretation, "RGB");
                break;
            case "no fragments":
                dataset = Frames.With(file, []);
                break;
            case "empty fragments":
                dataset = Frames.With(file, [default, default]);
                break;
            case "cut frame":
                dataset = Frames.With(file, [Frames.Of(file)[0][..^30], Frames.Of(file)[1]]);
                break;
            case "native":
                dataset.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, new byte[7680]));
                break;
            default:
                syntax =
                    tool == "dcmcrle"
                        ? DicomTransferSyntax.JpegLossless
                        : DicomTransferSyntax.JpegExtended;
                break;
        }

        var refusal = await Should.ThrowAsync<DeidentificationRefusedException>(() =>
            CleanAsync(dataset, syntax)
        );

        refusal.Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    [Fact]
    public async Task WriteAsync_NoPictureInTheHeader_RefusesPixels()
    {
        var dataset = new Pictures().Build();
        dataset.Remove(DicomTag.Rows);

        var refusal = await Should.ThrowAsync<DeidentificationRefusedException>(() =>
            CleanAsync(dataset, DicomTransferSyntax.ExplicitVrLittleEndian)
        );

        refusal.Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    private Task<DicomFile> CompressAsync(int frames, string tool, params string[] options) =>
        Frames.CompressAsync(new Pictures { Frames = frames }, PathOf(""), tool, options);

    private static Task<(
        DicomDataset Output,
        DicomTransferSyntax Syntax,
        PixelPlan Plan
    )> CleanAsync(DicomDataset dataset, DicomTransferSyntax syntax) =>
        CleanAsync(DicomSerializer.Encode(dataset, syntax), syntax, Profile(Region));

    private static byte[] Value(DicomDataset dataset) =>
        ((DicomElement)dataset[DicomTag.PixelData]!).RawValue.ToArray();
}
