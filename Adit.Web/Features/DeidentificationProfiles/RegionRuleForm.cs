using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>One region rule as it is typed. Rectangles stand one on a line: x, y, width, height.</summary>
public sealed class RegionRuleForm
{
    public const int MaxNameLength = 64;
    public const int MaxRegions = 100;

    /// <summary>The largest number of rows and columns (PS3.3 C.7.6.3.1: unsigned 16 bit).</summary>
    public const int MaxSize = ushort.MaxValue;

    private static readonly char[] _betweenNumbers = [',', ';', ' ', '\t'];

    public string Name { get; set; } = "";
    public string? Modality { get; set; }
    public string? SopClassUid { get; set; }
    public string? Manufacturer { get; set; }
    public string? Model { get; set; }
    public int? Rows { get; set; }
    public int? Columns { get; set; }
    public string Regions { get; set; } = "";

    public static RegionRuleForm From(PixelRegionRule rule) =>
        new()
        {
            Name = rule.Name,
            Modality = rule.Modality,
            SopClassUid = rule.SopClassUid,
            Manufacturer = rule.Manufacturer,
            Model = rule.Model,
            Rows = rule.Rows,
            Columns = rule.Columns,
            Regions = string.Join('\n', rule.Regions.Select(ProfileWords.Region)),
        };

    public void Check(string at, IDictionary<string, string> faults)
    {
        if (Name.Trim().Length is 0 or > MaxNameLength)
        {
            faults[$"{at}.Name"] =
                $"Enter a name of 1 to {MaxNameLength} characters; the report shows it.";
        }
        if (Text(SopClassUid) is { } uid && !new DicomUid(uid).IsValid)
        {
            faults[$"{at}.SopClassUid"] =
                "This is no UID. Enter digits and dots, such as 1.2.840.10008.5.1.4.1.1.6.1.";
        }
        if (Rows is < 1 or > MaxSize || Columns is < 1 or > MaxSize)
        {
            faults[$"{at}.Size"] = $"Rows and columns are whole numbers from 1 to {MaxSize}.";
        }
        if (!TryReadRegions(out _, out var fault))
        {
            faults[$"{at}.Regions"] = fault;
        }
    }

    /// <summary>Null when something in it is wrong.</summary>
    public PixelRegionRule? TryRead()
    {
        var faults = new Dictionary<string, string>();
        Check("", faults);
        if (faults.Count > 0 || !TryReadRegions(out var regions, out _))
        {
            return null;
        }
        return new PixelRegionRule
        {
            Name = Name.Trim(),
            Modality = Text(Modality),
            SopClassUid = Text(SopClassUid),
            Manufacturer = Text(Manufacturer),
            Model = Text(Model),
            Rows = Rows,
            Columns = Columns,
            Regions = regions,
        };
    }

    /// <summary>As far as it is right; for the line that shows the rule while it is closed.</summary>
    public PixelRegionRule Draft() =>
        new()
        {
            Name = Name.Trim(),
            Modality = Text(Modality),
            SopClassUid = Text(SopClassUid),
            Manufacturer = Text(Manufacturer),
            Model = Text(Model),
            Rows = Rows,
            Columns = Columns,
            Regions = TryReadRegions(out var regions, out _) ? regions : [],
        };

    private bool TryReadRegions(out List<PixelRegion> regions, out string fault)
    {
        regions = [];
        fault = "";
        var number = 0;
        foreach (var line in Regions.Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }
            var parts = line.Split(_betweenNumbers, StringSplitOptions.RemoveEmptyEntries);
            if (
                parts.Length != 4
                || !Whole(parts[0], 0, out var x)
                || !Whole(parts[1], 0, out var y)
                || !Whole(parts[2], 1, out var width)
                || !Whole(parts[3], 1, out var height)
            )
            {
                fault =
                    $"Line {number} is no rectangle. Enter x, y, width and height in pixels, such as 0, 0, 1024, 60; width and height are 1 or more.";
                return false;
            }
            regions.Add(new PixelRegion(x, y, width, height));
        }
        if (regions.Count > MaxRegions)
        {
            fault = $"A rule has at most {MaxRegions} rectangles; these are {regions.Count}.";
            return false;
        }
        return true;
    }

    private static bool Whole(string text, int least, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number >= least
        && number <= MaxSize;

    private static string? Text(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
