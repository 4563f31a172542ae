namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What a file holds behind its meta information, byte for byte.</summary>
internal static class Part10
{
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
}
