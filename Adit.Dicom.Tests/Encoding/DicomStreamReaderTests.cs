using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Encoding;

public sealed class DicomStreamReaderTests
{
    private static readonly DicomTransferSyntax Explicit =
        DicomTransferSyntax.ExplicitVrLittleEndian;
    private static readonly DicomTag PrivateBlob = new(0x0029, 0x1010);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.2.840.10008.1.2", 1)]
    [InlineData("1.2.840.10008.1.2", 7)]
    [InlineData("1.2.840.10008.1.2.1", 1)]
    [InlineData("1.2.840.10008.1.2.1", 4096)]
    [InlineData("1.2.840.10008.1.2.2", 3)]
    [InlineData("1.2.840.10008.1.2.1.99", 5)]
    public async Task ReadAsync_ArrivingInPieces_GivesTheSameItems(string uid, int piece)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var bytes = DicomSerializer.Encode(WithBlob(100_001), syntax);
        var input = Pieces(bytes, piece);
        await using var reader = new DicomStreamReader(input, syntax);
        var read = new DicomDataset();
        var bulks = new List<DicomTag>();
        while (await reader.ReadAsync(Token) is { } item)
        {
            if (item is not DicomBulkValue bulk)
            {
                read.Set(item);
                continue;
            }
            bulks.Add(bulk.Tag);
            using var value = new MemoryStream();
            await reader.CopyBulkToAsync(value, Token);
            value.Length.ShouldBe(bulk.Length!.Value);
            var unit = bulk.IsBigEndian ? bulk.Vr.UnitSize() : 1;
            read.Set(
                new DicomElement(bulk.Tag, bulk.Vr, ByteOrder.SwapCopy(value.ToArray(), unit))
            );
        }
        bulks.ShouldBe([PrivateBlob, DicomTag.PixelData]);
        Comparison.FirstDifference(WithBlob(100_001), read, syntax).ShouldBeNull();
    }

    [Fact]
    public async Task ReadAsync_BulkLeftUnread_IsSkipped()
    {
        var reader = Reader(WithBlob(300_000), Explicit);
        var last = default(DicomItem);
        while (await reader.ReadAsync(Token) is { } item)
        {
            last = item;
        }
        last!.Tag.ShouldBe(DicomTag.PixelData);
        last.ShouldBeOfType<DicomBulkValue>().Length.ShouldBe(8);
    }

    [Fact]
    public async Task ReadHeaderAsync_LongPrivateValue_IsHeldAndPixelDataIsNot()
    {
        var reader = Reader(WithBlob(300_000), Explicit);
        var header = await reader.ReadHeaderAsync(Token);
        ((DicomElement)header[PrivateBlob]!).Length.ShouldBe(300_000);
        header.Contains(DicomTag.PixelData).ShouldBeFalse();
        var pixels = (await reader.ReadAsync(Token)).ShouldBeOfType<DicomBulkValue>();
        pixels.Tag.ShouldBe(DicomTag.PixelData);
        (await reader.ReadAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadUntilAsync_ElementAbsent_StopsAtTheFirstBehindIt()
    {
        var reader = Reader(Samples.Rich(), Explicit);
        var front = await reader.ReadUntilAsync(DicomTag.PatientSex, Token);
        front.Last().Tag.ShouldBe(DicomTag.PatientBirthDate);
        (await reader.ReadAsync(Token))!.Tag.ShouldBe(DicomTag.SliceThickness);
    }

    [Fact]
    public async Task CopyRemainingToAsync_BehindTheHeader_GivesTheRestAsItWas()
    {
        var bytes = DicomSerializer.Encode(
            Samples.Encapsulated(),
            DicomTransferSyntax.JpegBaseline
        );
        var reader = new DicomStreamReader(Pieces(bytes, 1000), DicomTransferSyntax.JpegBaseline);
        await reader.ReadHeaderAsync(Token);
        var offset = (int)reader.Offset;
        using var rest = new MemoryStream();
        await reader.CopyRemainingToAsync(rest, Token);
        rest.ToArray().ShouldBe(bytes[offset..]);
        bytes[offset..(offset + 4)].ShouldBe([0xE0, 0x7F, 0x10, 0]);
    }

    [Fact]
    public async Task ReadFragmentAsync_Encapsulated_GivesFragmentsWithoutTheOffsetTable()
    {
        var reader = Reader(Samples.Encapsulated(), DicomTransferSyntax.JpegBaseline);
        await reader.ReadHeaderAsync(Token);
        (await reader.ReadAsync(Token)).ShouldBeOfType<DicomBulkValue>().IsFragments.ShouldBeTrue();
        (await reader.ReadFragmentAsync(cancellationToken: Token))!
            .Value.ToArray()
            .ShouldBe([1, 2, 3, 4]);
        (await reader.ReadFragmentAsync(cancellationToken: Token))!
            .Value.ToArray()
            .ShouldBe([5, 6]);
        (await reader.ReadFragmentAsync(cancellationToken: Token))!.Value.Length.ShouldBe(70_000);
        (await reader.ReadFragmentAsync(cancellationToken: Token)).ShouldBeNull();
        (await reader.ReadAsync(Token)).ShouldBeNull();
    }

    [Fact]
    public async Task ReadFragmentAsync_TooLong_IsRefused()
    {
        var reader = Reader(Samples.Encapsulated(), DicomTransferSyntax.JpegBaseline);
        await reader.ReadHeaderAsync(Token);
        await reader.ReadAsync(Token);
        await reader.ReadFragmentAsync(3 + 1, Token);
        await reader.ReadFragmentAsync(4, Token);
        await Should.ThrowAsync<DicomDataException>(async () =>
            await reader.ReadFragmentAsync(4, Token)
        );
    }

    [Fact]
    public async Task CopyBulkToAsync_DataEndInside_IsATypedErrorWithTheElement()
    {
        var bytes = DicomSerializer.Encode(WithBlob(300_000), Explicit);
        var reader = new DicomStreamReader(Pieces(bytes[..200_000], 5000), Explicit);
        while (await reader.ReadAsync(Token) is not DicomBulkValue) { }
        using var target = new MemoryStream();
        var exception = await Should.ThrowAsync<DicomDataException>(async () =>
            await reader.CopyBulkToAsync(target, Token)
        );
        exception.Tag.ShouldBe(PrivateBlob);
        exception.Offset.ShouldBe(200_000);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Stops()
    {
        var pipe = new Pipe();
        var reader = new DicomStreamReader(pipe.Reader, Explicit);
        using var source = new CancellationTokenSource();
        var reading = reader.ReadAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task WriteAsync_BulkFromStream_IsReadBack()
    {
        var blob = Enumerable.Range(0, 200_000).Select(i => (byte)i).ToArray();
        foreach (
            var syntax in new[] { Explicit, DicomTransferSyntax.DeflatedExplicitVrLittleEndian }
        )
        {
            using var output = new MemoryStream();
            var pipe = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
            await using var writer = new DicomStreamWriter(pipe, syntax);
            var header = Samples.Rich();
            header.Remove(DicomTag.PixelData);
            await writer.WriteAsync(header, Token);
            await writer.WriteBulkAsync(
                DicomTag.PixelData,
                DicomVr.OB,
                blob.Length,
                new MemoryStream(blob),
                Token
            );
            await writer.CompleteAsync(Token);
            await pipe.CompleteAsync();

            var again = DicomSerializer.Parse(output.ToArray(), syntax);
            (output.Length % 2).ShouldBe(0);
            ((DicomElement)again[DicomTag.PixelData]!).RawValue.ToArray().ShouldBe(blob);
            header.Set(again[DicomTag.PixelData]!);
            Comparison.FirstDifference(header, again, syntax).ShouldBeNull();
        }
    }

    [Fact]
    public async Task WriteBulkAsync_SourceTooShort_IsATypedError()
    {
        var pipe = PipeWriter.Create(new MemoryStream());
        await using var writer = new DicomStreamWriter(pipe, Explicit);
        await Should.ThrowAsync<DicomDataException>(async () =>
            await writer.WriteBulkAsync(
                DicomTag.PixelData,
                DicomVr.OB,
                100,
                new MemoryStream(new byte[50]),
                Token
            )
        );
    }

    [Fact]
    public async Task WriteBulkAsync_OtherByteOrder_IsRefused()
    {
        var reader = Reader(Samples.Rich(), DicomTransferSyntax.ExplicitVrBigEndian);
        await reader.ReadHeaderAsync(Token);
        await reader.ReadAsync(Token);
        await using var writer = new DicomStreamWriter(
            PipeWriter.Create(new MemoryStream()),
            Explicit
        );
        await Should.ThrowAsync<DicomDataException>(async () =>
            await writer.WriteBulkAsync(reader, Token)
        );
    }

    private static DicomDataset WithBlob(int length)
    {
        var dataset = Samples.Rich();
        dataset.Set(new DicomTag(0x0029, 0x0010), DicomVr.LO, "ADIT BLOB");
        dataset.Set(
            new DicomElement(
                PrivateBlob,
                DicomVr.UN,
                Enumerable.Range(0, length).Select(i => (byte)i).ToArray()
            )
        );
        return dataset;
    }

    private static DicomStreamReader Reader(DicomDataset dataset, DicomTransferSyntax syntax) =>
        new(
            PipeReader.Create(new ReadOnlySequence<byte>(DicomSerializer.Encode(dataset, syntax))),
            syntax
        );

    private static PipeReader Pieces(byte[] bytes, int piece) =>
        PipeReader.Create(
            new PieceStream(bytes, piece),
            new StreamPipeReaderOptions(bufferSize: 128, minimumReadSize: 1)
        );

    private sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
