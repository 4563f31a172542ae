using System.Runtime.CompilerServices;

namespace Adit.Web.Tests.Architecture;

/// <summary>The files of the repository as a checkout holds them: no build output, no local data.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> _notTracked = new(StringComparer.Ordinal)
    {
        ".git",
        ".vs",
        ".idea",
        ".data",
        ".cache",
        "bin",
        "obj",
        "node_modules",
        "TestResults",
        "BenchmarkDotNet.Artifacts",
    };

    private static readonly string[] _binary =
    [
        ".png",
        ".dcm",
        ".gz",
        ".ico",
        ".woff2",
        ".bin",
        ".xlsx",
        ".zip",
    ];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        Enumerate(Root)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .ToArray();

    public static IEnumerable<string> TextFiles =>
        Files.Where(path =>
            !_binary.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
        );

    public static string Read(string relativePath) =>
        File.ReadAllText(Path.Combine(Root, relativePath));

    public static bool Exists(string relativePath) => Path.Exists(Path.Combine(Root, relativePath));

    private static IEnumerable<string> Enumerate(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Concat(
                Directory
                    .EnumerateDirectories(folder)
                    .Where(child => !_notTracked.Contains(Path.GetFileName(child)))
                    .SelectMany(Enumerate)
            );

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(thisFile)!);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Adit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException(
                "The tests need the source tree that they were built from."
            );
    }
}
