using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Routes;

/// <summary>
/// One object of about 2 GB: a secondary capture with thousands of frames. Its file is sparse, so that writing it takes neither time
/// nor memory.
/// </summary>
internal static class LargeObject
{
    public const string StudyInstanceUid = "2.25.340282366920938463463374607431768211001";
    public const string SopInstanceUid = StudyInstanceUid + ".1.1";

    private const string MultiFrameGrayscaleWord = "1.2.840.10008.5.1.4.1.1.7.3";
    private const int Rows = 512;
    private const int FrameBytes = Rows * Rows * 2;

    /// <summary>The most frames of this size that make less than 2 GB, which is what DCMTK and Orthanc take.</summary>
    public const int Frames = 3_815;

    public static void Write(string path, int frames)
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, MultiFrameGrayscaleWord);
        dataset.Set(DicomTag.SopInstanceUid, SopInstanceUid);
        dataset.Set(DicomTag.StudyDate, "20240131");
        dataset.Set(DicomTag.Modality, "OT");
        dataset.Set(DicomTag.PatientName, "Bench^Mark");
        dataset.Set(DicomTag.PatientId, Transfer.CtStudy.PatientId);
        dataset.Set(DicomTag.StudyInstanceUid, StudyInstanceUid);
        dataset.Set(DicomTag.SeriesInstanceUid, StudyInstanceUid + ".1");
        dataset.Set(DicomTag.SeriesNumber, "1");
        dataset.Set(DicomTag.InstanceNumber, "1");
        dataset.Set(DicomTag.SamplesPerPixel, (ushort)1);
        dataset.Set(DicomTag.PhotometricInterpretation, "MONOCHROME2");
        dataset.Set(DicomTag.NumberOfFrames, frames.ToString(CultureInfo.InvariantCulture));
        dataset.Set(DicomTag.Rows, (ushort)Rows);
        dataset.Set(DicomTag.Columns, (ushort)Rows);
        dataset.Set(DicomTag.BitsAllocated, (ushort)16);
        dataset.Set(DicomTag.BitsStored, (ushort)16);
        dataset.Set(DicomTag.HighBit, (ushort)15);
        dataset.Set(DicomTag.PixelRepresentation, (ushort)0);
        var header = DicomSerializer.Encode(dataset, DicomTransferSyntax.ExplicitVrLittleEndian);
        using var file = File.Create(path);
        file.Write(new byte[128]);
        file.Write("DICM"u8);
        file.Write(Meta());
        file.Write(header);
        // Pixel Data, OW, with a length of 32 bits.
        file.Write([0xE0, 0x7F, 0x10, 0x00, (byte)'O', (byte)'W', 0, 0]);
        var length = (long)frames * FrameBytes;
        file.Write(BitConverter.GetBytes((uint)length));
        file.SetLength(file.Position + length);
    }

    private static byte[] Meta()
    {
        var meta = new List<byte>();
        Add(meta, 0x02, MultiFrameGrayscaleWord);
        Add(meta, 0x03, SopInstanceUid);
        Add(meta, 0x10, SyntheticCt.ExplicitVrLittleEndian);
        Add(meta, 0x12, "2.25.1");
        byte[] version = [2, 0, 1, 0, (byte)'O', (byte)'B', 0, 0, 2, 0, 0, 0, 0, 1];
        var total = BitConverter.GetBytes((uint)(version.Length + meta.Count));
        return [2, 0, 0, 0, (byte)'U', (byte)'L', 4, 0, .. total, .. version, .. meta];
    }

    private static void Add(List<byte> meta, byte element, string uid)
    {
        var value = uid.Length % 2 == 0 ? uid : uid + '\0';
        meta.AddRange([2, 0, element, 0, (byte)'U', (byte)'I', (byte)value.Length, 0]);
        meta.AddRange(value.Select(c => (byte)c));
    }
}
