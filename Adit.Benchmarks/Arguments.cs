using System.Globalization;

namespace Adit.Benchmarks;

/// <summary><c>--name value</c> and <c>--switch</c>.</summary>
internal sealed class Arguments(string[] words)
{
    public bool Has(string name) => words.Contains("--" + name);

    public string Text(string name, string otherwise)
    {
        var at = Array.IndexOf(words, "--" + name);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : otherwise;
    }

    /// <summary>Every <c>--set:KEY value</c>, a setting of the product.</summary>
    public IReadOnlyDictionary<string, string?> Settings() =>
        words
            .Zip(words.Skip(1))
            .Where(pair => pair.First.StartsWith("--set:", StringComparison.Ordinal))
            .ToDictionary(pair => pair.First["--set:".Length..], pair => (string?)pair.Second);

    public int Number(string name, int otherwise) =>
        int.Parse(
            Text(name, otherwise.ToString(CultureInfo.InvariantCulture)),
            CultureInfo.InvariantCulture
        );
}
