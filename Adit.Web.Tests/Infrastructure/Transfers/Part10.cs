using System.Buffers;
using Adit.Dicom.Data;
using Adit.Infrastructure.Transfers;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What a file holds behind its meta information, byte for byte.</summary>
internal static class Part10
{
    /// <summary>False for a bare data set, which says nowhere how it is encoded.</summary>
    public static bool IsPart10(string path)
    {
        using var file = File.OpenRead(path);
        var start = new byte[132];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.AsSpan(128).SequenceEqual("DICM"u8);
    }

    public static ReadOnlySpan<byte> Dataset(byte[] file)
    {
        // 128 bytes preamble, "DICM", (0002,0000) with the length of the group behind it.
        var length = BitConverter.ToUInt32(file, 140);
        return file.AsSpan(144 + (int)length);
    }

    public static string TransferSyntax(byte[] file)
    {
        var at = file.AsSpan().IndexOf(new byte[] { 2, 0, 0x10, 0, (byte)'U', (byte)'I' });
        var length = BitConverter.ToUInt16(file, at + 6);
        return System.Text.Encoding.ASCII.GetString(file, at + 8, length).TrimEnd('\0', ' ');
    }

    /// <summary>Whose it is, in the words of the file.</summary>
    public static (string PatientId, string StudyInstanceUid) Identity(byte[] file)
    {
        var scan = new HeaderScan(DicomTransferSyntax.Lookup(TransferSyntax(file)));
        scan.Feed(new ReadOnlySequence<byte>(Dataset(file).ToArray()), isLast: true);
        return (Text(scan.Identity.PatientId), Text(scan.Identity.StudyInstanceUid));

        static string Text(ReadOnlyMemory<byte> value) =>
            System.Text.Encoding.Latin1.GetString(value.Span).TrimEnd('\0', ' ');
    }
}
