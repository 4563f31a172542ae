namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>Real files in many transfer syntaxes, when they are at hand; ADIT_CORPUS says where.</summary>
internal static class StoredSyntaxes
{
    public static string[] Files()
    {
        var root = Environment.GetEnvironmentVariable("ADIT_CORPUS");
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            root is null && folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, "Adit.sln")))
            {
                root = Path.Combine(folder.FullName, "..", "shared", "dicom");
            }
        }
        var path = Path.Combine(root ?? "", "orthanc", "transfer-syntaxes");
        return Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*.dcm").Where(Part10.IsPart10)]
            : [];
    }
}
