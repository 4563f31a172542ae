using System.Globalization;
using System.Text;

namespace Adit.Infrastructure.StudySearch;

/// <summary>Wildcard matching of PS3.4 C.2.2.2.4: <c>*</c> stands for any text, <c>?</c> for one character, against the whole value.</summary>
internal static class Wildcard
{
    public static bool HasWildcard(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>Case and diacritics do not count: servers differ in both, and nobody looks for a patient by them.</summary>
    public static bool Matches(string pattern, string value)
    {
        var p = Fold(pattern);
        var v = Fold(value);
        // Two fingers and one place to go back to: no recursion, time at most pattern × value.
        int i = 0,
            j = 0,
            star = -1,
            retry = 0;
        while (j < v.Length)
        {
            if (i < p.Length && p[i] == '*')
            {
                star = i++;
                retry = j;
            }
            else if (i < p.Length && (p[i] == '?' || p[i] == v[j]))
            {
                i++;
                j++;
            }
            else if (star >= 0)
            {
                i = star + 1;
                j = ++retry;
            }
            else
            {
                return false;
            }
        }
        while (i < p.Length && p[i] == '*')
        {
            i++;
        }
        return i == p.Length;
    }

    private static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToUpperInvariant();
        }
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToUpperInvariant(c));
            }
        }
        return folded.ToString();
    }
}
