using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>What compressed frames say beside the picture.</summary>
public sealed class CommentTests : PixelTest
{
    private const string Marker = "MUSTERFRAU^ERIKA 19580314";

    [Theory]
    [InlineData("dcmcjpeg", "+eb", 8, 0)]
    [InlineData("dcmcjpeg", "+eb", 8, 50)]
    [InlineData("dcmcjpeg", "+e1", 16, 0)]
    [InlineData("dcmcjpls", "", 16, 0)]
    [InlineData("dcmcjpls", "", 16, 38)]
    public async Task WriteAsync_CommentsInFrames_AreErasedAndThePictureStays(
        string tool,
        string option,
        int bits,
        int cut
    )
    {
        var picture = new Pictures
        {
            Bits = bits,
            Stored = bits == 8 ? 8 : 12,
            Frames = 3,
        };
        await using var file = await Frames.CompressAsync(
            picture,
            PathOf(""),
            tool,
            option.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        var plain = Frames.Of(file);
        var talking = plain.Select(frame => Insert(frame, Segment(0xFE), Segment(0xE1))).ToList();
        var dataset = Frames.With(
            file,
            cut == 0 ? talking : [.. talking.SelectMany(frame => Frames.Cut(frame, cut))]
        );
        var encoded = DicomSerializer.Encode(dataset, file.TransferSyntax);
        Text(encoded).ShouldContain(Marker);

        var (output, syntax, _) = await CleanAsync(
            encoded,
            file.TransferSyntax,
            new DeidentificationProfile("test", 1)
        );

        syntax.ShouldBe(file.TransferSyntax);
        var silent = plain.Select(frame => Insert(frame, Blanked(0xFE), Blanked(0xE1)));
        var written = ((DicomFragments)output[DicomTag.PixelData]!).Fragments;
        Join(written).ShouldBe(Join(silent));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Blank_Jpeg2000InAnyCut_ErasesCommentsOfHeadersAndNoPacket(int cut)
    {
        // In a packet FF 64 is part of the picture, and the number of a packet may look like a marker.
        byte[] packets =
        [
            0x12,
            0xFF,
            0x64,
            0x00,
            0x08,
            1,
            2,
            3,
            4,
            5,
            6,
            0xFF,
            0x91,
            0,
            4,
            0xFF,
            0x90,
            7,
            0xFF,
            0x92,
            9,
        ];
        var codestream = Codestream(packets, Segment(0x64));
        var silent = Codestream(packets, Blanked(0x64));
        var value = Encapsulated([codestream, codestream]);

        var blanker = CommentBlanker.For(DicomTransferSyntax.Jpeg2000Lossless).ShouldNotBeNull();
        for (var at = 0; at < value.Length; )
        {
            var count = Math.Min(cut, value.Length - at);
            blanker.Blank(value.AsSpan(at, count));
            at += count;
        }

        value.ShouldBe(Encapsulated([silent, silent]));
    }

    [Fact]
    public void Blank_CommentThatClaimsMoreThanItsFrame_HidesNoneOfTheNext()
    {
        byte[] boastful = [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xF0, 1, 2];
        byte[] talking = [0xFF, 0xD8, .. Segment(0xFE), 0xFF, 0xD9];
        var value = Encapsulated([boastful, talking]);

        CommentBlanker.For(DicomTransferSyntax.JpegBaseline)!.Blank(value);

        Text(value).ShouldNotContain(Marker);
    }

    [Fact]
    public void For_NativeAndRunLengths_HaveNoComments()
    {
        CommentBlanker.For(DicomTransferSyntax.ExplicitVrLittleEndian).ShouldBeNull();
        CommentBlanker.For(DicomTransferSyntax.RleLossless).ShouldBeNull();
    }

    private static byte[] Segment(byte marker) =>
        Segment(marker, System.Text.Encoding.ASCII.GetBytes(Marker));

    private static byte[] Blanked(byte marker) => Segment(marker, new byte[Marker.Length]);

    private static byte[] Segment(byte marker, byte[] payload) =>
        [0xFF, marker, 0, (byte)(payload.Length + 2), .. payload];

    private static byte[] Codestream(byte[] packets, byte[] comment)
    {
        byte[] size = [0xFF, 0x51, 0, 6, 0xFF, 0x64, 0, 9];
        byte[] tile = [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 99, 0, 1];
        return
        [
            0xFF,
            0x4F,
            .. size,
            .. comment,
            .. tile,
            .. comment,
            0xFF,
            0x93,
            .. packets,
            .. tile,
            .. comment,
            0xFF,
            0x93,
            .. packets,
            0xFF,
            0xD9,
        ];
    }

    private static byte[] Encapsulated(IEnumerable<byte[]> frames)
    {
        var value = new List<byte> { 0xFE, 0xFF, 0x00, 0xE0, 4, 0, 0, 0, 0xFF, 0xD8, 0xFF, 0xFE };
        foreach (var frame in frames)
        {
            value.AddRange([0xFE, 0xFF, 0x00, 0xE0]);
            value.AddRange(BitConverter.GetBytes(frame.Length));
            value.AddRange(frame);
        }
        value.AddRange([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        return [.. value];
    }

    private static ReadOnlyMemory<byte> Insert(ReadOnlyMemory<byte> frame, params byte[][] segments)
    {
        var inserted = frame[..2].ToArray().Concat(segments.SelectMany(s => s));
        var whole = inserted.Concat(frame[2..].ToArray()).ToArray();
        return whole.Length % 2 == 0 ? whole : [.. whole, 0];
    }

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> fragments) =>
        [.. fragments.SelectMany(fragment => fragment.ToArray())];

    private static string Text(byte[] bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
