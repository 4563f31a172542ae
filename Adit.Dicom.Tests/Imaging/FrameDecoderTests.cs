using Adit.Dicom.Data;
using Adit.Dicom.Imaging;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Imaging;

public sealed class FrameDecoderTests
{
    private const int Rows = 21;
    private const int Columns = 19;

    /// <summary>Precision, predictor, dropped bits, samples, one scan for all of them, lines between restarts.</summary>
    public static TheoryData<int, int, int, int, bool, int> Lossless
    {
        get
        {
            var data = new TheoryData<int, int, int, int, bool, int>();
            for (var predictor = 1; predictor <= 7; predictor++)
            {
                data.Add(8, predictor, 0, 1, false, 0);
                data.Add(16, predictor, 0, 1, false, 4);
                data.Add(12, predictor, 2, 1, false, 0);
                data.Add(8, predictor, 0, 3, true, 1);
                data.Add(8, predictor, 0, 3, false, 5);
            }
            data.Add(2, 1, 0, 1, false, 0);
            data.Add(16, 1, 0, 3, true, 0);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Decode_LosslessJpeg_GivesTheSamples(
        int precision,
        int predictor,
        int shift,
        int samples,
        bool isOneScan,
        int linesPerRestart
    )
    {
        var random = new Random(precision + predictor);
        // Noise: every size of difference comes, that of 16 bits too.
        var values = new int[Rows * Columns * samples];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(1 << precision) >> shift << shift;
        }
        values[0] = 0;
        values[samples] = precision == 16 ? 0x8000 : values[samples];
        var jpeg = new TinyJpeg()
            .Frame(0xC3, precision, Rows, Columns, [.. Enumerable.Repeat((byte)0x11, samples)])
            .Codes()
            .RestartEvery(linesPerRestart * Columns);
        int[][] scans = isOneScan
            ?
            [
                [.. Enumerable.Range(0, samples)],
            ]
            : [.. Enumerable.Range(0, samples).Select(i => new[] { i })];
        foreach (var components in scans)
        {
            jpeg.Scan(predictor, shift, components);
            WriteLossless(
                jpeg,
                values,
                samples,
                components,
                precision,
                predictor,
                shift,
                linesPerRestart
            );
            jpeg.Flush();
        }
        var frame = Describe(precision, samples);
        var decoded = new byte[frame.FrameBytes];

        Decode(DicomTransferSyntax.JpegLossless, jpeg.End(), frame, decoded);

        Cells(decoded, frame).ShouldBe(values);
    }

    [Theory]
    [InlineData(new byte[] { 0x11 }, false, 0)]
    [InlineData(new byte[] { 0x11 }, false, 1)]
    [InlineData(new byte[] { 0x22 }, false, 2)]
    [InlineData(new byte[] { 0x11, 0x11, 0x11 }, true, 2)]
    [InlineData(new byte[] { 0x22, 0x11, 0x11 }, true, 0)]
    [InlineData(new byte[] { 0x22, 0x11, 0x11 }, false, 1)]
    [InlineData(new byte[] { 0x21, 0x11, 0x11 }, true, 1)]
    [InlineData(new byte[] { 0x41, 0x11, 0x21 }, true, 0)]
    [InlineData(new byte[] { 0x14, 0x12, 0x11 }, false, 3)]
    public void Decode_BlocksOfOneValue_PutsThemInTheirPlaces(
        byte[] sampling,
        bool isOneScan,
        int restart
    )
    {
        const int rows = 37;
        const int columns = 43;
        var jpeg = new TinyJpeg()
            .Frame(0xC0, 8, rows, columns, sampling)
            .Codes()
            .Factors()
            .Adobe(0)
            .RestartEvery(restart);
        var most = (Across: sampling.Max(f => f >> 4), Down: sampling.Max(f => f & 15));
        int[][] scans = isOneScan
            ?
            [
                [.. Enumerable.Range(0, sampling.Length)],
            ]
            : [.. Enumerable.Range(0, sampling.Length).Select(i => new[] { i })];
        foreach (var components in scans)
        {
            jpeg.Scan(0, 0, components);
            WriteBlocks(jpeg, sampling, components, most, rows, columns, restart);
            jpeg.Flush();
        }
        var frame = Describe(8, sampling.Length) with { Rows = rows, Columns = columns };
        var decoded = new byte[frame.FrameBytes];

        Decode(DicomTransferSyntax.JpegBaseline, jpeg.End(), frame, decoded);

        for (var i = 0; i < decoded.Length; i++)
        {
            var component = i % sampling.Length;
            var (x, y) = (i / sampling.Length % columns, i / sampling.Length / columns);
            var wide = 8 * most.Across / (sampling[component] >> 4);
            var high = 8 * most.Down / (sampling[component] & 15);
            ((int)decoded[i]).ShouldBe(Value(component, x / wide, y / high), $"{x},{y}");
        }
    }

    [Theory]
    [InlineData(null, "YBR_FULL", true)]
    [InlineData(null, "RGB", false)]
    [InlineData((byte)0, "YBR_FULL", false)]
    [InlineData((byte)1, "RGB", true)]
    public void Decode_Colour_IsConvertedWhenTheEncoderDid(
        byte? adobe,
        string photometric,
        bool isConverted
    )
    {
        var jpeg = new TinyJpeg().Frame(0xC0, 8, 8, 8, 0x11, 0x11, 0x11).Codes().Factors();
        if (adobe is { } transform)
        {
            jpeg.Adobe(transform);
        }
        jpeg.Scan(0, 0, 0, 1, 2);
        // 76, 85, 255: pure red.
        foreach (var value in new[] { 76, 85, 255 })
        {
            jpeg.Difference(value - 128);
            jpeg.EndOfBlock();
        }
        var frame = Describe(8, 3) with
        {
            Rows = 8,
            Columns = 8,
            PhotometricInterpretation = photometric,
        };
        var decoded = new byte[frame.FrameBytes];

        Decode(DicomTransferSyntax.JpegBaseline, jpeg.Flush().End(), frame, decoded);

        decoded[..3].ShouldBe(isConverted ? [254, 0, 0] : [76, 85, 255]);
        FrameDecoder
            .Describe(DicomTransferSyntax.JpegBaseline, frame)
            .PhotometricInterpretation.ShouldBe("RGB");
    }

    [Fact]
    public void Decode_TwoPicturesInOneFrame_Throws()
    {
        var jpeg = new TinyJpeg().Frame(0xC0, 8, 8, 8, 0x11).Codes().Factors().Scan(0, 0, 0);
        jpeg.Difference(5);
        jpeg.EndOfBlock();
        var one = jpeg.Flush().End();
        var frame = Describe(8, 1) with { Rows = 8, Columns = 8 };
        var cells = new byte[64];

        Decode(DicomTransferSyntax.JpegBaseline, [.. one, 0, 0], frame, cells);
        Should.Throw<DicomDataException>(() =>
            Decode(DicomTransferSyntax.JpegBaseline, [.. one, .. one], frame, cells)
        );
    }

    [Fact]
    public void Decode_NativeFrames_BecomeInterleavedAndLittleEndian()
    {
        var planar = Describe(16, 3) with { Rows = 1, Columns = 2, IsPlanar = true };
        byte[] bigEndian = [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6];
        var decoded = new byte[12];

        Decode(DicomTransferSyntax.ExplicitVrBigEndian, bigEndian, planar, decoded);

        decoded.ShouldBe([1, 0, 3, 0, 5, 0, 2, 0, 4, 0, 6, 0]);
    }

    [Fact]
    public void Decode_NativeFrameOfSharedColour_IsSpread()
    {
        var frame = Describe(8, 3) with
        {
            Rows = 1,
            Columns = 2,
            PhotometricInterpretation = "YBR_FULL_422",
        };
        var decoded = new byte[6];

        Decode(
            DicomTransferSyntax.ExplicitVrLittleEndian,
            new byte[] { 1, 2, 3, 4 },
            frame,
            decoded
        );

        decoded.ShouldBe([1, 3, 4, 2, 3, 4]);
        FrameDecoder
            .Describe(DicomTransferSyntax.ExplicitVrLittleEndian, frame)
            .PhotometricInterpretation.ShouldBe("YBR_FULL");
    }

    [Fact]
    public void Decode_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var frame = Describe(8, 1) with { Rows = 1, Columns = 1 };
        var rle = new byte[66];
        rle[0] = 1;
        rle[4] = 64;

        Decode(DicomTransferSyntax.RleLossless, rle, frame, new byte[1]);
        Should.Throw<OperationCanceledException>(() =>
            FrameDecoder.Decode(
                DicomTransferSyntax.RleLossless,
                rle,
                frame,
                new byte[1],
                cancelled.Token
            )
        );
    }

    [Fact]
    public void Decode_NoRoomForTheSamples_Throws() =>
        Should.Throw<ArgumentException>(() =>
            Decode(DicomTransferSyntax.RleLossless, new byte[64], Describe(8, 1), new byte[5])
        );

    private static void Decode(
        DicomTransferSyntax syntax,
        byte[] data,
        FrameDescription frame,
        byte[] samples
    ) => FrameDecoder.Decode(syntax, data, frame, samples, TestContext.Current.CancellationToken);

    private static FrameDescription Describe(int precision, int samples) =>
        new()
        {
            Rows = Rows,
            Columns = Columns,
            SamplesPerPixel = samples,
            BitsAllocated = precision > 8 ? 16 : 8,
            BitsStored = precision,
            HighBit = precision - 1,
            PhotometricInterpretation = samples == 3 ? "RGB" : "MONOCHROME2",
        };

    private static int[] Cells(byte[] bytes, FrameDescription frame) =>
        [
            .. frame.BitsAllocated == 8
                ? bytes.Select(cell => (int)cell)
                : bytes.Chunk(2).Select(cell => cell[0] | (cell[1] << 8)),
        ];

    private static int Value(int component, int blockX, int blockY) =>
        20 + 70 * component + (3 * blockX + 7 * blockY) % 60;

    private static void WriteBlocks(
        TinyJpeg jpeg,
        byte[] sampling,
        int[] components,
        (int Across, int Down) most,
        int rows,
        int columns,
        int restart
    )
    {
        var isOne = components.Length == 1;
        var factors = sampling[components[0]];
        var unitWidth = isOne ? 8 * most.Across / (factors >> 4) : 8 * most.Across;
        var unitHeight = isOne ? 8 * most.Down / (factors & 15) : 8 * most.Down;
        var across = (columns + unitWidth - 1) / unitWidth;
        var down = (rows + unitHeight - 1) / unitHeight;
        var predictors = new int[sampling.Length];
        for (var unit = 0; unit < across * down; unit++)
        {
            if (restart > 0 && unit > 0 && unit % restart == 0)
            {
                jpeg.Restart(unit / restart - 1);
                Array.Clear(predictors);
            }
            foreach (var component in components)
            {
                var wide = isOne ? 1 : sampling[component] >> 4;
                var high = isOne ? 1 : sampling[component] & 15;
                for (var i = 0; i < wide * high; i++)
                {
                    var x = unit % across * wide + i % wide;
                    var y = unit / across * high + i / wide;
                    var value = Value(component, x, y) - 128;
                    jpeg.Difference(value - predictors[component]);
                    jpeg.EndOfBlock();
                    predictors[component] = value;
                }
            }
        }
    }

    private static void WriteLossless(
        TinyJpeg jpeg,
        int[] values,
        int samples,
        int[] components,
        int precision,
        int predictor,
        int shift,
        int linesPerRestart
    )
    {
        int At(int x, int y, int component) =>
            values[(y * Columns + x) * samples + component] >> shift;
        for (var y = 0; y < Rows; y++)
        {
            var isFirst = y == 0;
            if (linesPerRestart > 0 && y > 0 && y % linesPerRestart == 0)
            {
                jpeg.Restart(y / linesPerRestart - 1);
                isFirst = true;
            }
            for (var x = 0; x < Columns; x++)
            {
                foreach (var c in components)
                {
                    var prediction = (x, isFirst, predictor) switch
                    {
                        (0, true, _) => 1 << (precision - shift - 1),
                        (0, false, _) => At(x, y - 1, c),
                        (_, true, _) or (_, _, 1) => At(x - 1, y, c),
                        (_, _, 2) => At(x, y - 1, c),
                        (_, _, 3) => At(x - 1, y - 1, c),
                        (_, _, 4) => At(x - 1, y, c) + At(x, y - 1, c) - At(x - 1, y - 1, c),
                        (_, _, 5) => At(x - 1, y, c)
                            + ((At(x, y - 1, c) - At(x - 1, y - 1, c)) >> 1),
                        (_, _, 6) => At(x, y - 1, c)
                            + ((At(x - 1, y, c) - At(x - 1, y - 1, c)) >> 1),
                        _ => (At(x - 1, y, c) + At(x, y - 1, c)) >> 1,
                    };
                    // Differences are those of 16-bit numbers (section H.1.2.2).
                    var difference = (short)(At(x, y, c) - prediction);
                    jpeg.Difference(difference);
                }
            }
        }
    }
}
