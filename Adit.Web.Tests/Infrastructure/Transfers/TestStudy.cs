using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>Makes small images as Part 10 files, with pixels that differ from image to image.</summary>
internal sealed record TestStudy(string PatientId = "TX-1001")
{
    public string StudyInstanceUid { get; init; } = DicomUid.New().Value;

    public DicomUid SopClassUid { get; init; } = DicomUids.CtImageStorage;

    public DicomTransferSyntax TransferSyntax { get; init; } =
        DicomTransferSyntax.ExplicitVrLittleEndian;

    public string PatientName { get; init; } = "Test^Transfer";

    public string Modality { get; init; } = "CT";

    public int PixelBytes { get; init; } = 32 * 32 * 2;

    /// <summary>The same study, for images of another class or syntax.</summary>
    public TestStudy As(DicomUid sopClassUid) => this with { SopClassUid = sopClassUid };

    public static string NewSeries() => DicomUid.New().Value;

    public (string SopInstanceUid, byte[] File) NewInstance(
        string seriesInstanceUid,
        int number = 1
    )
    {
        var uid = DicomUid.New().Value;
        var dataset = Dataset(uid, seriesInstanceUid, number);
        return (uid, Part10(uid, DicomSerializer.Encode(dataset, TransferSyntax)));
    }

    public DicomStoreRequest NewStoreRequest(string seriesInstanceUid, int number)
    {
        var uid = DicomUid.New();
        var bytes = DicomSerializer.Encode(
            Dataset(uid.Value, seriesInstanceUid, number),
            TransferSyntax
        );
        return new DicomStoreRequest(
            SopClassUid,
            uid,
            TransferSyntax,
            PipeReader.Create(new ReadOnlySequence<byte>(bytes))
        );
    }

    /// <summary>An instance for an archive that sends what nobody asked for.</summary>
    public IDicomInstanceSource NewSource(string seriesInstanceUid)
    {
        var uid = DicomUid.New();
        return new Source(
            SopClassUid,
            uid,
            TransferSyntax,
            DicomSerializer.Encode(Dataset(uid.Value, seriesInstanceUid, 1), TransferSyntax)
        );
    }

    public DicomDataset Dataset(string uid, string seriesInstanceUid, int number)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, SopClassUid.Value);
        dataset.Set(DicomTag.SopInstanceUid, uid);
        dataset.Set(DicomTag.StudyDate, "20240131");
        dataset.Set(DicomTag.StudyTime, "101500");
        dataset.Set(DicomTag.AccessionNumber, "A1");
        dataset.Set(DicomTag.Modality, Modality);
        dataset.Set(DicomTag.StudyDescription, "Transfer test");
        dataset.Set(DicomTag.PatientName, PatientName);
        dataset.Set(DicomTag.PatientId, PatientId);
        dataset.Set(DicomTag.PatientBirthDate, "19700102");
        dataset.Set(DicomTag.PatientSex, "O");
        dataset.Set(DicomTag.StudyInstanceUid, StudyInstanceUid);
        dataset.Set(DicomTag.SeriesInstanceUid, seriesInstanceUid);
        dataset.Set(DicomTag.SeriesNumber, "1");
        dataset.Set(
            DicomTag.InstanceNumber,
            number.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.Set(DicomTag.Rows, (ushort)32);
        dataset.Set(DicomTag.Columns, (ushort)(PixelBytes / 64));
        dataset.Set(DicomTag.BitsAllocated, (ushort)16);
        dataset.Set(DicomTag.BitsStored, (ushort)16);
        dataset.Set(DicomTag.HighBit, (ushort)15);
        dataset.Set(DicomTag.PixelRepresentation, (ushort)0);
        dataset.Set(
            new DicomElement(
                DicomTag.PixelData,
                DicomVr.OW,
                RandomNumberGenerator.GetBytes(PixelBytes)
            )
        );
        return dataset;
    }

    private byte[] Part10(string uid, byte[] body)
    {
        var meta = new DicomDataset();
        meta.Set(new DicomElement(new DicomTag(0x0002, 0x0001), DicomVr.OB, new byte[] { 0, 1 }));
        meta.Set(new DicomTag(0x0002, 0x0002), SopClassUid.Value);
        meta.Set(new DicomTag(0x0002, 0x0003), uid);
        meta.Set(new DicomTag(0x0002, 0x0010), TransferSyntax.Uid.Value);
        meta.Set(new DicomTag(0x0002, 0x0012), "2.25.1");
        var metaBytes = DicomSerializer.Encode(meta, DicomTransferSyntax.ExplicitVrLittleEndian);
        var output = new ArrayBufferWriter<byte>(metaBytes.Length + body.Length + 200);
        output.Write(new byte[128]);
        output.Write("DICM"u8);
        output.Write(new byte[] { 2, 0, 0, 0, (byte)'U', (byte)'L', 4, 0 });
        output.Write(BitConverter.GetBytes(metaBytes.Length));
        output.Write(metaBytes);
        output.Write(body);
        return output.WrittenSpan.ToArray();
    }

    private sealed record Source(
        DicomUid SopClassUid,
        DicomUid SopInstanceUid,
        DicomTransferSyntax TransferSyntax,
        byte[] Bytes
    ) : IDicomInstanceSource
    {
        public ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken) =>
            new(new MemoryStream(Bytes, writable: false));
    }
}
