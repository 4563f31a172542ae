using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Adit.Web.Tests.Architecture;

/// <summary>Rules about the tree itself. Each takes what it judges, so that a test can hand it an offender.</summary>
internal static partial class RepositoryRules
{
    public const int LongestFile = 500;

    private static readonly string[] _drawers =
    [
        "Shared",
        "Common",
        "Helpers",
        "Utils",
        "Utilities",
        "Managers",
        "Misc",
    ];

    private static readonly string[] _source =
    [
        ".cs",
        ".razor",
        ".css",
        ".js",
        ".sh",
        ".md",
        ".yml",
        ".csproj",
        ".props",
    ];

    // Put together from pieces, or this file would break its own rule.
    private static readonly string[] _foreign =
    [
        "/" + "work/",
        "/" + "root/",
        "/" + "home/",
        @"C:\" + "Users",
        "api." + "nuget.org",
        "registry." + "npmjs.org",
        "deb." + "debian.org",
        "pypi." + "org",
    ];

    /// <summary>A folder whose name says nothing about what is in it.</summary>
    public static IEnumerable<string> DrawersIn(IEnumerable<string> files) =>
        files.Where(path => path.Split('/').SkipLast(1).Any(_drawers.Contains));

    /// <summary>Paths of one machine and hosts of one package registry: they mean nothing to the next developer.</summary>
    public static IEnumerable<string> ForeignPlacesIn(string path, string text) =>
        _foreign
            .Where(place => text.Contains(place, StringComparison.Ordinal))
            .Select(place => $"{path}: {place}");

    public static bool IsTooLong(string path, string text) =>
        _source.Contains(Path.GetExtension(path))
        && !IsGenerated(path)
        && !IsListOfTheStandard(path)
        && text.AsSpan().Count('\n') > LongestFile;

    private static bool IsGenerated(string path) =>
        path.Contains("/Migrations/", StringComparison.Ordinal);

    // One line of documentation and one value per registered UID or tag: long, but nothing to understand.
    private static bool IsListOfTheStandard(string path) =>
        path.StartsWith("Adit.Dicom/Data/DicomUids.", StringComparison.Ordinal)
        || path.StartsWith("Adit.Dicom/Data/DicomTag.", StringComparison.Ordinal);

    /// <summary>A warning that is switched off without a reason beside it.</summary>
    public static IEnumerable<string> SilencedWarningsIn(string path, string text) =>
        text.Split('\n')
            .Where(line =>
                (line.Contains("<" + "NoWarn>", StringComparison.Ordinal))
                || (
                    path.EndsWith(".cs", StringComparison.Ordinal)
                    && !IsGenerated(path)
                    && PragmaDisable().IsMatch(line)
                    && !line.Contains("//", StringComparison.Ordinal)
                )
            )
            .Select(line => $"{path}: {line.Trim()}");

    /// <summary>Packages of a project file that bring their own version, or none that is known centrally.</summary>
    public static IEnumerable<string> UnpinnedIn(
        string projectFile,
        IReadOnlyDictionary<string, string> versions
    ) =>
        XDocument
            .Parse(projectFile)
            .Descendants("PackageReference")
            .Where(reference =>
                reference.Attribute("Version") is not null
                || reference.Attribute("VersionOverride") is not null
                || !versions.ContainsKey(Name(reference))
            )
            .Select(Name);

    /// <summary>Versions that leave a choice to whoever restores.</summary>
    public static IEnumerable<string> FloatingIn(IReadOnlyDictionary<string, string> versions) =>
        versions
            .Where(version => !ExactVersion().IsMatch(version.Value))
            .Select(version => version.Key);

    public static IReadOnlyDictionary<string, string> PackageVersions(string propertyFile) =>
        XDocument
            .Parse(propertyFile)
            .Descendants("PackageVersion")
            .ToDictionary(Name, version => version.Attribute("Version")!.Value);

    private static string Name(XElement element) =>
        (element.Attribute("Include") ?? element.Attribute("Update"))!.Value;

    [GeneratedRegex(@"^\s*#pragma\s+warning\s+disable")]
    private static partial Regex PragmaDisable();

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex ExactVersion();
}
