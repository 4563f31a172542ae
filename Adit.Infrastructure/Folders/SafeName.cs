using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Adit.Infrastructure.Folders;

/// <summary>
/// Makes a name for a file or directory out of any text: one that every usual file system takes (also Windows shares and encrypted
/// ones), that leads nowhere else, and that shows what it is.
/// </summary>
internal static class SafeName
{
    /// <summary>In bytes of UTF-8. File systems allow 255, encrypted ones fewer.</summary>
    public const int MaxBytes = 140;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>:\"/\\|?*");

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        "CLOCK$",
    };

    /// <summary>A safe form of the text; the same text always gives the same name.</summary>
    /// <param name="text">Any text, broken Unicode included.</param>
    /// <param name="fallback">The name when nothing is left of it.</param>
    /// <param name="extension">Put behind it, such as ".dcm".</param>
    public static string Of(string? text, string fallback, string extension = "")
    {
        var name = Trim(Clean(text ?? ""));
        if (name.Length == 0)
        {
            name = fallback;
        }
        if (IsReserved(name))
        {
            name = "_" + name;
        }
        return Fit(name, text ?? "", MaxBytes - Encoding.UTF8.GetByteCount(extension)) + extension;
    }

    /// <summary>Another name for what has the same name as something else: a part of a hash is put behind it.</summary>
    public static string Distinguish(string name, string identity, int digits)
    {
        var suffix = "~" + Hash(identity, digits);
        return Trim(Cut(name, MaxBytes - suffix.Length)) + suffix;
    }

    /// <summary>What is equal under this is one name to a file system that ignores case.</summary>
    public static string Fold(string name) =>
        name.Normalize(NormalizationForm.FormC).ToUpperInvariant();

    private static string Clean(string text)
    {
        var result = new StringBuilder(text.Length);
        // Lone surrogates come out as U+FFFD here, and then no normalisation can fail.
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Format:
                    // Turns the reading direction or hides itself: a name that looks like another one.
                    break;
                case UnicodeCategory.Control:
                case UnicodeCategory.LineSeparator:
                case UnicodeCategory.ParagraphSeparator:
                case UnicodeCategory.OtherNotAssigned:
                case UnicodeCategory.PrivateUse:
                case UnicodeCategory.Surrogate:
                    result.Append('_');
                    break;
                case UnicodeCategory.SpaceSeparator:
                    result.Append(' ');
                    break;
                default:
                    if (
                        rune == Rune.ReplacementChar
                        || (rune.IsBmp && Forbidden.Contains((char)rune.Value))
                    )
                    {
                        result.Append('_');
                    }
                    else
                    {
                        result.Append(rune.ToString());
                    }
                    break;
            }
        }
        return result.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>No spaces around, no dots at the end (Windows drops them), none at the start (hidden, or the way up).</summary>
    private static string Trim(string name)
    {
        name = name.TrimStart(' ').TrimEnd(' ', '.');
        return name.StartsWith('.') ? "_" + name[1..] : name;
    }

    private static bool IsReserved(string name)
    {
        // Windows looks at what stands in front of the first dot, without spaces.
        var stem = name.Split('.')[0].TrimEnd();
        return Reserved.Contains(stem)
            || (
                stem.Length == 4
                && (
                    stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                    || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)
                )
                && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³'
            );
    }

    private static string Fit(string name, string original, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(name) <= maxBytes)
        {
            return name;
        }
        var suffix = "~" + Hash(original, 8);
        return Trim(Cut(name, maxBytes - suffix.Length)) + suffix;
    }

    // Never in the middle of what is seen as one character.
    private static string Cut(string name, int maxBytes)
    {
        if (Encoding.UTF8.GetByteCount(name) <= maxBytes)
        {
            return name;
        }
        var bytes = 0;
        var elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext())
        {
            bytes += Encoding.UTF8.GetByteCount(elements.GetTextElement());
            if (bytes > maxBytes)
            {
                return name[..elements.ElementIndex];
            }
        }
        return name;
    }

    private static string Hash(string text, int digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];
}
