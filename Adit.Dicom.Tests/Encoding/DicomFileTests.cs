using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Encoding;

public sealed class DicomFileTests
{
    private static readonly DicomTransferSyntax Explicit =
        DicomTransferSyntax.ExplicitVrLittleEndian;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Syntaxes.NativeUids), MemberType = typeof(Syntaxes))]
    public async Task OpenAsync_Saved_GivesMetaHeaderAndPixels(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        await using var file = await DicomFile.OpenAsync(
            new MemoryStream(await Saved(syntax)),
            cancellationToken: Token
        );

        file.TransferSyntax.ShouldBe(syntax);
        file.FileMeta.GetUid(DicomTag.MediaStorageSopInstanceUid)
            .ShouldBe(new DicomUid("1.2.3.4.5"));
        file.FileMeta.GetUid(DicomTag.ImplementationClassUid)
            .ShouldBe(DicomFile.ImplementationClassUid);
        file.FileMeta.GetString(DicomTag.SourceApplicationEntityTitle).ShouldBe("ADIT");
        file.Dataset.GetString(DicomTag.PatientId).ShouldBe("P-1");
        file.Dataset.Contains(DicomTag.PixelData).ShouldBeFalse();
        (await file.Reader.ReadAsync(Token)).ShouldBeOfType<DicomBulkValue>().Length.ShouldBe(8);
        DicomFile.ImplementationClassUid.IsValid.ShouldBeTrue();
        DicomFile.ImplementationVersionName.Length.ShouldBeLessThanOrEqualTo(16);
    }

    [Fact]
    public async Task Parse_Saved_GivesEverything()
    {
        var file = DicomFile.Parse(await Saved(Explicit));
        Comparison.FirstDifference(Samples.Rich(), file.Dataset).ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => file.Reader);
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2")]
    [InlineData("1.2.840.10008.1.2.1")]
    [InlineData("1.2.840.10008.1.2.2")]
    public async Task OpenAsync_DataSetWithoutMeta_TellsTheSyntax(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var bytes = DicomSerializer.Encode(Samples.Rich(), syntax);
        await using var file = await DicomFile.OpenAsync(
            new MemoryStream(bytes),
            cancellationToken: Token
        );
        file.TransferSyntax.ShouldBe(syntax);
        file.FileMeta.Count.ShouldBe(0);
        file.Dataset.GetString(DicomTag.PatientId).ShouldBe("P-1");
    }

    [Fact]
    public async Task Parse_MetaWithoutPreamble_IsRead()
    {
        var bytes = await Saved(Explicit);
        DicomFile.Parse(bytes.AsMemory(132)).Dataset.GetString(DicomTag.PatientId).ShouldBe("P-1");
        DicomFile.Parse(bytes.AsMemory(128)).Dataset.GetString(DicomTag.PatientId).ShouldBe("P-1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7 and so on, this is no DICOM file")]
    [InlineData("PK\u0003\u0004")]
    public async Task OpenAsync_NoDicom_SaysSoAndClosesTheStream(string content)
    {
        var stream = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(content));
        var exception = await Should.ThrowAsync<DicomDataException>(() =>
            DicomFile.OpenAsync(stream, cancellationToken: Token)
        );
        exception.Message.ShouldContain("no DICOM file");
        stream.CanRead.ShouldBeFalse();
    }

    [Fact]
    public async Task Parse_CutAtAnyByte_IsATypedErrorOrAShorterDataSet()
    {
        var bytes = await Saved(Explicit);
        for (var length = 0; length < bytes.Length; length++)
        {
            try
            {
                DicomFile
                    .Parse(bytes.AsMemory(0, length))
                    .Dataset.Count.ShouldBeLessThan(Samples.Rich().Count);
            }
            catch (DicomDataException)
            {
                // Expected wherever an element is cut.
            }
        }
    }

    [Fact]
    public async Task WriteAsync_FromThePipe_CopiesTheDataSetUntouched()
    {
        var dataset = DicomSerializer.Encode(
            Samples.Encapsulated(),
            DicomTransferSyntax.JpegBaseline
        );
        var meta = DicomFile.CreateFileMeta(
            DicomUids.CtImageStorage,
            new DicomUid("1.2.3.4.5"),
            DicomTransferSyntax.JpegBaseline
        );
        var output = new MemoryStream();
        await DicomFile.WriteAsync(
            output,
            meta,
            PipeReader.Create(new ReadOnlySequence<byte>(dataset)),
            Token
        );

        output.Position = 0;
        await using var file = await DicomFile.OpenAsync(output, cancellationToken: Token);
        file.TransferSyntax.ShouldBe(DicomTransferSyntax.JpegBaseline);
        using var copy = new MemoryStream();
        await file.CopyDatasetToAsync(copy, Token);
        copy.ToArray().ShouldBe(dataset);
    }

    [Fact]
    public void EncodePrologue_Meta_HasEmptyPreambleAndTheRightLength()
    {
        var meta = DicomFile.CreateFileMeta(
            DicomUids.CtImageStorage,
            new DicomUid("1.2.3"),
            Explicit
        );
        var bytes = DicomFile.EncodePrologue(meta);
        bytes.AsSpan(0, 128).IndexOfAnyExcept((byte)0).ShouldBe(-1);
        bytes.AsSpan(128, 4).SequenceEqual("DICM"u8).ShouldBeTrue();
        BitConverter.ToUInt32(bytes, 140).ShouldBe((uint)(bytes.Length - 144));
    }

    [Fact]
    public async Task SaveAsync_NoInstanceUid_NamesTheElement()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage);
        var exception = await Should.ThrowAsync<DicomDataException>(() =>
            DicomFile.SaveAsync(new MemoryStream(), dataset, Explicit, cancellationToken: Token)
        );
        exception.Tag.ShouldBe(DicomTag.SopInstanceUid);
    }

    [Fact]
    public void Dump_Nested_ShowsTagsKeywordsAndShortenedValues()
    {
        var dataset = Samples.Rich();
        dataset.Set(DicomTag.PatientComments, new string('x', 200) + "\u001b[31m");
        dataset.Set(DicomTag.StudyComments, "bell\u0007");
        using var output = new StringWriter();
        DicomDump.Write(output, dataset);
        var lines = output.ToString().Split(Environment.NewLine);

        lines.ShouldContain("(0008,0060) CS Modality (2) CT");
        lines.ShouldContain("(0010,0030) DA PatientBirthDate (0)");
        lines.ShouldContain("(0008,1032) SQ ProcedureCodeSequence 3 items");
        lines.ShouldContain("  (FFFE,E000) Item #1");
        lines.ShouldContain("    (0008,0100) SH CodeValue (8) T-D1100");
        lines.ShouldContain("(0009,0010) LO PrivateCreator (10) ADIT TEST");
        lines.ShouldContain("(0009,1001) UN Private (4) 01\\02\\03\\04");
        lines
            .Single(line => line.Contains("PatientComments", StringComparison.Ordinal))
            .ShouldEndWith(new string('x', 64) + "…");
        lines.ShouldContain("(0032,4000) LT StudyComments (6) bell.");
    }

    [Fact]
    public async Task LinesAsync_OpenedFile_ShowsMetaHeaderAndWhatWasNotLoaded()
    {
        await using var file = await DicomFile.OpenAsync(
            new MemoryStream(await Saved(Explicit)),
            cancellationToken: Token
        );
        var lines = new List<string>();
        await foreach (var line in DicomDump.LinesAsync(file, cancellationToken: Token))
        {
            lines.Add(line.ToString());
        }
        lines[0].ShouldStartWith("(0002,0000) UL FileMetaInformationGroupLength (4) ");
        lines.ShouldContain("(0010,0020) LO PatientID (4) P-1");
        lines[^1].ShouldBe("(7FE0,0010) OW PixelData (8) (not loaded)");
    }

    [Fact]
    public async Task OpenPixelDataAsync_OffsetTablesBefore_AreInTheDataSet()
    {
        var dataset = Samples.Encapsulated();
        dataset.Set(new DicomElement(DicomTag.ExtendedOffsetTable, DicomVr.OV, new byte[16]));
        using var output = new MemoryStream();
        await DicomFile.SaveAsync(
            output,
            dataset,
            DicomTransferSyntax.JpegBaseline,
            cancellationToken: Token
        );
        await using var file = await DicomFile.OpenAsync(
            new MemoryStream(output.ToArray()),
            cancellationToken: Token
        );

        var pixels = await file.OpenPixelDataAsync(Token);

        pixels!.IsFragments.ShouldBeTrue();
        file.Dataset.Contains(DicomTag.ExtendedOffsetTable).ShouldBeTrue();
        (await file.Reader.ReadFragmentAsync(cancellationToken: Token))!.Value.Length.ShouldBe(4);
        (await file.OpenPixelDataAsync(Token)).ShouldBeNull();
    }

    private static async Task<byte[]> Saved(DicomTransferSyntax syntax)
    {
        using var output = new MemoryStream();
        await DicomFile.SaveAsync(output, Samples.Rich(), syntax, "ADIT", Token);
        return output.ToArray();
    }
}
