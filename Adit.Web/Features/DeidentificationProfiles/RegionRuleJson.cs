using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>Region rules as JSON, to carry them from one installation to another. The format is in docs/deidentification.md.</summary>
public static class RegionRuleJson
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 512 * 1024;

    private const int MostFaults = 20;

    private static readonly JsonSerializerOptions _written = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Read by people, shown as text: names with umlauts stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions _read = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 8,
    };

    public static string Write(IReadOnlyList<PixelRegionRule> rules) =>
        JsonSerializer.Serialize(rules, _written);

    /// <summary>The rules of a text, or everything that is wrong with it, each with its place.</summary>
    public static (IReadOnlyList<RegionRuleForm> Rules, IReadOnlyList<string> Faults) Read(
        string text
    )
    {
        if (text.Length > MaxLength)
        {
            return ([], [$"The text is longer than {MaxLength / 1024} kB."]);
        }
        try
        {
            using var document = JsonDocument.Parse(text, _read);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? ReadRules(document.RootElement)
                : ([], ["A list of rules is needed: the text begins with [ and ends with ]."]);
        }
        catch (JsonException fault)
        {
            var line = (fault.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "?";
            return ([], [$"This is no JSON: look at line {line}."]);
        }
    }

    private static (IReadOnlyList<RegionRuleForm> Rules, IReadOnlyList<string> Faults) ReadRules(
        JsonElement list
    )
    {
        var rules = new List<RegionRuleForm>();
        var faults = new List<string>();
        foreach (var element in list.EnumerateArray())
        {
            if (faults.Count >= MostFaults)
            {
                faults.Add("More may be wrong behind it.");
                break;
            }
            var rule = ReadRule(element, $"Rule {rules.Count + 1}", faults);
            rules.Add(rule);
        }
        if (rules.Count > ProfileForm.MaxRules)
        {
            faults.Add($"A profile has at most {ProfileForm.MaxRules} region rules.");
        }
        return faults.Count == 0 ? (rules, []) : ([], faults);
    }

    private static RegionRuleForm ReadRule(JsonElement element, string at, List<string> faults)
    {
        var rule = new RegionRuleForm();
        if (element.ValueKind != JsonValueKind.Object)
        {
            faults.Add($"{at}: an object in braces is needed.");
            return rule;
        }
        var before = faults.Count;
        foreach (var member in element.EnumerateObject())
        {
            var place = $"{at}, {member.Name}";
            switch (member.Name)
            {
                case "name":
                    rule.Name = Text(member.Value, place, faults) ?? "";
                    break;
                case "modality":
                    rule.Modality = Text(member.Value, place, faults);
                    break;
                case "sopClassUid":
                    rule.SopClassUid = Text(member.Value, place, faults);
                    break;
                case "manufacturer":
                    rule.Manufacturer = Text(member.Value, place, faults);
                    break;
                case "model":
                    rule.Model = Text(member.Value, place, faults);
                    break;
                case "rows":
                    rule.Rows = Number(member.Value, place, faults);
                    break;
                case "columns":
                    rule.Columns = Number(member.Value, place, faults);
                    break;
                case "regions":
                    rule.Regions = ReadRegions(member.Value, place, faults);
                    break;
                default:
                    // A mistyped criterion would make the rule fit far more than was meant.
                    faults.Add(
                        $"{place}: there is no such field. Known are name, modality, sopClassUid, manufacturer, model, rows, columns, regions."
                    );
                    break;
            }
        }
        if (faults.Count == before)
        {
            var found = new Dictionary<string, string>();
            rule.Check("", found);
            faults.AddRange(found.Values.Select(fault => $"{at}: {fault}"));
        }
        return rule;
    }

    private static string ReadRegions(JsonElement list, string at, List<string> faults)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            faults.Add($"{at}: a list of rectangles is needed.");
            return "";
        }
        var lines = new List<string>();
        foreach (var element in list.EnumerateArray())
        {
            var place = $"{at}, rectangle {lines.Count + 1}";
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add($"{place}: an object with x, y, width and height is needed.");
                return "";
            }
            var numbers = new int?[4];
            foreach (var member in element.EnumerateObject())
            {
                var index = Array.IndexOf(["x", "y", "width", "height"], member.Name);
                if (index < 0)
                {
                    faults.Add($"{place}, {member.Name}: known are x, y, width and height.");
                    return "";
                }
                numbers[index] = Number(member.Value, $"{place}, {member.Name}", faults);
            }
            if (Array.Exists(numbers, number => number is null))
            {
                faults.Add($"{place}: x, y, width and height are all needed.");
                return "";
            }
            lines.Add(string.Join(", ", numbers));
        }
        return string.Join('\n', lines);
    }

    private static string? Text(JsonElement value, string at, List<string> faults)
    {
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
        {
            return value.GetString();
        }
        faults.Add($"{at}: a text in quotation marks is needed.");
        return null;
    }

    private static int? Number(JsonElement value, string at, List<string> faults)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return number;
        }
        faults.Add($"{at}: a whole number is needed.");
        return null;
    }
}
