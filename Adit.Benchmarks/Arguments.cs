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

    public int Number(string name, int otherwise) =>
        int.Parse(
            Text(name, otherwise.ToString(CultureInfo.InvariantCulture)),
            CultureInfo.InvariantCulture
        );
}
