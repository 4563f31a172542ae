using Xunit;

namespace Adit.Dicom.Tests.Encoding;

/// <summary>Finds real DICOM files for the extra sweep: the folder in ADIT_CORPUS, else a "shared/dicom" beside or above the repository.</summary>
internal static class Corpus
{
    /// <summary>The folder, or null when there is none.</summary>
    public static string? Root { get; } = Find();

    /// <summary>Why a sweep cannot run.</summary>
    public const string Missing = "No folder with real DICOM files: set ADIT_CORPUS.";

    /// <summary>All files below a folder of the corpus, by path.</summary>
    public static IReadOnlyList<string> Files(string folder = "")
    {
        Assert.SkipWhen(Root is null, Missing);
        return
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root!, folder), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>One file of the corpus.</summary>
    public static string File(string path)
    {
        Assert.SkipWhen(Root is null, Missing);
        return Path.Combine(Root!, path);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ADIT_CORPUS") is { Length: > 0 } configured)
        {
            return Directory.Exists(configured) ? configured : null;
        }
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            var candidate = Path.Combine(folder.FullName, "shared", "dicom");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }
        return null;
    }
}
