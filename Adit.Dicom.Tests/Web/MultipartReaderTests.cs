using Adit.Dicom.Web;
using Shouldly;
using Xunit;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Tests.Web;

/// <summary>Boundaries of multipart messages, split over reads in every way.</summary>
public sealed class MultipartReaderTests : WebTest
{
    private const string Message =
        "preamble\r\n--b0\r\nContent-Type: application/dicom; transfer-syntax=1.2\r\n\r\nfirst\r\n--b\r\n--b0x\r\n-"
        + "\r\n--b0 \t\r\n\r\n\r\n--b0\r\nX: y\r\n\r\n\r\nlast\r\n\r\n--b0--\r\nepilogue";

    private static readonly string[] Parts = ["first\r\n--b\r\n--b0x\r\n-", "", "\r\nlast\r\n"];

    [Fact]
    public async Task Read_SplitAtEveryPosition_GivesTheSameParts()
    {
        for (var split = 0; split < Message.Length; split++)
        {
            var parts = await ReadAsync(Message[..split], Message[split..]);

            parts.ShouldBe(Parts, false, $"split at {split}");
        }
        (await ReadAsync([.. Message.Select(c => c.ToString())])).ShouldBe(
            Parts,
            false,
            "byte by byte"
        );
    }

    [Fact]
    public async Task Read_WithoutPreamble_GivesThePart() =>
        (await ReadAsync("--b0\r\n\r\nx\r\n--b0--")).ShouldBe(["x"]);

    [Fact]
    public async Task Read_EndedAnywhere_IsTruncatedAndNoPartTooMany()
    {
        var end = Message.IndexOf("--b0--", StringComparison.Ordinal) + 6;
        for (var length = 0; length < end; length++)
        {
            var complete = new List<string>();

            var fault = await Should.ThrowAsync<DicomWebException>(() =>
                ReadIntoAsync(complete, Message[..length])
            );

            fault.Fault.ShouldBe(DicomWebFault.Truncated, $"after {length}");
            complete.ShouldBe(Parts.Take(complete.Count), false, $"after {length}");
        }
    }

    [Fact]
    public async Task Read_EndlessHeaders_AreRefused()
    {
        var fault = await Should.ThrowAsync<DicomWebException>(() =>
            ReadAsync("--b0\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 5000)))
        );

        fault.Fault.ShouldBe(DicomWebFault.Malformed);
    }

    [Fact]
    public async Task Read_EndlessPreamble_IsRefused()
    {
        var fault = await Should.ThrowAsync<DicomWebException>(() =>
            ReadAsync(new string('x', 200_000))
        );

        fault.Fault.ShouldBe(DicomWebFault.Malformed);
    }

    [Theory]
    [InlineData("multipart/related; boundary=b0; type=application/dicom", "b0")]
    [InlineData("Multipart/Related; type=\"application/dicom\"; boundary=\"b 0;=\\\"\"", "b 0;=\"")]
    [InlineData("multipart/related;type=application/dicom;BOUNDARY=--x", "--x")]
    [InlineData("multipart/related", null)]
    public void Parse_ContentType_FindsTheBoundary(string text, string? boundary)
    {
        var type = MediaType.Parse(text);

        type.IsMultipart.ShouldBeTrue();
        type["boundary"].ShouldBe(boundary);
    }

    private static async Task<List<string>> ReadAsync(params string[] pieces)
    {
        var parts = new List<string>();
        await ReadIntoAsync(parts, pieces);
        return parts;
    }

    private static async Task ReadIntoAsync(List<string> parts, params string[] pieces)
    {
        using var operation = new DicomWebOperation("WADO-RS", "test", Timeouts, Cancellation);
        await using var stream = new Pieces([.. pieces.Select(TextEncoding.ASCII.GetBytes)]);
        using var reader = new MultipartReader(stream, "b0", operation);
        while (await reader.NextAsync(Cancellation))
        {
            using var body = new MemoryStream();
            await reader.Body.CopyToAsync(body, Cancellation);
            parts.Add(TextEncoding.ASCII.GetString(body.ToArray()));
        }
    }

    /// <summary>Gives one piece per read.</summary>
    private sealed class Pieces(IEnumerable<byte[]> pieces) : MemoryStream
    {
        private readonly Queue<byte[]> _pieces = new(pieces.Where(piece => piece.Length > 0));

        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (!_pieces.TryPeek(out var piece))
            {
                return new ValueTask<int>(0);
            }
            // None is longer than the reader's buffer, but one may be longer than what is left of it.
            var given = (int)Position;
            var count = Math.Min(piece.Length - given, buffer.Length);
            piece.AsMemory(given, count).CopyTo(buffer);
            Position = given + count;
            if (Position == piece.Length)
            {
                _pieces.Dequeue();
                Position = 0;
            }
            return new ValueTask<int>(count);
        }
    }
}
