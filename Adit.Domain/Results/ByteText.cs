using System.Globalization;

namespace Adit.Domain.Results;

/// <summary>A number of bytes as people read it, the same on pages and in logs. Decimal prefixes: 1 MB is 1,000,000 bytes.</summary>
public static class ByteText
{
    public static string Of(long bytes) =>
        bytes switch
        {
            < 1_000 => Text(bytes, "0", "B"),
            < 1_000_000 => Text(bytes / 1e3, "0", "kB"),
            < 1_000_000_000 => Text(bytes / 1e6, "0.0", "MB"),
            < 1_000_000_000_000 => Text(bytes / 1e9, "0.00", "GB"),
            _ => Text(bytes / 1e12, "0.00", "TB"),
        };

    private static string Text(double number, string format, string unit) =>
        $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
