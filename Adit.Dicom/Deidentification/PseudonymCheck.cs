using System.Buffers;
using System.Globalization;
using System.Text;
using Adit.Dicom.Deidentification.Text;

namespace Adit.Dicom.Deidentification;

/// <summary>What is wrong with a pseudonym.</summary>
public enum PseudonymProblem
{
    /// <summary>There is none.</summary>
    Empty,

    /// <summary>It has more characters than DICOM allows.</summary>
    TooLong,

    /// <summary>It begins or ends with a blank.</summary>
    OuterBlank,

    /// <summary>It has a control character.</summary>
    ControlCharacter,

    /// <summary>It has a character that separates parts of a value in DICOM, or that a file system does not allow.</summary>
    ForbiddenCharacter,

    /// <summary>No folder can have this name on some file system.</summary>
    NoFolderName,

    /// <summary>It contains the patient's ID.</summary>
    ContainsPatientId,

    /// <summary>It contains a part of the patient's name.</summary>
    ContainsName,

    /// <summary>It contains the patient's date of birth, in whole or beside the initials.</summary>
    ContainsBirthDate,
}

/// <summary>Says whether a text can stand for a patient: as PatientID, as PatientName, as a folder, and without giving the patient away.</summary>
public static class PseudonymCheck
{
    /// <summary>What PatientID (LO) and a group of PatientName can hold, in characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\/:*?\"<>|^=");
    private const int MinNamePart = 3;
    private const int MinIdPart = 4;

    /// <summary>What forbids the text as such; null when nothing does.</summary>
    public static PseudonymProblem? Validate(string? pseudonym)
    {
        if (string.IsNullOrWhiteSpace(pseudonym))
        {
            return PseudonymProblem.Empty;
        }
        if (pseudonym.Length > MaxLength)
        {
            return PseudonymProblem.TooLong;
        }
        foreach (var c in pseudonym)
        {
            // Surrogates and signs of direction show one name and store another; they are treated like control characters.
            if (
                char.IsControl(c)
                || char.IsSurrogate(c)
                || CharUnicodeInfo.GetUnicodeCategory(c)
                    is UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                        or UnicodeCategory.PrivateUse
                        or UnicodeCategory.OtherNotAssigned
            )
            {
                return PseudonymProblem.ControlCharacter;
            }
        }
        if (char.IsWhiteSpace(pseudonym[0]) || char.IsWhiteSpace(pseudonym[^1]))
        {
            return PseudonymProblem.OuterBlank;
        }
        // ^ and = separate parts of a person's name, * and ? are wild cards, the others are forbidden on Windows.
        if (pseudonym.AsSpan().ContainsAny(Forbidden))
        {
            return PseudonymProblem.ForbiddenCharacter;
        }
        return pseudonym[^1] == '.' || IsReservedName(pseudonym)
            ? PseudonymProblem.NoFolderName
            : null;
    }

    /// <summary>What forbids the text for this patient: <see cref="Validate"/>, or that it gives the patient away; null when nothing does.</summary>
    /// <param name="pseudonym">The text.</param>
    /// <param name="patientId">(0010,0020), or null.</param>
    /// <param name="patientName">(0010,0010) in the form of the standard or as "Last, First", or null.</param>
    /// <param name="birthDate">(0010,0030), or null.</param>
    public static PseudonymProblem? Check(
        string? pseudonym,
        string? patientId,
        string? patientName,
        DateOnly? birthDate
    )
    {
        if (Validate(pseudonym) is { } problem)
        {
            return problem;
        }
        var spellings = LetterFolding.Spellings(pseudonym!).Select(Compact).ToArray();
        if (ContainsId(pseudonym!, spellings, patientId))
        {
            return PseudonymProblem.ContainsPatientId;
        }
        if (ContainsName(spellings, patientName))
        {
            return PseudonymProblem.ContainsName;
        }
        return birthDate is { } date && ContainsBirthDate(spellings[0], patientName, date)
            ? PseudonymProblem.ContainsBirthDate
            : null;
    }

    /// <summary>The problem for people; it repeats neither the pseudonym nor anything of the patient.</summary>
    public static string MessageFor(PseudonymProblem problem) =>
        problem switch
        {
            PseudonymProblem.Empty => "A pseudonym is missing.",
            PseudonymProblem.TooLong => $"The pseudonym has more than {MaxLength} characters.",
            PseudonymProblem.OuterBlank => "The pseudonym begins or ends with a blank.",
            PseudonymProblem.ControlCharacter =>
                "The pseudonym has a control character or one that cannot be seen.",
            PseudonymProblem.ForbiddenCharacter =>
                "The pseudonym has one of the characters \\ / : * ? \" < > | ^ =, which cannot stand in a name or a folder.",
            PseudonymProblem.NoFolderName =>
                "The pseudonym cannot be the name of a folder: it ends with a dot or is a reserved word.",
            PseudonymProblem.ContainsPatientId => "The pseudonym contains the patient ID.",
            PseudonymProblem.ContainsName => "The pseudonym contains a part of the patient's name.",
            PseudonymProblem.ContainsBirthDate =>
                "The pseudonym contains the patient's birth date, or part of it beside the initials.",
        };

    private static bool IsReservedName(string pseudonym)
    {
        var dot = pseudonym.IndexOf('.', StringComparison.Ordinal);
        var name = (dot < 0 ? pseudonym : pseudonym[..dot]).TrimEnd().ToUpperInvariant();
        return name.Length == 0
            || name is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (
                name.Length == 4
                && (
                    name.StartsWith("COM", StringComparison.Ordinal)
                    || name.StartsWith("LPT", StringComparison.Ordinal)
                )
                && (char.IsAsciiDigit(name[3]) || name[3] is '¹' or '²' or '³')
            );
    }

    private static bool ContainsId(string pseudonym, string[] spellings, string? patientId)
    {
        var trimmed = patientId?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return false;
        }
        var id = Compact(LetterFolding.Fold(trimmed));
        if (id.Length == 0)
        {
            return pseudonym.Contains(trimmed, StringComparison.OrdinalIgnoreCase);
        }
        // Leading zeros are added and dropped at will; without them enough must be left to mean something.
        var bare = id.TrimStart('0');
        if (bare.Length >= MinIdPart)
        {
            id = bare;
        }
        if (id.Length >= MinIdPart)
        {
            return spellings.Any(spelling => spelling.Contains(id, StringComparison.Ordinal));
        }
        // A short ID is in many texts by chance: it counts as a word of its own.
        return Words(pseudonym).Any(word => string.Equals(word, id, StringComparison.Ordinal))
            || spellings.Any(spelling => string.Equals(spelling, id, StringComparison.Ordinal));
    }

    private static bool ContainsName(string[] spellings, string? patientName) =>
        NameParts(patientName)
            .Where(part => part.Length >= MinPart(part))
            .SelectMany(LetterFolding.Spellings)
            .Any(part =>
                part.Length >= MinPart(part)
                && spellings.Any(spelling => spelling.Contains(part, StringComparison.Ordinal))
            );

    // Two ideographs are a name.
    private static int MinPart(string part) =>
        LetterFolding.IsWithoutBlanks(part[0]) ? 2 : MinNamePart;

    private static bool ContainsBirthDate(string folded, string? patientName, DateOnly date)
    {
        var letters = string.Concat(folded.Where(char.IsLetter));
        var digits = string.Concat(folded.Where(char.IsAsciiDigit));
        foreach (var format in (string[])["yyyyMMdd", "ddMMyyyy", "MMddyyyy"])
        {
            if (
                folded.Contains(
                    date.ToString(format, CultureInfo.InvariantCulture),
                    StringComparison.Ordinal
                )
            )
            {
                return true;
            }
        }
        if (!HasInitials(letters, patientName))
        {
            return false;
        }
        string[] notations =
        [
            "yyyyMMdd",
            "ddMMyyyy",
            "MMddyyyy",
            "dMyyyy",
            "Mdyyyy",
            "yyMMdd",
            "ddMMyy",
            "MMddyy",
            "yyyyddMM",
            "yyddMM",
            "yyyyMM",
            "MMyyyy",
            "yyyy",
        ];
        return notations.Any(format =>
            digits.Contains(
                date.ToString(format, CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            )
        );
    }

    private static bool HasInitials(string letters, string? patientName)
    {
        var initials = NameParts(patientName)
            .Select(part => LetterFolding.Fold(part))
            .Where(part => part.Length > 0)
            .Select(part => part[0])
            .ToArray();
        if (initials.Length < 2)
        {
            return false;
        }
        // The first two parts next to each other, in either order, anywhere among the letters.
        for (var i = 1; i < initials.Length; i++)
        {
            if (
                letters.Contains($"{initials[0]}{initials[i]}", StringComparison.Ordinal)
                || letters.Contains($"{initials[i]}{initials[0]}", StringComparison.Ordinal)
            )
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The parts of a name without titles and particles.</summary>
    private static IEnumerable<string> NameParts(string? patientName) =>
        (patientName ?? "")
            .Split('=')
            .SelectMany(group => group.Split('^').Take(3))
            .SelectMany(SplitWords)
            .Where(part =>
                (Vocabulary.KindsOf(LetterFolding.Fold(part)) & WordKinds.Particle) == 0
            );

    private static List<string> SplitWords(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && LetterFolding.IsLetter(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                words.Add(text[start..i]);
                start = -1;
            }
        }
        return words;
    }

    private static IEnumerable<string> Words(string text) =>
        LetterFolding
            .Fold(text)
            .Split([' ', '-', '_', '.', ',', '+', '#', '(', ')', '[', ']', '~', '&', '\''])
            .Select(Compact);

    private static string Compact(string text)
    {
        var compact = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                compact.Append(c);
            }
        }
        return compact.ToString();
    }
}
