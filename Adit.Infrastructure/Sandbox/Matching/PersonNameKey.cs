using System.Globalization;
using System.Text;

namespace Adit.Infrastructure.Sandbox.Matching;

/// <summary>
/// A person name as a matching key. PS3.4 C.2.2.2.1 lets names match without regard to case and accents, and
/// C.2.2.2.1.1 over the component groups: a key of one group may match any of them.
/// </summary>
internal sealed class PersonNameKey
{
    private readonly string[] groups;

    public PersonNameKey(string key) => groups = [.. key.Split('=').Select(Normalize)];

    public bool Matches(string name)
    {
        var candidates = name.Split('=').Select(Normalize).ToArray();
        if (groups.Length == 1)
        {
            return candidates.Any(candidate => MatchesGroup(groups[0], candidate));
        }
        for (var i = 0; i < groups.Length; i++)
        {
            if (
                groups[i].Length > 0
                && !MatchesGroup(groups[i], i < candidates.Length ? candidates[i] : "")
            )
            {
                return false;
            }
        }
        return true;
    }

    private static bool MatchesGroup(string key, string candidate) =>
        Wildcard.IsPattern(key) ? Wildcard.Matches(key, candidate) : key == candidate;

    /// <summary>Upper case, without the combining accents of Latin, Greek and Cyrillic, without empty components at the end.</summary>
    private static string Normalize(string group)
    {
        var components = group.Split('^').Select(component => component.Trim());
        var text = string.Join('^', components).TrimEnd('^').Normalize(NormalizationForm.FormD);
        var plain = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            // Only U+0300 to U+036F: the voice marks of kana, which this form splits off too, tell words apart.
            if (character is < '\u0300' or > '\u036f')
            {
                plain.Append(
                    character == 'ς' ? 'Σ' : char.ToUpper(character, CultureInfo.InvariantCulture)
                );
            }
        }
        return plain.ToString().Normalize(NormalizationForm.FormC);
    }
}
