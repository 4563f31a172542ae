using System.Buffers;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>
/// Removes from free text what identifies the patient: the names, numbers, dates and places that the original header and the subject
/// tell of, and what has the shape of such (telephone, mail, street, dates unless they are kept, long numbers). Everything else stays
/// as it is, to the character. Works on decoded text; several values separated by backslashes stay several. Safe for concurrent use.
/// </summary>
internal sealed class TextCleaner
{
    // What is left may show a new shape where something stood in between.
    private const int MaxPasses = 4;
    private const int TokensOnStack = 96;
    private readonly KnownIdentifiers _known;
    private readonly DeidentificationOptions _options;
    private readonly HarmlessTexts _harmless = new();

    internal TextCleaner(KnownIdentifiers known, DeidentificationOptions options)
    {
        _known = known;
        _options = options;
    }

    /// <summary>Gathers what identifies the patient from the original header. For several instances use <see cref="TextCleaners"/>.</summary>
    /// <exception cref="DeidentificationRefusedException">The header names more persons and numbers than any object of one patient.</exception>
    public static TextCleaner For(
        DicomDataset original,
        DeidentificationSubject subject,
        DeidentificationOptions options
    ) => new TextCleaners(subject, options).For(original);

    /// <summary>The text without what identifies; the same instance when nothing was found.</summary>
    /// <param name="text">Decoded.</param>
    /// <param name="knownOnly">True to remove what is known of the patient alone, and nothing that has merely the shape of such.</param>
    public string Clean(string text, bool knownOnly = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            if (CleanOnce(text, knownOnly) is not { } cleaned)
            {
                break;
            }
            text = cleaned;
        }
        return text;
    }

    /// <summary>
    /// True when nothing would be removed from a value in ASCII. The images of a series say the same in most of their texts, so that
    /// short ones are looked at once.
    /// </summary>
    /// <param name="value">The bytes of the value, all of them ASCII.</param>
    /// <param name="knownOnly">As for <see cref="Clean"/>.</param>
    public bool IsHarmless(ReadOnlySpan<byte> value, bool knownOnly)
    {
        if (_harmless.Contains(value, knownOnly))
        {
            return true;
        }
        var chars = ArrayPool<char>.Shared.Rent(value.Length);
        try
        {
            System.Text.Encoding.ASCII.GetChars(value, chars);
            if (WouldChange(chars.AsSpan(0, value.Length), knownOnly))
            {
                return false;
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars, clearArray: true);
        }
        _harmless.Add(value, knownOnly);
        return true;
    }

    /// <summary>True when something would be removed.</summary>
    /// <param name="text">Decoded.</param>
    /// <param name="knownOnly">As for <see cref="Clean"/>.</param>
    public bool WouldChange(ReadOnlySpan<char> text, bool knownOnly = false)
    {
        var scan = new TextScan(text, _known, _options, stackalloc Token[TokensOnStack]);
        try
        {
            scan.Run(knownOnly);
            return scan.HasFound;
        }
        finally
        {
            scan.Dispose();
        }
    }

    private string? CleanOnce(string text, bool knownOnly)
    {
        var scan = new TextScan(text, _known, _options, stackalloc Token[TokensOnStack]);
        try
        {
            scan.Run(knownOnly);
            return scan.HasFound ? Without(text, scan.Removed) : null;
        }
        finally
        {
            scan.Dispose();
        }
    }

    private static string Without(ReadOnlySpan<char> text, ReadOnlySpan<bool> removed)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var kept = rented.AsSpan();
            var length = 0;
            var i = 0;
            while (i < text.Length)
            {
                if (!removed[i])
                {
                    kept[length++] = text[i++];
                    continue;
                }
                while (i < text.Length && removed[i])
                {
                    i++;
                }
                CloseGap(kept, ref length, text, ref i, removed);
            }
            return new string(kept[..length]);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>Blanks on both sides of a gap become one, at the ends of a value none; what stood apart does not grow together.</summary>
    private static void CloseGap(
        Span<char> kept,
        ref int length,
        ReadOnlySpan<char> text,
        ref int i,
        ReadOnlySpan<bool> removed
    )
    {
        var atStart = length == 0 || kept[length - 1] is '\\' or '\n' or '\r' or '\f' or '\t';
        if (atStart || kept[length - 1] == ' ')
        {
            while (i < text.Length && text[i] == ' ' && !removed[i])
            {
                i++;
            }
        }
        if (i == text.Length || (!removed[i] && text[i] is '\\' or '\r' or '\n' or '\f'))
        {
            while (length > 0 && kept[length - 1] == ' ')
            {
                length--;
            }
        }
        else if (
            !atStart
            && !removed[i]
            && LetterOrDigit(kept[length - 1])
            && LetterOrDigit(text[i])
            && !(
                LetterFolding.IsWithoutBlanks(kept[length - 1])
                && LetterFolding.IsWithoutBlanks(text[i])
            )
        )
        {
            // At least one character went, so there is room.
            kept[length++] = ' ';
        }
    }

    private static bool LetterOrDigit(char c) => LetterFolding.IsLetter(c) || char.IsDigit(c);
}
