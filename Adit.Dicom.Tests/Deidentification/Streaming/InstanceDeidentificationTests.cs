using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Streaming;

public sealed class InstanceDeidentificationTests
{
    private static readonly DicomTag PrivateCreator = new(0x7FE1, 0x0010);
    private static readonly DicomTag PrivateValue = new(0x7FE1, 0x1001);
    private static readonly DicomTag Padding = new(0xFFFC, 0xFFFC);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> NativeSyntaxes =>
        [
            DicomTransferSyntax.ImplicitVrLittleEndian.Uid.Value,
            DicomTransferSyntax.ExplicitVrLittleEndian.Uid.Value,
            DicomTransferSyntax.ExplicitVrBigEndian.Uid.Value,
            DicomTransferSyntax.DeflatedExplicitVrLittleEndian.Uid.Value,
        ];

    [Theory]
    [MemberData(nameof(NativeSyntaxes))]
    public async Task WriteAsync_NativePicture_SameSyntaxSamePixelsOtherPatient(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(new DicomUid(uid));
        var original = StreamedObject.Ct(64, 64);
        var deidentifier = StreamedObject.Deidentifier();

        var (bytes, output) = await StreamedObject.PassAsync(
            DicomSerializer.Encode(original, syntax),
            syntax,
            deidentifier,
            Cancel
        );

        output.ShouldBe(syntax);
        var result = DicomSerializer.Parse(bytes, syntax);
        Pixels(result).ShouldBe(Pixels(original));
        result.GetString(DicomTag.PatientId).ShouldBe("P-001");
        result.GetString(DicomTag.PatientName).ShouldBe("P-001");
        result.GetInt32(DicomTag.Rows).ShouldBe(64);
        result
            .GetUid(DicomTag.SopInstanceUid)
            .ShouldBe(StreamedObject.Key.MapUid(new DicomUid(StreamedObject.SopInstanceUid)));
        deidentifier.Report().Instances.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(NativeSyntaxes))]
    public async Task WriteAsync_AnyPieces_SameBytesAsHeaderAndPixelsInMemory(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(new DicomUid(uid));
        var encoded = DicomSerializer.Encode(StreamedObject.Ct(64, 64), syntax);

        var whole = await PassAsync(encoded, syntax, piece: 0);

        foreach (var piece in (int[])[1, 7, 511, 4096])
        {
            (await PassAsync(encoded, syntax, piece)).ShouldBe(whole, $"pieces of {piece}");
        }
        var header = StreamedObject.Deidentifier().Deidentify(StreamedObject.Ct(64, 64), syntax);
        var inMemory = DicomSerializer.Parse(whole, syntax);
        inMemory.Select(item => item.Tag).ShouldBe(header.Dataset.Select(item => item.Tag));
    }

    [Fact]
    public async Task WriteAsync_EncapsulatedPicture_FragmentsPassUnchanged()
    {
        var syntax = DicomTransferSyntax.JpegLsLossless;
        var original = StreamedObject.Ct();
        var table = new byte[] { 0, 0, 0, 0 };
        ReadOnlyMemory<byte>[] fragments =
        [
            StreamedObject.Pixels(300),
            StreamedObject.Pixels(70_000),
            Array.Empty<byte>(),
        ];
        original.Set(new DicomFragments(DicomTag.PixelData, DicomVr.OB, table, fragments));

        var bytes = await PassAsync(DicomSerializer.Encode(original, syntax), syntax, 1000);

        var pixels = DicomSerializer
            .Parse(bytes, syntax)[DicomTag.PixelData]
            .ShouldBeOfType<DicomFragments>();
        pixels.OffsetTable.ToArray().ShouldBe(table);
        pixels
            .Fragments.Select(fragment => fragment.ToArray())
            .ShouldBe(fragments.Select(fragment => fragment.ToArray()));
    }

    [Fact]
    public async Task ReadHeaderAsync_BeforeAnythingIsWritten_ShowsTheOriginal()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var pipe = PipeReader.Create(
            new ReadOnlySequence<byte>(DicomSerializer.Encode(StreamedObject.Ct(), syntax))
        );
        await using var session = new InstanceDeidentification(
            StreamedObject.Deidentifier(),
            pipe,
            syntax
        );

        var header = await session.ReadHeaderAsync(Cancel);

        header.GetString(DicomTag.PatientId).ShouldBe(StreamedObject.PatientId);
        header.Contains(DicomTag.PixelData).ShouldBeFalse();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public async Task WriteAsync_PrivateAndPaddingBehindThePixels_LeftOut(int length)
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var original = StreamedObject.Ct();
        original.Set(PrivateCreator, DicomVr.LO, "ZZ SECRET CREATOR");
        original.Set(new DicomElement(PrivateValue, DicomVr.OB, new byte[length]));
        original.Set(new DicomElement(Padding, DicomVr.OB, new byte[length]));

        var bytes = await PassAsync(DicomSerializer.Encode(original, syntax), syntax, 1000);

        var result = DicomSerializer.Parse(bytes, syntax);
        result.Last().Tag.ShouldBe(DicomTag.PixelData);
        Pixels(result).ShouldBe(Pixels(original));
    }

    [Fact]
    public async Task WriteAsync_SignatureBehindThePixels_LeftOut()
    {
        var syntax = DicomTransferSyntax.ImplicitVrLittleEndian;
        var original = StreamedObject.Ct();
        var item = new DicomDataset();
        item.Set(new DicomTag(0x0400, 0x0105), DicomVr.DT, "20240131101500");
        original.Set(new DicomSequence(new DicomTag(0xFFFA, 0xFFFA), [item]));

        var bytes = await PassAsync(DicomSerializer.Encode(original, syntax), syntax, 1000);

        DicomSerializer.Parse(bytes, syntax).Last().Tag.ShouldBe(DicomTag.PixelData);
    }

    [Theory]
    [MemberData(nameof(NativeSyntaxes))]
    public async Task Session_CutAnywhere_ThrowsAndCountsNothing(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(new DicomUid(uid));
        var encoded = DicomSerializer.Encode(StreamedObject.Ct(), syntax);
        // In the middle of the header and of the pixel data; shortly before the end.
        int[] cuts = [encoded.Length / 4, encoded.Length / 2, encoded.Length - 8];

        foreach (var cut in cuts)
        {
            var deidentifier = StreamedObject.Deidentifier();
            await Should.ThrowAsync<DicomDataException>(
                StreamedObject.PassAsync(encoded[..cut], syntax, deidentifier, Cancel),
                $"cut at {cut} of {encoded.Length}"
            );
            var report = deidentifier.Report();
            report.Instances.ShouldBe(0);
            report.Counts.ShouldBeEmpty();
            var refusal = report.Refusals.ShouldHaveSingleItem();
            refusal.Reason.ShouldBe(DeidentificationRefusal.Damaged);
            refusal.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task ReadHeaderAsync_LongerThanTheLimit_RefusedAsDamaged()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var original = StreamedObject.Ct();
        original.Set(new DicomElement(new DicomTag(0x0042, 0x0011), DicomVr.OB, new byte[3 << 20]));
        var deidentifier = StreamedObject.Deidentifier();

        var refused = await Should.ThrowAsync<DeidentificationRefusedException>(
            StreamedObject.PassAsync(
                DicomSerializer.Encode(original, syntax),
                syntax,
                deidentifier,
                Cancel,
                options: new DicomReadOptions { MaxHeaderBytes = 2 << 20 }
            )
        );

        refused.Reason.ShouldBe(DeidentificationRefusal.Damaged);
        refused.Message.ShouldContain("2 MB");
        deidentifier.Report().Refusals.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Prepare_NotAdmitted_RefusedCountedAndNothingWritten()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var original = StreamedObject.Ct();
        original.Set(DicomTag.BurnedInAnnotation, "YES");
        var deidentifier = StreamedObject.Deidentifier();

        var refused = await Should.ThrowAsync<DeidentificationRefusedException>(
            StreamedObject.PassAsync(
                DicomSerializer.Encode(original, syntax),
                syntax,
                deidentifier,
                Cancel
            )
        );

        refused.Reason.ShouldBe(DeidentificationRefusal.BurnedInAnnotation);
        var report = deidentifier.Report();
        report.Instances.ShouldBe(0);
        report
            .Refusals.ShouldHaveSingleItem()
            .Reason.ShouldBe(DeidentificationRefusal.BurnedInAnnotation);
    }

    [Fact]
    public async Task WriteAsync_EncapsulatedValueBehindThePixels_Refused()
    {
        var syntax = DicomTransferSyntax.JpegLsLossless;
        var original = StreamedObject.Ct();
        original.Set(new DicomFragments(DicomTag.PixelData, DicomVr.OB, default, [new byte[10]]));
        original.Set(
            new DicomFragments(new DicomTag(0xFFF0, 0x0010), DicomVr.OB, default, [new byte[10]])
        );
        var deidentifier = StreamedObject.Deidentifier();

        var refused = await Should.ThrowAsync<DeidentificationRefusedException>(
            StreamedObject.PassAsync(
                DicomSerializer.Encode(original, syntax),
                syntax,
                deidentifier,
                Cancel
            )
        );

        refused.Reason.ShouldBe(DeidentificationRefusal.Damaged);
        deidentifier.Report().Instances.ShouldBe(0);
    }

    [Fact]
    public async Task WriteAsync_OffsetTableOfNativePixels_LeftOut()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var original = StreamedObject.Ct();
        original.Set(
            new DicomElement(DicomTag.ExtendedOffsetTable, DicomVr.OV, "ZZGEHEIM"u8.ToArray())
        );

        var bytes = await PassAsync(DicomSerializer.Encode(original, syntax), syntax, 1000);

        DicomSerializer.Parse(bytes, syntax).Contains(DicomTag.ExtendedOffsetTable).ShouldBeFalse();
    }

    [Fact]
    public async Task WriteAsync_FromFile_SameBytesAsFromPipe()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var original = StreamedObject.Ct(64, 64);
        using var stream = new MemoryStream();
        await DicomFile.SaveAsync(stream, original, syntax, cancellationToken: Cancel);
        stream.Position = 0;
        await using var file = await DicomFile.OpenAsync(stream, cancellationToken: Cancel);
        await using var session = new InstanceDeidentification(StreamedObject.Deidentifier(), file);
        using var output = new MemoryStream();
        var writer = PipeWriter.Create(output);

        session.Prepare();
        await session.WriteAsync(writer, Cancel);
        await writer.FlushAsync(Cancel);

        output
            .ToArray()
            .ShouldBe(await PassAsync(DicomSerializer.Encode(original, syntax), syntax, 0));
    }

    /// <summary>Sixteen times the pixels: not a byte more of memory for each of them.</summary>
    [Fact]
    public async Task WriteAsync_LargePixels_AllocatesNoMore()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        var small = DicomSerializer.Encode(StreamedObject.Ct(512, 512), syntax);
        var large = DicomSerializer.Encode(StreamedObject.Ct(2048, 2048), syntax);
        var deidentifier = StreamedObject.Deidentifier();
        await AllocatedAsync(small, syntax, deidentifier);
        await AllocatedAsync(large, syntax, deidentifier);

        var ofSmall = await AllocatedAsync(small, syntax, deidentifier);
        var ofLarge = await AllocatedAsync(large, syntax, deidentifier);

        ofSmall.ShouldBeLessThan(300_000);
        ofLarge.ShouldBeLessThan(ofSmall + 100_000);
    }

    private static async Task<long> AllocatedAsync(
        byte[] encoded,
        DicomTransferSyntax syntax,
        Deidentifier deidentifier
    )
    {
        var input = new PiecewiseReader(encoded, 16 << 10);
        var output = new DiscardingWriter();
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var session = new InstanceDeidentification(deidentifier, input, syntax);
        var reading = session.ReadHeaderAsync(Cancel);
        reading.IsCompleted.ShouldBeTrue("all of it happens on this thread");
        await reading;
        session.Prepare();
        var writing = session.WriteAsync(output, Cancel);
        writing.IsCompleted.ShouldBeTrue("all of it happens on this thread");
        await writing;
        output.Count.ShouldBeGreaterThan(encoded.Length / 2);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static async Task<byte[]> PassAsync(
        byte[] encoded,
        DicomTransferSyntax syntax,
        int piece
    ) =>
        (
            await StreamedObject.PassAsync(
                encoded,
                syntax,
                StreamedObject.Deidentifier(),
                Cancel,
                piece
            )
        ).Bytes;

    private static byte[] Pixels(DicomDataset dataset) =>
        ((DicomElement)dataset[DicomTag.PixelData]!).RawValue.ToArray();
}
