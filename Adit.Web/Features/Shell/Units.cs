using System.Globalization;
using Adit.Domain.Results;

namespace Adit.Web.Features.Shell;

/// <summary>Numbers with their units, the same on every page.</summary>
public static class Units
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => ByteText.Of(bytes);

    /// <summary>Of images that are there; a dash where nobody could count, as after a direct C-MOVE.</summary>
    public static string Size(long bytes) => bytes == 0 ? "–" : Bytes(bytes);

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
