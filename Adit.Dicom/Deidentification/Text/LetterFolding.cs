using System.Globalization;
using System.Text;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>
/// Makes spellings of one name equal: case, accents, umlauts written as such or as two letters, ß, full-width letters. Combining
/// marks and invisible characters inside of a word do not count.
/// </summary>
internal static class LetterFolding
{
    // What a decoder writes for a byte that is no character: as a rule, a letter of another character set.
    private const char Undecodable = '\uFFFD';
    private const int TableStart = 0xC0;
    private const int TableEnd = 0x250;
    private static readonly (char First, char Second)[] Latin = BuildTable();

    /// <summary>True for what belongs to a word: letters of all scripts, marks on them, and invisible joiners behind a letter.</summary>
    public static bool IsLetter(char c) =>
        c < 0x80
            ? char.IsAsciiLetter(c)
            : char.IsLetter(c) || char.IsSurrogate(c) || IsMark(c) || c == Undecodable;

    /// <summary>True for scripts that put no blanks between words: Chinese, Japanese, Thai and the like, and Korean with its endings.</summary>
    public static bool IsWithoutBlanks(char c) =>
        c
            is (>= '\u0E00' and <= '\u0EFF')
                or (>= '\u1100' and <= '\u11FF')
                or (>= '\u3005' and <= '\u31FF')
                or (>= '\u3400' and <= '\u9FFF')
                or (>= '\uAC00' and <= '\uD7FF')
                or (>= '\uF900' and <= '\uFAFF')
                or (>= '\uFF66' and <= '\uFF9F')
        || char.IsSurrogate(c);

    /// <summary>The folded form of one character.</summary>
    /// <param name="c">Any character.</param>
    /// <param name="previous">The character before it in the text, which a combining diaeresis changes.</param>
    /// <param name="first">The first character of the folded form.</param>
    /// <param name="second">A second character when there is one.</param>
    /// <returns>The number of characters: 0, 1 or 2.</returns>
    public static int Fold(char c, char previous, out char first, out char second)
    {
        second = '\0';
        if (c < 0x80)
        {
            first = char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c;
            return 1;
        }
        if (c is >= (char)TableStart and < (char)TableEnd)
        {
            (first, second) = Latin[c - TableStart];
            return second == '\0' ? 1 : 2;
        }
        if (IsMark(c))
        {
            first = 'e';
            return c == '\u0308' && (previous | 0x20) is 'a' or 'o' or 'u' ? 1 : 0;
        }
        if (c == '\u1E9E')
        {
            first = second = 's';
            return 2;
        }
        first = c is >= '\uFF01' and <= '\uFF5E'
            ? char.ToLowerInvariant((char)(c - 0xFEE0))
            : char.ToLowerInvariant(c);
        return 1;
    }

    /// <summary>Folds a word; -1 when it does not fit, then it is longer than any that is looked for.</summary>
    public static int Fold(ReadOnlySpan<char> word, Span<char> folded)
    {
        var length = 0;
        var previous = '\0';
        foreach (var c in word)
        {
            var count = Fold(c, previous, out var first, out var second);
            if (length + count > folded.Length)
            {
                return -1;
            }
            if (count > 0)
            {
                folded[length++] = first;
            }
            if (count > 1)
            {
                folded[length++] = second;
            }
            previous = c;
        }
        return length;
    }

    /// <summary>The folded form of a word.</summary>
    public static string Fold(string word)
    {
        Span<char> folded = word.Length <= 128 ? stackalloc char[256] : new char[word.Length * 2];
        return new string(folded[..Fold(word, folded)]);
    }

    /// <summary>All folded spellings of a word that people use: umlauts as two letters or as the bare vowel, in both directions.</summary>
    public static IEnumerable<string> Spellings(string word)
    {
        var folded = Fold(word);
        var spellings = new HashSet<string>(StringComparer.Ordinal) { folded };
        spellings.Add(
            folded
                .Replace("ae", "a", StringComparison.Ordinal)
                .Replace("oe", "o", StringComparison.Ordinal)
                .Replace("ue", "u", StringComparison.Ordinal)
        );
        spellings.Add(Fold(Bare(word)));
        if (word.Contains('å', StringComparison.OrdinalIgnoreCase))
        {
            spellings.Add(Fold(word.Replace("å", "aa", StringComparison.OrdinalIgnoreCase)));
        }
        spellings.Remove("");
        return spellings;
    }

    private static string Bare(string word)
    {
        var decomposed = new StringBuilder(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            var text = rune.ToString();
            try
            {
                text = text.Normalize(NormalizationForm.FormD);
            }
            catch (ArgumentException)
            {
                // A code point that is no character: it stays as it is.
            }
            foreach (var c in text)
            {
                if (!IsMark(c))
                {
                    decomposed.Append(c);
                }
            }
        }
        return decomposed.ToString();
    }

    private static bool IsMark(char c) =>
        c is (>= '\u0300' and <= '\u036F') or '\u00AD' or (>= '\u200B' and <= '\u200D') or '\uFEFF'
        || (
            c >= '\u0483' && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark
        );

    private static (char, char)[] BuildTable()
    {
        var table = new (char, char)[TableEnd - TableStart];
        for (var i = 0; i < table.Length; i++)
        {
            var c = char.ToLowerInvariant((char)(TableStart + i));
            table[i] = c switch
            {
                'ä' or 'æ' => ('a', 'e'),
                'ö' or 'ø' or 'œ' => ('o', 'e'),
                'ü' => ('u', 'e'),
                'ß' => ('s', 's'),
                'þ' => ('t', 'h'),
                'ĳ' => ('i', 'j'),
                'ð' or 'đ' => ('d', '\0'),
                'ł' => ('l', '\0'),
                'ħ' => ('h', '\0'),
                'ı' => ('i', '\0'),
                'ŋ' => ('n', '\0'),
                'ſ' => ('s', '\0'),
                _ => (
                    char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormD)[0]),
                    '\0'
                ),
            };
        }
        return table;
    }
}
