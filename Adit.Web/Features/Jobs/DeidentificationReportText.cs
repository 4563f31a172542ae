using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.Jobs;

/// <summary>A report as a file: JSON for programs, CSV for spreadsheets.</summary>
public static class DeidentificationReportText
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Json(DeidentificationReport report) =>
        JsonSerializer.Serialize(report, Readable);

    /// <summary>RFC 4180, one table: what the row is about, the attribute, what was done, by which rule and how often.</summary>
    public static string Csv(DeidentificationReport report)
    {
        var csv = new StringBuilder();
        Row(csv, "part", "attribute", "name", "action", "rule", "count");
        Row(csv, "report", "", "Product", "", report.Product, "");
        Row(csv, "report", "", "Profile", "", report.Profile, "");
        Row(csv, "report", "", "Profile version", "", "", Text(report.ProfileVersion));
        Row(csv, "report", "", "Images de-identified", "", "", Text(report.Instances));
        Row(
            csv,
            "report",
            "",
            "Images with blanked regions",
            "",
            "",
            Text(report.InstancesWithBlankedRegions)
        );
        foreach (var one in report.Refusals)
        {
            Row(csv, "refusal", "", one.Reason.ToString(), "", one.Message, Text(one.Count));
        }
        Counts(csv, "deviation", report.Deviations);
        Counts(csv, "count", report.Counts);
        return csv.ToString();
    }

    private static void Counts(
        StringBuilder csv,
        string part,
        IReadOnlyList<DeidentificationCount> counts
    )
    {
        foreach (var one in counts)
        {
            Row(
                csv,
                part,
                one.Attribute,
                one.Name,
                one.Action.ToString(),
                one.Rule,
                Text(one.Count)
            );
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Row(StringBuilder csv, params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            csv.Append(i == 0 ? "" : ",").Append('"').Append(Cell(cells[i])).Append('"');
        }
        csv.Append("\r\n");
    }

    // A spreadsheet takes what begins like this for a formula, also between quotation marks.
    private static string Cell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
        return safe.Replace("\"", "\"\"", StringComparison.Ordinal);
    }
}
