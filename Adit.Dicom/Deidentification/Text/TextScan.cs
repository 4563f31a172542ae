using System.Buffers;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>
/// One look at one text. It is cut into runs of letters and of digits; rules then look at a bounded number of neighbours of each, so
/// the time grows with the text's length and no faster, whatever the text. What is to be removed is marked per character.
/// </summary>
internal ref partial struct TextScan
{
    /// <summary>Longer words are no names.</summary>
    public const int MaxWord = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly KnownIdentifiers _known;
    private readonly DeidentificationOptions _options;
    private Span<Token> _tokens;
    private Token[]? _rented;
    private bool[]? _removed;
    private int _count;
    private bool _hasStrong;
    private bool _hasWeak;
    private bool _hasDigits;
    private bool _birthDatesOnly;

    /// <summary>Begins.</summary>
    /// <param name="text">What is looked at.</param>
    /// <param name="known">What is known of the patient.</param>
    /// <param name="options">They decide about dates, UIDs and ages.</param>
    /// <param name="tokens">Room for the tokens of short texts.</param>
    public TextScan(
        ReadOnlySpan<char> text,
        KnownIdentifiers known,
        DeidentificationOptions options,
        Span<Token> tokens
    )
    {
        _text = text;
        _known = known;
        _options = options;
        _tokens = tokens;
    }

    /// <summary>True when something has to go.</summary>
    public readonly bool HasFound => _removed is not null;

    /// <summary>True for each character that has to go; only when <see cref="HasFound"/>.</summary>
    public readonly ReadOnlySpan<bool> Removed => _removed.AsSpan(0, _text.Length);

    /// <summary>Looks.</summary>
    /// <param name="knownOnly">True to look for what is known of the patient alone, and for nothing that has merely the shape of such.</param>
    public void Run(bool knownOnly = false)
    {
        Tokenize();
        if (_known.Ideographs.Length > 0)
        {
            MarkIdeographs();
        }
        if (_hasDigits && !_known.Ids.IsEmpty)
        {
            MarkIds();
        }
        if (_hasStrong || _hasWeak)
        {
            MarkNames();
        }
        if (knownOnly)
        {
            MarkBirthDates();
            return;
        }
        MarkNamesBehindTitles();
        MarkLinks();
        if (_hasDigits)
        {
            MarkShapes();
        }
    }

    /// <summary>Gives back what was rented.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<Token>.Shared.Return(_rented);
            _rented = null;
        }
        if (_removed is not null)
        {
            ArrayPool<bool>.Shared.Return(_removed);
            _removed = null;
        }
    }

    private void Tokenize()
    {
        Span<char> folded = stackalloc char[MaxWord];
        var i = 0;
        while (i < _text.Length)
        {
            var c = _text[i];
            if (LetterFolding.IsLetter(c))
            {
                var start = i;
                while (++i < _text.Length && LetterFolding.IsLetter(_text[i])) { }
                AddWord(start, i, folded);
            }
            else if (char.IsDigit(c))
            {
                var start = i;
                while (++i < _text.Length && char.IsDigit(_text[i])) { }
                _hasDigits = true;
                Add(
                    new Token
                    {
                        Start = start,
                        End = i,
                        IsDigits = true,
                    }
                );
            }
            else
            {
                i++;
            }
        }
    }

    private void AddWord(int start, int end, scoped Span<char> folded)
    {
        var token = new Token { Start = start, End = end };
        var length = end - start <= MaxWord ? LetterFolding.Fold(_text[start..end], folded) : -1;
        if (length > 0)
        {
            var word = folded[..length];
            token.Kinds = Vocabulary.KindsOf(word);
            token.Name = _known.HasWords ? _known.KindOf(word) : NameKind.None;
            _hasStrong |= token.Name == NameKind.Strong;
            _hasWeak |= token.Name == NameKind.Weak;
        }
        Add(token);
    }

    private void Add(in Token token)
    {
        if (_count == _tokens.Length)
        {
            var larger = ArrayPool<Token>.Shared.Rent(Math.Max(256, _count * 2));
            _tokens[.._count].CopyTo(larger);
            if (_rented is not null)
            {
                ArrayPool<Token>.Shared.Return(_rented);
            }
            _tokens = _rented = larger;
        }
        _tokens[_count++] = token;
    }

    private void Remove(int start, int end)
    {
        if (_removed is null)
        {
            _removed = ArrayPool<bool>.Shared.Rent(Math.Max(1, _text.Length));
            _removed.AsSpan(0, _text.Length).Clear();
        }
        _removed.AsSpan(start, end - start).Fill(true);
    }

    private readonly bool IsRemoved(int position) => _removed is not null && _removed[position];

    private readonly ReadOnlySpan<char> Gap(int left) =>
        _text[_tokens[left].End.._tokens[left + 1].Start];

    private readonly char CharAt(int position) =>
        (uint)position < (uint)_text.Length ? _text[position] : '\0';

    private readonly ReadOnlySpan<char> TextOf(int token) =>
        _text[_tokens[token].Start.._tokens[token].End];

    private readonly bool IsCapitalised(int token)
    {
        var first = _text[_tokens[token].Start];
        return char.IsUpper(first);
    }

    private readonly bool Has(int token, WordKinds kinds) =>
        (uint)token < (uint)_count && (_tokens[token].Kinds & kinds) != 0;

    private readonly bool IsWord(int token) =>
        (uint)token < (uint)_count && !_tokens[token].IsDigits;

    private readonly bool IsNumber(int token) =>
        (uint)token < (uint)_count && _tokens[token].IsDigits;

    private readonly bool IsNumber(int token, int minLength, int maxLength) =>
        IsNumber(token) && _tokens[token].Length >= minLength && _tokens[token].Length <= maxLength;

    /// <summary>The number of at most nine digits.</summary>
    private readonly int Value(int start, int length)
    {
        var value = 0;
        for (var i = start; i < start + length; i++)
        {
            value = (value * 10) + Digit(_text[i]);
        }
        return value;
    }

    private readonly int Value(int token) => Value(_tokens[token].Start, _tokens[token].Length);

    private static int Digit(char c) =>
        char.IsAsciiDigit(c) ? c - '0' : (int)char.GetNumericValue(c);

    /// <summary>True when the gap is short and made of these characters only.</summary>
    private static bool IsOf(ReadOnlySpan<char> gap, ReadOnlySpan<char> allowed, int maxLength) =>
        gap.Length <= maxLength && gap.IndexOfAnyExcept(allowed) < 0;
}
