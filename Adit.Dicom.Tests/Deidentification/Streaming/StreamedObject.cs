using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Tests.Deidentification.Streaming;

/// <summary>A CT image of somebody, and ways to send it through a session.</summary>
internal static class StreamedObject
{
    public const string PatientId = "ZZ-4711-PAT";
    public const string PatientName = "Zzgeheim^Gerda";
    public const string SopInstanceUid = "1.2.276.0.7230010.3.1.4.1001";
    public const string SeriesInstanceUid = "1.2.276.0.7230010.3.1.3.1001";
    public const string StudyInstanceUid = "1.2.276.0.7230010.3.1.2.1001";

    public static DeidentificationKey Key { get; } = new(new byte[DeidentificationKey.MinLength]);

    public static DeidentificationProfile Profile { get; } =
        new("Test", 3) { Options = new() { CleanPixelData = true } };

    public static Deidentifier Deidentifier(
        DeidentificationProfile? profile = null,
        DeidentificationKey? key = null
    ) => new(profile ?? Profile, key ?? Key, new DeidentificationSubject(PatientId, "P-001"));

    public static DicomDataset Ct(int rows = 16, int columns = 16)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage.Value);
        dataset.Set(DicomTag.SopInstanceUid, SopInstanceUid);
        dataset.Set(DicomTag.StudyDate, "20240131");
        dataset.Set(DicomTag.StudyTime, "101500");
        dataset.Set(DicomTag.AccessionNumber, "ZZACC17");
        dataset.Set(DicomTag.Modality, "CT");
        dataset.Set(DicomTag.Manufacturer, "ACME");
        dataset.Set(DicomTag.StudyDescription, "Chest of Zzgeheim");
        dataset.Set(DicomTag.PatientName, PatientName);
        dataset.Set(DicomTag.PatientId, PatientId);
        dataset.Set(DicomTag.PatientBirthDate, "19700102");
        dataset.Set(DicomTag.PatientSex, "F");
        dataset.Set(DicomTag.StudyInstanceUid, StudyInstanceUid);
        dataset.Set(DicomTag.SeriesInstanceUid, SeriesInstanceUid);
        dataset.Set(DicomTag.SeriesNumber, "1");
        dataset.Set(DicomTag.InstanceNumber, "7");
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)1);
        dataset.Set(DicomTag.Rows, (ushort)rows);
        dataset.Set(DicomTag.Columns, (ushort)columns);
        dataset.Set(DicomTag.BitsAllocated, (ushort)16);
        dataset.Set(DicomTag.BitsStored, (ushort)16);
        dataset.Set(DicomTag.HighBit, (ushort)15);
        dataset.Set(DicomTag.PixelRepresentation, (ushort)0);
        dataset.Set(new DicomElement(DicomTag.PixelData, DicomVr.OW, Pixels(rows * columns * 2)));
        return dataset;
    }

    /// <summary>Bytes of which none is like its neighbours, so that a lost or swapped one shows.</summary>
    public static byte[] Pixels(int length)
    {
        var pixels = new byte[length];
        new Random(7).NextBytes(pixels);
        return pixels;
    }

    /// <summary>Sends bytes through a session, in pieces as a network brings them.</summary>
    public static async Task<(byte[] Bytes, DicomTransferSyntax Syntax)> PassAsync(
        byte[] encoded,
        DicomTransferSyntax syntax,
        Deidentifier deidentifier,
        CancellationToken cancellationToken,
        int piece = 1000,
        DicomReadOptions? options = null
    )
    {
        var input = PipeReader.Create(new ReadOnlySequence<byte>(encoded));
        if (piece > 0)
        {
            var pipe = new Pipe();
            input = pipe.Reader;
            _ = FeedAsync(pipe.Writer, encoded, piece, cancellationToken);
        }
        var output = new MemoryStream();
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        try
        {
            await using var session = new InstanceDeidentification(
                deidentifier,
                input,
                syntax,
                options
            );
            await session.ReadHeaderAsync(cancellationToken);
            session.Prepare();
            await session.WriteAsync(writer, cancellationToken);
            await writer.FlushAsync(cancellationToken);
            return (output.ToArray(), session.OutputSyntax);
        }
        finally
        {
            await input.CompleteAsync();
        }
    }

    private static async Task FeedAsync(
        PipeWriter writer,
        byte[] bytes,
        int piece,
        CancellationToken cancellationToken
    )
    {
        for (var at = 0; at < bytes.Length; at += piece)
        {
            var result = await writer.WriteAsync(
                bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)),
                cancellationToken
            );
            if (result.IsCompleted)
            {
                return;
            }
        }
        await writer.CompleteAsync();
    }
}
