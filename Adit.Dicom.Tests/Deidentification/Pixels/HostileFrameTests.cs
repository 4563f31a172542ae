using System.Diagnostics;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>Damaged frames are refused or decoded, in bounded time; nothing else comes out of them.</summary>
public sealed class HostileFrameTests : PixelTest
{
    private const int Variants = 200;
    private static readonly PixelRegion Region = new(4, 3, 21, 13);

    public static TheoryData<string, string, int> Codings =>
        new()
        {
            { "dcmcrle", "", 1 },
            { "dcmcrle", "", 3 },
            { "dcmcjpeg", "+eb", 1 },
            { "dcmcjpeg", "+eb", 3 },
            { "dcmcjpeg", "+ee", 1 },
            { "dcmcjpeg", "+e1", 1 },
            { "dcmcjpeg", "+e1", 3 },
            { "dcmcjpeg", "+el +sv 6", 1 },
        };

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task WriteAsync_DamagedFrames_AreRefusedOrDecoded(
        string tool,
        string options,
        int samples
    )
    {
        var file = await CompressAsync(tool, options, samples);
        var frame = Frames.Of(file)[0].ToArray();
        var random = new Random(samples + options.Length);
        var clock = Stopwatch.StartNew();
        var refused = 0;
        for (var variant = 0; variant < Variants; variant++)
        {
            var damaged = frame.ToArray();
            for (var i = 0; i <= variant % 4; i++)
            {
                // Every second one among the tables, which matter most.
                var room = variant % 2 == 0 ? Math.Min(200, damaged.Length) : damaged.Length;
                damaged[random.Next(room)] = (byte)random.Next(256);
            }
            refused += await IsRefusedAsync(file, damaged) ? 1 : 0;
        }
        refused.ShouldBeGreaterThan(0);
        refused.ShouldBeLessThan(Variants);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task WriteAsync_CutFrames_AreRefused(string tool, string options, int samples)
    {
        var file = await CompressAsync(tool, options, samples);
        var frame = Frames.Of(file)[0].ToArray();
        // The padding and the end marker, and of a run what reaches over the picture, may be missing from the end.
        for (var length = frame.Length - 4; length > 0; length -= 1 + frame.Length / 50)
        {
            (await IsRefusedAsync(file, frame[..(length & ~1)])).ShouldBeTrue($"{length} bytes");
        }
    }

    [Fact]
    public async Task WriteAsync_EntropyCodedDataEndEarly_Refuses()
    {
        // The end marker is there, but half of the data before it are not.
        foreach (
            var (tool, options, samples) in new[] { ("dcmcjpeg", "+eb", 1), ("dcmcjpeg", "+e1", 3) }
        )
        {
            var file = await CompressAsync(tool, options, samples);
            var frame = Frames.Of(file)[0].ToArray();
            byte[] cut = [.. frame[..(frame.Length * 2 / 3)], 0xFF, 0xD9];

            (await IsRefusedAsync(file, cut)).ShouldBeTrue(options);
        }
    }

    [Fact]
    public async Task WriteAsync_CodeTableWithTooManyCodes_Refuses()
    {
        var file = await CompressAsync("dcmcjpeg", "+e1", 1);
        var frame = Frames.Of(file)[0].ToArray();
        var table = frame.AsSpan().IndexOf([(byte)0xFF, (byte)0xC4]);
        // Three codes of one bit: there are two.
        frame[table + 5] = 3;

        (await IsRefusedAsync(file, frame)).ShouldBeTrue();
    }

    [Fact]
    public async Task WriteAsync_LargePictureFromFewBytes_TakesNoMemoryForIt()
    {
        var dataset = new Pictures
        {
            Rows = 20_000,
            Columns = 20_000,
            Bits = 8,
            Stored = 8,
        }.Build(withPixels: false);
        dataset.Set(new DicomFragments(DicomTag.PixelData, DicomVr.OB, default, [new byte[1000]]));
        var encoded = DicomSerializer.Encode(dataset, DicomTransferSyntax.RleLossless);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var cleaning = CleanAsync(encoded, DicomTransferSyntax.RleLossless, Profile(Region));

        cleaning.IsCompleted.ShouldBeTrue();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
        await Should.ThrowAsync<DeidentificationRefusedException>(() => cleaning);
    }

    [Fact]
    public async Task WriteAsync_FragmentLongerThanAnyFrame_Refuses()
    {
        var dataset = new Pictures().Build(withPixels: false);
        dataset.Set(
            new DicomFragments(DicomTag.PixelData, DicomVr.OB, default, [new byte[4 << 20]])
        );

        await Should.ThrowAsync<DeidentificationRefusedException>(() =>
            CleanAsync(
                DicomSerializer.Encode(dataset, DicomTransferSyntax.JpegLossless),
                DicomTransferSyntax.JpegLossless,
                Profile(Region)
            )
        );
    }

    private Task<DicomFile> CompressAsync(string tool, string options, int samples) =>
        Frames.CompressAsync(
            new Pictures
            {
                Bits = options == "+eb" || samples == 3 ? 8 : 16,
                Stored = options == "+eb" || samples == 3 ? 8 : 12,
                Samples = samples,
                Photometric = samples == 3 ? "RGB" : "MONOCHROME2",
            },
            PathOf(""),
            tool,
            options.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    private static async Task<bool> IsRefusedAsync(DicomFile file, byte[] frame)
    {
        var dataset = Frames.With(file, [frame]);
        try
        {
            await CleanAsync(
                DicomSerializer.Encode(dataset, file.TransferSyntax),
                file.TransferSyntax,
                Profile(Region)
            );
            return false;
        }
        catch (DeidentificationRefusedException exception)
        {
            exception.Reason.ShouldBe(DeidentificationRefusal.PixelDataNotCleanable);
            return true;
        }
    }
}
