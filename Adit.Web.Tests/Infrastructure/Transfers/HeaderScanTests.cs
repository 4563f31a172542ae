using System.Buffers;
using System.IO.Compression;
using System.Text;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

public sealed class HeaderScanTests
{
    public static MatrixTheoryData<string, int> SyntaxesAndPieces { get; } =
        new(
            [
                DicomTransferSyntax.ImplicitVrLittleEndian.Uid.Value,
                DicomTransferSyntax.ExplicitVrLittleEndian.Uid.Value,
                DicomTransferSyntax.ExplicitVrBigEndian.Uid.Value,
            ],
            [1, 7, 100_000]
        );

    [Theory]
    [MemberData(nameof(SyntaxesAndPieces))]
    public void Feed_InPieces_FindsIdentity(string syntaxUid, int piece)
    {
        var syntax = DicomTransferSyntax.Lookup(syntaxUid);
        var study = new TestStudy("ID-1");
        var dataset = study.Dataset(DicomUid.New().Value, "1.2.3.4", 1);
        dataset.SetSequence(DicomTag.ReferencedStudySequence, Nested(5));
        var bytes = DicomSerializer.Encode(dataset, syntax);

        var scan = new HeaderScan(syntax);
        for (var at = 0; at < bytes.Length && scan.State == HeaderScanState.NeedsMore; at += piece)
        {
            var count = Math.Min(piece, bytes.Length - at);
            scan.Feed(new ReadOnlySequence<byte>(bytes, at, count), at + count == bytes.Length);
        }

        scan.State.ShouldBe(HeaderScanState.Found);
        Text(scan.Identity.StudyInstanceUid).ShouldBe(study.StudyInstanceUid);
        Text(scan.Identity.SeriesInstanceUid).ShouldBe("1.2.3.4");
    }

    [Fact]
    public void Feed_Deflated_FindsIdentity()
    {
        var study = new TestStudy();
        var plain = DicomSerializer.Encode(
            study.Dataset(DicomUid.New().Value, "1.2.3.4", 1),
            DicomTransferSyntax.ExplicitVrLittleEndian
        );
        var compressed = new MemoryStream();
        using (
            var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true)
        )
        {
            deflate.Write(plain);
        }

        var scan = new HeaderScan(DicomTransferSyntax.DeflatedExplicitVrLittleEndian);
        scan.Feed(new ReadOnlySequence<byte>(compressed.ToArray()), isLast: true);

        scan.State.ShouldBe(HeaderScanState.Found);
        Text(scan.Identity.PatientId).ShouldBe(study.PatientId);
    }

    [Fact]
    public void Feed_DeeplyNestedUndefinedLengths_EndsWithoutRecursion()
    {
        var bytes = new MemoryStream();
        for (var i = 0; i < 50_000; i++)
        {
            bytes.Write([
                0x08,
                0x00,
                0x40,
                0x11,
                (byte)'S',
                (byte)'Q',
                0,
                0,
                0xFF,
                0xFF,
                0xFF,
                0xFF,
            ]);
            bytes.Write([0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
        }

        var scan = new HeaderScan(DicomTransferSyntax.ExplicitVrLittleEndian);
        scan.Feed(new ReadOnlySequence<byte>(bytes.ToArray()), isLast: true);

        scan.State.ShouldBe(HeaderScanState.Unreadable);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(60)]
    public void Feed_CutOff_Unreadable(int length)
    {
        var bytes = DicomSerializer.Encode(
            new TestStudy().Dataset(DicomUid.New().Value, "1.2", 1),
            DicomTransferSyntax.ExplicitVrLittleEndian
        );

        var scan = new HeaderScan(DicomTransferSyntax.ExplicitVrLittleEndian);
        scan.Feed(new ReadOnlySequence<byte>(bytes, 0, length), isLast: true);

        scan.State.ShouldBe(HeaderScanState.Unreadable);
    }

    private static DicomDataset Nested(int depth)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.StudyInstanceUid, "9.9.9");
        if (depth > 0)
        {
            item.SetSequence(DicomTag.ReferencedStudySequence, Nested(depth - 1));
        }
        return item;
    }

    private static string Text(ReadOnlyMemory<byte> value) =>
        Encoding.Latin1.GetString(value.Span).TrimEnd('\0', ' ');
}
