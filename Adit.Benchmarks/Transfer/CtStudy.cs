using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network;

namespace Adit.Benchmarks.Transfer;

/// <summary>A generated CT study: one series, images of 512 × 512 × 16 bit, 525 kB each, unless made smaller, told apart by UID and number.</summary>
internal sealed record CtStudy(int Images)
{
    public const string PatientId = "BENCH-1";

    /// <summary>Rows and columns; a pixel has two bytes.</summary>
    public int Size { get; init; } = 512;

    /// <summary>Puts more into the header of each image.</summary>
    public Action<DicomDataset>? AddToHeader { get; init; }

    public string StudyInstanceUid { get; } = DicomUid.New().Value;

    public string SeriesInstanceUid { get; } = DicomUid.New().Value;

    /// <summary>Puts the study into a server over one association.</summary>
    public async Task StoreAsync(DicomPeer peer, CancellationToken cancellationToken)
    {
        await using var association = await DicomAssociation.RequestAsync(
            peer,
            [new(DicomUids.CtImageStorage, DicomTransferSyntax.ExplicitVrLittleEndian)],
            DicomTimeouts.Default,
            cancellationToken
        );
        var pixels = new byte[Size * Size * 2];
        new Random(42).NextBytes(pixels);
        for (var number = 1; number <= Images; number++)
        {
            var uid = DicomUid.New();
            var bytes = DicomSerializer.Encode(
                Dataset(uid.Value, number, pixels),
                DicomTransferSyntax.ExplicitVrLittleEndian
            );
            var result = await association.StoreAsync(
                new DicomStoreRequest(
                    DicomUids.CtImageStorage,
                    uid,
                    DicomTransferSyntax.ExplicitVrLittleEndian,
                    PipeReader.Create(new ReadOnlySequence<byte>(bytes))
                ),
                cancellationToken
            );
            if (!result.IsStored)
            {
                throw new InvalidOperationException(
                    $"The server did not take image {number}: {result.Status}."
                );
            }
        }
        await association.ReleaseAsync(cancellationToken);
    }

    public DicomDataset Dataset(string uid, int number, byte[] pixels)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage.Value);
        dataset.Set(DicomTag.SopInstanceUid, uid);
        dataset.Set(DicomTag.StudyDate, "20240131");
        dataset.Set(DicomTag.StudyTime, "101500");
        dataset.Set(DicomTag.AccessionNumber, "BENCH");
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.StudyDescription, "Benchmark");
        dataset.Set(DicomTag.PatientName, "Bench^Mark");
        dataset.Set(DicomTag.PatientId, PatientId);
        dataset.Set(DicomTag.PatientBirthDate, "19700102");
        dataset.Set(DicomTag.PatientSex, "O");
        dataset.Set(DicomTag.StudyInstanceUid, StudyInstanceUid);
        dataset.Set(DicomTag.SeriesInstanceUid, SeriesInstanceUid);
        dataset.Set(DicomTag.SeriesNumber, "1");
        dataset.Set(DicomTag.InstanceNumber, number.ToString(CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.Set(DicomTag.Rows, (ushort)Size);
        dataset.Set(DicomTag.Columns, (ushort)Size);
        dataset.Set(DicomTag.BitsAllocated, (ushort)16);
        dataset.Set(DicomTag.BitsStored, (ushort)16);
        dataset.Set(DicomTag.HighBit, (ushort)15);
        dataset.Set(DicomTag.PixelRepresentation, (ushort)0);
        AddToHeader?.Invoke(dataset);
        dataset.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, pixels));
        return dataset;
    }
}
