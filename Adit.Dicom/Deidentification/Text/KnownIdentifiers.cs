using System.Buffers;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>How a word is a part of the patient's or another person's name.</summary>
internal enum NameKind : byte
{
    None = 0,

    /// <summary>Removed only beside another part: short ones, words of medicine.</summary>
    Weak,

    /// <summary>Removed only behind or in front of what is removed: von, Dr.</summary>
    Particle,

    /// <summary>Removed wherever it stands.</summary>
    Strong,
}

/// <summary>
/// What is looked for in the texts of an instance. A part of a name with three letters and more is removed wherever it stands as a
/// word, also when it is an ordinary word (Lang, Koch, White): privacy goes first. Words of medicine and imaging (Kopf, Herz, Hand),
/// shorter parts and initials are removed only beside another part of a name or behind a form of address, since a description would
/// lose its sense otherwise.
/// </summary>
internal sealed class KnownIdentifiers
{
    /// <summary>More than this many words, numbers and the like are no header of one patient.</summary>
    public const int MaxCount = 50_000;

    private const int MinStrong = 3;
    private const int MinId = 4;
    private const int FreeSplitFrom = 7;
    private const int MaxAddressParts = 64;

    private readonly Dictionary<string, NameKind> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NameKind>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly HashSet<string> _ideographs = new(StringComparer.Ordinal);
    private readonly HashSet<char> _initials = [];
    private SearchValues<string>? _search;

    public KnownIdentifiers()
    {
        _lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Numbers and codes.</summary>
    public IdentifierTrie Ids { get; } = new();

    /// <summary>Into how many pieces the text may cut an identifier: as many as it has itself, or a few.</summary>
    public int MaxIdPieces { get; private set; } = 6;

    /// <summary>Dates that are removed whatever the options say.</summary>
    public HashSet<DateOnly> BirthDates { get; } = [];

    /// <summary>Dates that stay although others are removed.</summary>
    public HashSet<DateOnly> KeptDates { get; } = [];

    /// <summary>Names in scripts without blanks, longest first.</summary>
    public string[] Ideographs { get; private set; } = [];

    /// <summary>True when there are names or places.</summary>
    public bool HasWords => _words.Count > 0;

    /// <summary>Finds the next of <see cref="Ideographs"/>.</summary>
    public int IndexOfIdeographs(ReadOnlySpan<char> text) =>
        _search is null ? -1 : text.IndexOfAny(_search);

    /// <summary>How a folded word is a part of a name.</summary>
    public NameKind KindOf(ReadOnlySpan<char> folded) =>
        _lookup.TryGetValue(folded, out var kind) ? kind : NameKind.None;

    /// <summary>True when a name begins with this folded letter.</summary>
    public bool IsInitial(char folded) => _initials.Contains(folded);

    /// <summary>Ends the gathering.</summary>
    public void Complete()
    {
        Ideographs = [.. _ideographs.OrderByDescending(name => name.Length)];
        _search =
            Ideographs.Length == 0
                ? null
                : SearchValues.Create(Ideographs, StringComparison.Ordinal);
    }

    /// <summary>Adds a person's name in the form of the standard, or as people write it; all its groups.</summary>
    public void AddName(string name)
    {
        foreach (var group in name.Split('='))
        {
            var components = group.Split('^');
            for (var i = 0; i < components.Length; i++)
            {
                foreach (var word in Split(components[i]))
                {
                    AddNamePart(word, isAffix: i >= 3);
                }
                AddJoined(components[i], i >= 3);
            }
            if (components.Length == 1)
            {
                // "Last, First", and "Last First" of people who know no ^.
                components = group.Split(',', 2);
            }
            if (components.Length >= 2)
            {
                AddPair(components[0], components[1]);
            }
        }
    }

    /// <summary>Adds a number or code; words without a digit are treated as names.</summary>
    /// <param name="value">One value.</param>
    /// <param name="isWeak">True for numbers that many share, such as a study's: short ones are not looked for.</param>
    public void AddId(string value, bool isWeak = false)
    {
        Span<char> folded = stackalloc char[IdentifierTrie.MaxLength];
        Span<bool> splits = stackalloc bool[IdentifierTrie.MaxLength];
        var length = 0;
        var digits = 0;
        var separated = false;
        foreach (var c in value)
        {
            if (!LetterFolding.IsLetter(c) && !char.IsDigit(c))
            {
                separated = true;
                continue;
            }
            var count = LetterFolding.Fold(c, '\0', out var first, out var second);
            if (count == 0 || length + count > folded.Length)
            {
                continue;
            }
            splits[length] = separated;
            separated = false;
            digits += char.IsAsciiDigit(first) ? 1 : 0;
            folded[length++] = first;
            if (count > 1)
            {
                folded[length++] = second;
            }
        }
        var code = folded[..length];
        if (length == 0 || code.IndexOfAnyExcept('0') < 0)
        {
            return;
        }
        if (digits == 0)
        {
            if (!isWeak)
            {
                foreach (var word in Split(value))
                {
                    AddNamePart(word, isAffix: false);
                }
            }
            return;
        }
        if (isWeak ? length < 5 || digits < 4 : length < MinId)
        {
            // Removed behind words such as "ID" only, like any other number there.
            return;
        }
        AddCode(code, splits, code.Length >= FreeSplitFrom);
        if (digits == length)
        {
            var bare = code.TrimStart('0');
            if (bare.Length >= MinId && bare.Length < length)
            {
                AddCode(bare, splits[(length - bare.Length)..], bare.Length >= FreeSplitFrom);
            }
        }
        else if (!isWeak)
        {
            AddLongDigits(code);
        }
    }

    /// <summary>Adds a telephone number, with and without the country's and the trunk's digits.</summary>
    public void AddPhone(string value)
    {
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        var national =
            digits.StartsWith("0049", StringComparison.Ordinal) ? digits[4..]
            : digits.StartsWith("49", StringComparison.Ordinal)
            && value.Contains('+', StringComparison.Ordinal)
                ? digits[2..]
            : digits;
        national = national.TrimStart('0');
        foreach (var form in (string[])[digits, national, "0" + national, "49" + national])
        {
            if (form.Length >= 5 && national.Length >= 4)
            {
                AddCode(form, [], isFree: true);
            }
        }
        if (value.Contains('@', StringComparison.Ordinal))
        {
            AddId(value);
        }
    }

    /// <summary>Adds an address: its places and streets as words, its postal code.</summary>
    public void AddAddress(string address)
    {
        foreach (var word in Split(address))
        {
            AddPlace(word);
        }
        var parts = address.Split(
            [' ', '.', ',', ';', '^', '-', '/', '\r', '\n', '='],
            MaxAddressParts,
            StringSplitOptions.RemoveEmptyEntries
        );
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].All(char.IsAsciiDigit))
            {
                continue;
            }
            if (parts[i].Length >= 5)
            {
                AddCode(parts[i], [], isFree: false);
            }
            // Short ones beside their street or place: Lindenweg 7, 1090 Wien.
            if (i > 0)
            {
                AddBeside(parts[i - 1], parts[i]);
            }
            if (i + 1 < parts.Length)
            {
                AddBeside(parts[i], parts[i + 1]);
            }
        }
    }

    private void AddBeside(string left, string right)
    {
        var word = char.IsAsciiDigit(left[0]) ? right : left;
        if (word.Length >= MinStrong && word.All(LetterFolding.IsLetter))
        {
            foreach (var spelling in LetterFolding.Spellings(word))
            {
                AddCode(word == left ? spelling + right : left + spelling, [], isFree: false);
            }
        }
    }

    /// <summary>Adds what an institution's name says about which one it is; words such as "hospital" stay.</summary>
    public void AddInstitution(string name)
    {
        foreach (var word in Split(name))
        {
            AddPlace(word);
        }
        if (name.Any(char.IsDigit))
        {
            AddId(name, isWeak: true);
        }
    }

    private void AddPlace(string word)
    {
        const WordKinds common =
            WordKinds.Institution
            | WordKinds.Medical
            | WordKinds.Particle
            | WordKinds.Title
            | WordKinds.Common;
        foreach (var spelling in LetterFolding.Spellings(word))
        {
            var isStreet = spelling.EndsWith("strasse", StringComparison.Ordinal);
            if (
                spelling.Length < 4
                || (Vocabulary.KindsOf(spelling) & common) != 0
                || Vocabulary.IsStreetAlone(spelling)
            )
            {
                continue;
            }
            Add(spelling, NameKind.Strong);
            if (isStreet)
            {
                Add(spelling[..^4], NameKind.Strong);
            }
        }
    }

    private void AddNamePart(string word, bool isAffix)
    {
        if (LetterFolding.IsWithoutBlanks(word[0]))
        {
            if (word.Length > 1)
            {
                Count();
                _ideographs.Add(word);
            }
            Add(word, NameKind.Weak);
            return;
        }
        foreach (var spelling in LetterFolding.Spellings(word))
        {
            var kinds = Vocabulary.KindsOf(spelling);
            var kind =
                isAffix || (kinds & (WordKinds.Particle | WordKinds.TitleTail)) != 0
                    ? NameKind.Particle
                : spelling.Length < MinStrong || (kinds & WordKinds.Medical) != 0 ? NameKind.Weak
                : NameKind.Strong;
            Add(spelling, kind);
            if (kind == NameKind.Strong && spelling.Length > 3 && spelling[^1] != 's')
            {
                // The genitive, in German without an apostrophe.
                AddUnlessMedical(spelling + "s");
            }
            if (kind != NameKind.Particle)
            {
                _initials.Add(spelling[0]);
            }
        }
    }

    // O'Brien as OBrien, Meyer-Landrut as Meyerlandrut.
    private void AddJoined(string component, bool isAffix)
    {
        var words = Split(component);
        if (isAffix || words.Count < 2 || words.Count > 4)
        {
            return;
        }
        foreach (var joined in LetterFolding.Spellings(string.Concat(words)))
        {
            if (joined.Length >= MinStrong)
            {
                AddUnlessMedical(joined);
            }
        }
    }

    // MuellerHans, HansMueller, hmueller, muellerh: names of folders and accounts; and names in scripts without blanks.
    private void AddPair(string family, string given)
    {
        var families = Split(family);
        var givens = Split(given);
        if (families.Count == 0 || givens.Count == 0)
        {
            return;
        }
        var last = string.Concat(families);
        var first = givens[0];
        if (LetterFolding.IsWithoutBlanks(last[0]))
        {
            Count();
            _ideographs.Add(last + string.Concat(givens));
            return;
        }
        foreach (var l in LetterFolding.Spellings(last))
        {
            foreach (var f in LetterFolding.Spellings(first))
            {
                if (l.Length + f.Length >= 5)
                {
                    AddUnlessMedical(l + f);
                    AddUnlessMedical(f + l);
                }
                if (l.Length >= 4)
                {
                    AddUnlessMedical(f[0] + l);
                    AddUnlessMedical(l + f[0]);
                }
            }
        }
    }

    private void AddUnlessMedical(string folded)
    {
        if ((Vocabulary.KindsOf(folded) & WordKinds.Medical) == 0)
        {
            Add(folded, NameKind.Strong);
        }
    }

    private void Add(string folded, NameKind kind)
    {
        Count();
        if (folded.Length <= TextScan.MaxWord)
        {
            _words[folded] = (NameKind)Math.Max((byte)kind, (byte)_words.GetValueOrDefault(folded));
        }
    }

    private void AddCode(ReadOnlySpan<char> code, ReadOnlySpan<bool> splits, bool isFree)
    {
        Count();
        MaxIdPieces = Math.Max(MaxIdPieces, splits.Count(true) + 1);
        var allowed = new bool[code.Length];
        for (var i = 1; i < allowed.Length; i++)
        {
            allowed[i] =
                isFree
                || (i < splits.Length && splits[i])
                || char.IsAsciiDigit(code[i]) != char.IsAsciiDigit(code[i - 1]);
        }
        Ids.Add(code, i => i < allowed.Length && allowed[i]);
    }

    // A number inside of a code, such as that of PAT-0012345, is written alone as well.
    private void AddLongDigits(ReadOnlySpan<char> code)
    {
        var start = 0;
        for (var i = 0; i <= code.Length; i++)
        {
            if (i < code.Length && char.IsAsciiDigit(code[i]))
            {
                continue;
            }
            var digits = code[start..i];
            if (digits.Length >= 5)
            {
                AddCode(digits, [], digits.Length >= FreeSplitFrom);
                var bare = digits.TrimStart('0');
                if (bare.Length >= 5 && bare.Length < digits.Length)
                {
                    AddCode(bare, [], bare.Length >= FreeSplitFrom);
                }
            }
            start = i + 1;
        }
    }

    private void Count()
    {
        if (_words.Count + _ideographs.Count + (Ids.NodeCount / 8) > MaxCount)
        {
            throw new DeidentificationRefusedException(
                DeidentificationRefusal.Damaged,
                $"The header names more than {MaxCount} persons and numbers; this is no object of one patient."
            );
        }
    }

    private static List<string> Split(string text)
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
}
