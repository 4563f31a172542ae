using System.Text.RegularExpressions;
using Adit.Dicom.Tests.Peers;

namespace Adit.Dicom.Tests.Deidentification.Validity;

/// <summary>The validator of David Clunie's dicom3tools, which holds an object against its IOD in PS3.3.</summary>
internal static partial class Dciodvfy
{
    /// <summary>What is wrong with a file, without values: each message once.</summary>
    public static async Task<IReadOnlySet<string>> ErrorsAsync(
        string path,
        CancellationToken cancellationToken
    )
    {
        var result = await Dcmtk.RunAsync("dciodvfy", [path], cancellationToken);
        return result
            .Output.Split('\n')
            .Where(line => line.StartsWith("Error", StringComparison.Ordinal))
            .Select(line => Value().Replace(line, "").Trim())
            .ToHashSet(StringComparer.Ordinal);
    }

    // Values stand in brackets and quotes; positions and lengths in numbers.
    [GeneratedRegex(@"<[^>]*>|'[^']*'|= ?\S+|0x[0-9a-fA-F]+|\b\d[\d.]*")]
    private static partial Regex Value();
}
