using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

public sealed class NativeTests : PixelTest
{
    private static readonly PixelRegion Region = new(3, 5, 18, 9);

    /// <summary>Syntax, bits, stored, samples, planar, signed, photometric interpretation, blank value.</summary>
    public static TheoryData<string, int, int, int, bool, bool, string, long[]> Cells_
    {
        get
        {
            var data = new TheoryData<string, int, int, int, bool, bool, string, long[]>();
            foreach (
                var uid in new[]
                {
                    "1.2.840.10008.1.2",
                    "1.2.840.10008.1.2.1",
                    "1.2.840.10008.1.2.2",
                    "1.2.840.10008.1.2.1.99",
                }
            )
            {
                data.Add(uid, 1, 1, 1, false, false, "MONOCHROME2", [0]);
                data.Add(uid, 1, 1, 1, false, false, "MONOCHROME1", [1]);
                data.Add(uid, 8, 8, 1, false, false, "MONOCHROME2", [0]);
                data.Add(uid, 8, 8, 1, false, false, "PALETTE COLOR", [0]);
                data.Add(uid, 8, 6, 1, false, false, "MONOCHROME1", [63]);
                data.Add(uid, 16, 12, 1, false, false, "MONOCHROME1", [4095]);
                data.Add(uid, 16, 12, 1, false, true, "MONOCHROME2", [-2048]);
                data.Add(uid, 16, 16, 1, false, true, "MONOCHROME2", [-32768]);
                data.Add(uid, 16, 16, 1, false, true, "MONOCHROME1", [32767]);
                data.Add(uid, 32, 32, 1, false, true, "MONOCHROME2", [int.MinValue]);
                data.Add(uid, 32, 24, 1, false, false, "MONOCHROME2", [0]);
                data.Add(uid, 8, 8, 3, false, false, "RGB", [0, 0, 0]);
                data.Add(uid, 8, 8, 3, true, false, "RGB", [0, 0, 0]);
                data.Add(uid, 8, 8, 3, false, false, "YBR_FULL", [0, 128, 128]);
                data.Add(uid, 8, 8, 3, true, false, "YBR_FULL", [0, 128, 128]);
                data.Add(uid, 16, 16, 3, true, false, "YBR_FULL", [0, 32768, 32768]);
                data.Add(uid, 16, 12, 3, false, false, "YBR_FULL", [0, 2048, 2048]);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cells_))]
    public async Task WriteAsync_NativeFrames_BlanksTheRegionAlone(
        string uid,
        int bits,
        int stored,
        int samples,
        bool isPlanar,
        bool isSigned,
        string photometric,
        long[] blank
    )
    {
        // Odd sizes: rows of single bits do not end at a byte, nor frames at a word.
        var picture = new Pictures
        {
            Rows = 37,
            Columns = 29,
            Bits = bits,
            Stored = stored,
            Samples = samples,
            IsPlanar = isPlanar,
            IsSigned = isSigned,
            Photometric = photometric,
            Frames = 3,
        };
        var syntax = DicomTransferSyntax.Lookup(uid);
        var original = picture.Build();

        var (output, target, plan) = await CleanAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            Profile(Region)
        );

        target.ShouldBe(syntax);
        plan.Blanks.ShouldBeTrue();
        plan.Rule.ShouldBe("test");
        ShouldBeBlankIn(output, original, Region, blank);
        ((DicomElement)output[DicomTag.PixelData]!).Length.ShouldBe(
            ((DicomElement)original[DicomTag.PixelData]!).Length
        );
    }

    [Fact]
    public async Task WriteAsync_WordsInBigEndian_BlanksCellsThatHaveChangedPlaces()
    {
        // OW with cells of 8 bits: in big endian the two cells of a word change places.
        var original = new Pictures
        {
            Rows = 9,
            Columns = 11,
            Bits = 8,
            Stored = 8,
        }.Build();
        var cells = ((DicomElement)original[DicomTag.PixelData]!).RawValue;
        original.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, cells));
        var region = new PixelRegion(2, 1, 4, 3);

        var (output, _, _) = await CleanAsync(
            DicomSerializer.Encode(original, DicomTransferSyntax.ExplicitVrBigEndian),
            DicomTransferSyntax.ExplicitVrBigEndian,
            Profile(region)
        );

        ShouldBeBlankIn(output, original, region, [0]);
    }

    [Fact]
    public async Task WriteAsync_ColourSharedByTwoPixels_BlanksWholePairs()
    {
        var original = new Pictures
        {
            Rows = 4,
            Columns = 8,
            Bits = 8,
            Stored = 8,
            Samples = 3,
            Photometric = "YBR_FULL_422",
        }.Build(withPixels: false);
        var cells = new byte[4 * 8 * 2];
        Array.Fill(cells, (byte)200);
        original.Set(new DicomElement(DicomTag.PixelData, DicomVr.OB, cells));
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;

        var (output, _, _) = await CleanAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            Profile(new PixelRegion(3, 1, 2, 2))
        );

        var value = ((DicomElement)output[DicomTag.PixelData]!).RawValue.ToArray();
        var expected = cells.ToArray();
        foreach (var row in new[] { 1, 2 })
        {
            // Pixels 2 to 5: those of the region, and the ones that share their colour.
            byte[] pair = [0, 0, 128, 128];
            pair.CopyTo(expected, row * 16 + 4);
            pair.CopyTo(expected, row * 16 + 8);
        }
        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WriteAsync_RealNumbers_BecomeZero(bool isDouble)
    {
        var original = new Pictures { Rows = 6, Columns = 6 }.Build(withPixels: false);
        var size = isDouble ? 8 : 4;
        var cells = new byte[36 * size];
        Array.Fill(cells, (byte)0x41);
        var tag = isDouble ? DicomTag.DoubleFloatPixelData : DicomTag.FloatPixelData;
        original.Set(new DicomElement(tag, isDouble ? DicomVr.OD : DicomVr.OF, cells));
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;

        var (output, _, _) = await CleanAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            Profile(new PixelRegion(0, 0, 6, 2))
        );

        var value = ((DicomElement)output[tag]!).RawValue.ToArray();
        value[..(12 * size)].ShouldAllBe(cell => cell == 0);
        value[(12 * size)..].ShouldAllBe(cell => cell == 0x41);
    }

    [Theory]
    [InlineData(-5, -5, 10, 10, 0, 0, 5, 5)]
    [InlineData(30, 40, 100, 100, 30, 40, 10, 8)]
    [InlineData(0, 0, int.MaxValue, int.MaxValue, 0, 0, 40, 48)]
    public async Task WriteAsync_RegionReachesOverTheEdge_BlanksWhatIsInside(
        int x,
        int y,
        int width,
        int height,
        int left,
        int top,
        int columns,
        int rows
    )
    {
        var original = new Pictures().Build();
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;

        var (output, _, _) = await CleanAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            Profile(new PixelRegion(x, y, width, height))
        );

        ShouldBeBlankIn(output, original, new PixelRegion(left, top, columns, rows), [0]);
    }

    [Theory]
    [InlineData(100, 100, 5, 5)]
    [InlineData(3, 3, 0, 10)]
    [InlineData(3, 3, -4, 10)]
    public void Plan_RegionOutsideOfThePicture_KeepsIt(int x, int y, int width, int height)
    {
        var plan = PixelCleaning.Plan(
            new Pictures().Build(),
            DicomTransferSyntax.Jpeg2000,
            Profile(new PixelRegion(x, y, width, height))
        );

        plan.Changes.ShouldBeFalse();
        plan.Rule.ShouldBe("test");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_OverlayInUnusedBits_KeepsTheStoredBitsAlone(bool isBigEndian)
    {
        var picture = new Pictures { Frames = 2 };
        var original = picture.Build();
        var cells = ((DicomElement)original[DicomTag.PixelData]!).RawValue.ToArray();
        for (var i = 1; i < cells.Length; i += 2)
        {
            cells[i] |= 0xA0;
        }
        original.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, cells));
        original.Set(new DicomTag(0x6002, 0x0100), (ushort)16);
        original.Set(new DicomTag(0x6002, 0x0102), (ushort)13);
        var syntax = isBigEndian
            ? DicomTransferSyntax.ExplicitVrBigEndian
            : DicomTransferSyntax.ExplicitVrLittleEndian;

        var (output, _, plan) = await CleanAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            new DeidentificationProfile("none", 1)
        );

        plan.MasksUnusedBits.ShouldBeTrue();
        plan.Blanks.ShouldBeFalse();
        ((DicomElement)output[DicomTag.PixelData]!)
            .RawValue.ToArray()
            .ShouldBe(((DicomElement)picture.Build()[DicomTag.PixelData]!).RawValue.ToArray());
    }

    [Fact]
    public void Plan_OverlayWithItsOwnData_KeepsThePixels()
    {
        var original = new Pictures().Build();
        original.Set(DicomTag.OverlayData, DicomVr.OW, new byte[16]);
        original.Set(new DicomTag(0x6000, 0x0102), (ushort)0);

        PixelCleaning
            .Plan(
                original,
                DicomTransferSyntax.ExplicitVrLittleEndian,
                new DeidentificationProfile("none", 1)
            )
            .ShouldBe(PixelPlan.Keep);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(48 * 40 * 2)]
    public async Task WriteAsync_LengthIsNotWhatTheHeaderSays_Refuses(int difference)
    {
        var original = new Pictures().Build();
        var cells = ((DicomElement)original[DicomTag.PixelData]!).RawValue.ToArray();
        Array.Resize(ref cells, cells.Length + difference);
        original.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, cells));
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;

        var refusal = await Should.ThrowAsync<DeidentificationRefusedException>(() =>
            CleanAsync(DicomSerializer.Encode(original, syntax), syntax, Profile(Region))
        );

        refusal.Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
    }

    [Fact]
    public async Task WriteAsync_PaddingBehindTheFrames_IsLeftOut()
    {
        var original = new Pictures().Build();
        var cells = ((DicomElement)original[DicomTag.PixelData]!).RawValue.ToArray();
        var padded = cells.Concat(Enumerable.Repeat((byte)0x55, 100)).ToArray();
        original.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, padded));
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;

        var (output, _, _) = await CleanAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            Profile(Region)
        );

        ((DicomElement)output[DicomTag.PixelData]!).Length.ShouldBe(cells.Length);
    }

    [Fact]
    public async Task WriteAsync_TwoHundredMegabytes_AllocatesLittle()
    {
        const int frames = 400;
        var header = new Pictures
        {
            Rows = 512,
            Columns = 512,
            Frames = frames,
        }.Build(withPixels: false);
        var frame = new byte[512 * 512 * 2];
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var pieces = Enumerable
            .Repeat(frame, frames)
            .Prepend([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0, 0, 0, 0x80, 0x0C])
            .Prepend(DicomSerializer.Encode(header, syntax));
        var input = PipeReader.Create(
            new PiecesStream(pieces),
            new StreamPipeReaderOptions(bufferSize: 64 << 10)
        );
        var before = GC.GetAllocatedBytesForCurrentThread();

        // Nothing waits, so that all of it happens on this thread. Without optimisation every asynchronous call makes an object.
        var cleaning = CleanAsync(
            input,
            syntax,
            Profile(new PixelRegion(0, 0, 512, 60)),
            Stream.Null
        );

        cleaning.IsCompleted.ShouldBeTrue();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10 << 20);
        (await cleaning).Blanks.ShouldBeTrue();
    }
}
