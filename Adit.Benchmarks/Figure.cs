using System.Globalization;

namespace Adit.Benchmarks;

/// <summary>One measured figure, in one line: <c>name value unit ratio bar ok|SHORT</c>; a dash where a column does not apply.</summary>
internal sealed record Figure(
    string Name,
    double Value,
    string Unit,
    double? Ratio = null,
    string? Bar = null,
    bool Holds = true
)
{
    public static Figure AtMost(string name, double value, string unit, double bar) =>
        new(name, value, unit, null, "<=" + Number(bar), value <= bar);

    public static Figure RatioAtMost(
        string name,
        double value,
        string unit,
        double ratio,
        double bar
    ) => new(name, value, unit, ratio, "<=" + Number(bar) + "x", ratio <= bar);

    public override string ToString() =>
        string.Join(
            ' ',
            Name,
            Number(Value),
            Unit,
            Ratio is { } ratio ? Number(ratio) : "-",
            Bar ?? "-",
            Bar is null ? "-"
                : Holds ? "ok"
                : "SHORT"
        );

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Number(double value) =>
        value.ToString("0.###", CultureInfo.InvariantCulture);
}
