using System.Globalization;

namespace Adit.Web.Features.Shell;

/// <summary>Numbers with their units, the same on every page. Decimal prefixes: 1 MB is 1,000,000 bytes.</summary>
public static class Units
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) =>
        bytes switch
        {
            < 1_000 => Text(bytes, "0", "B"),
            < 1_000_000 => Text(bytes / 1e3, "0", "kB"),
            < 1_000_000_000 => Text(bytes / 1e6, "0.0", "MB"),
            < 1_000_000_000_000 => Text(bytes / 1e9, "0.00", "GB"),
            _ => Text(bytes / 1e12, "0.00", "TB"),
        };

    public static string BytesPerSecond(double rate) => $"{Bytes((long)Math.Max(0, rate))}/s";

    public static string ImagesPerSecond(double rate) =>
        Text(rate, rate < 10 ? "0.0" : "#,0", "images/s");

    public static string Images(int done, int? expected) =>
        expected is { } all
            ? $"{Count(done)} of {Count(all)} images"
            : $"{Count(done)} {(done == 1 ? "image" : "images")}";

    public static string Duration(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 1 => "under 1 s",
            < 90 => Text(time.TotalSeconds, "0", "s"),
            < 5400 => Text(time.TotalMinutes, "0", "min"),
            < 172_800 => Text(time.TotalHours, "0.0", "h"),
            _ => Text(time.TotalDays, "0.0", "days"),
        };

    private static string Text(double number, string format, string unit) =>
        $"{number.ToString(format, CultureInfo.InvariantCulture)} {unit}";
}
