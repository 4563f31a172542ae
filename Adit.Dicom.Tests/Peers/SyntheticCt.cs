using System.Buffers.Binary;
using System.Globalization;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Tests.Peers;

/// <summary>Writes small CT images as Part 10 files, byte by byte, so that no code under test had a hand in them.</summary>
public sealed record SyntheticCt
{
    public const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";
    public const string ExplicitVrLittleEndian = "1.2.840.10008.1.2.1";
    private const string ImplementationClassUid = "2.25.1";

    public string SopClassUid { get; init; } = CtImageStorage;

    public string StudyInstanceUid { get; init; } = NewUid();

    public string SeriesInstanceUid { get; init; } = NewUid();

    public string PatientId { get; init; } = "CT-1";

    public string PatientName { get; init; } = "Phantom^Ct";

    public string AccessionNumber { get; init; } = "A1";

    /// <summary>Rows and columns; a pixel takes two bytes.</summary>
    public int Size { get; init; } = 32;

    public static string NewUid()
    {
        var bytes = Guid.NewGuid().ToByteArray();
        return $"2.25.{BinaryPrimitives.ReadUInt128BigEndian(bytes)}";
    }

    public string SopInstanceUid(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{SeriesInstanceUid}.{number}");

    /// <summary>A whole Part 10 file in explicit VR little endian.</summary>
    public byte[] File(int number)
    {
        var meta = new List<byte>();
        Add(meta, 0x0002, 0x0001, "OB", [0, 1]);
        Add(meta, 0x0002, 0x0002, "UI", SopClassUid);
        Add(meta, 0x0002, 0x0003, "UI", SopInstanceUid(number));
        Add(meta, 0x0002, 0x0010, "UI", ExplicitVrLittleEndian);
        Add(meta, 0x0002, 0x0012, "UI", ImplementationClassUid);
        var file = new List<byte>(new byte[128]);
        file.AddRange("DICM"u8);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, meta.Count);
        Add(file, 0x0002, 0x0000, "UL", length);
        file.AddRange(meta);
        file.AddRange(Dataset(number));
        return [.. file];
    }

    /// <summary>The data set without file meta information.</summary>
    public byte[] Dataset(int number)
    {
        var set = new List<byte>();
        Add(set, 0x0008, 0x0005, "CS", "ISO_IR 100");
        Add(set, 0x0008, 0x0016, "UI", SopClassUid);
        Add(set, 0x0008, 0x0018, "UI", SopInstanceUid(number));
        Add(set, 0x0008, 0x0020, "DA", "20240229");
        Add(set, 0x0008, 0x0030, "TM", "101112");
        Add(set, 0x0008, 0x0050, "SH", AccessionNumber);
        Add(set, 0x0008, 0x0060, "CS", "CT");
        Add(set, 0x0008, 0x1030, "LO", "Synthetic phantom");
        Add(set, 0x0010, 0x0010, "PN", PatientName);
        Add(set, 0x0010, 0x0020, "LO", PatientId);
        Add(set, 0x0010, 0x0030, "DA", "19700101");
        Add(set, 0x0010, 0x0040, "CS", "O");
        Add(set, 0x0020, 0x000D, "UI", StudyInstanceUid);
        Add(set, 0x0020, 0x000E, "UI", SeriesInstanceUid);
        Add(set, 0x0020, 0x0010, "SH", "S1");
        Add(set, 0x0020, 0x0011, "IS", "1");
        Add(set, 0x0020, 0x0013, "IS", number.ToString(CultureInfo.InvariantCulture));
        AddNumber(set, 0x0028, 0x0002, 1);
        Add(set, 0x0028, 0x0004, "CS", "MONOCHROME2");
        AddNumber(set, 0x0028, 0x0010, Size);
        AddNumber(set, 0x0028, 0x0011, Size);
        AddNumber(set, 0x0028, 0x0100, 16);
        AddNumber(set, 0x0028, 0x0101, 12);
        AddNumber(set, 0x0028, 0x0102, 11);
        AddNumber(set, 0x0028, 0x0103, 0);
        Add(set, 0x7FE0, 0x0010, "OW", Pixels(number));
        return [.. set];
    }

    /// <summary>A disc whose brightness depends on the number, so that no two images are equal.</summary>
    public byte[] Pixels(int number)
    {
        var pixels = new byte[2 * Size * Size];
        for (var i = 0; i < Size * Size; i++)
        {
            var (x, y) = (i % Size - Size / 2, i / Size - Size / 2);
            var value = x * x + y * y < Size * Size / 5 ? (1000 + 7 * number + x) & 0xFFF : 24;
            BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(2 * i), (ushort)value);
        }

        return pixels;
    }

    private static void AddNumber(List<byte> set, ushort group, ushort element, int value) =>
        Add(set, group, element, "US", [(byte)value, (byte)(value >> 8)]);

    private static void Add(List<byte> set, ushort group, ushort element, string vr, string text)
    {
        if (text.Length % 2 != 0)
        {
            text += vr == "UI" ? '\0' : ' ';
        }

        Add(set, group, element, vr, TextEncoding.Latin1.GetBytes(text));
    }

    private static void Add(List<byte> set, ushort group, ushort element, string vr, byte[] value)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(header, group);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], element);
        header[4] = (byte)vr[0];
        header[5] = (byte)vr[1];
        if (vr is "OB" or "OW")
        {
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], value.Length);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], (ushort)value.Length);
            header = header[..8];
        }

        set.AddRange(header);
        set.AddRange(value);
    }
}
