namespace Adit.Dicom.Deidentification.Text;

/// <content>Names and numbers that are known.</content>
internal ref partial struct TextScan
{
    private const string NameSeparators = " ,.-'’`´^=_&/+‐‑–·・\u00A0\u3000";
    private const string IdSeparators = " -_/.:,'#\u00A0\u2010\u2011\u2013";
    private const int MaxNameGap = 3;
    private const int MaxIdGap = 8;

    private void MarkIdeographs()
    {
        var position = 0;
        while (
            position < _text.Length
            && _known.IndexOfIdeographs(_text[position..]) is >= 0 and var offset
        )
        {
            position += offset;
            foreach (var name in _known.Ideographs)
            {
                if (_text[position..].StartsWith(name, StringComparison.Ordinal))
                {
                    Remove(position, position + name.Length);
                    position += name.Length - 1;
                    break;
                }
            }
            position++;
        }
    }

    private void MarkIds()
    {
        Span<char> pair = stackalloc char[2];
        for (var i = 0; i < _count; i++)
        {
            var end = LongestId(i, skipZeros: false, pair);
            if (_tokens[i].IsDigits && Digit(_text[_tokens[i].Start]) == 0)
            {
                end = Math.Max(end, LongestId(i, skipZeros: true, pair));
            }
            // 1.4711 is a measure.
            if (end >= 0 && !(end == i && _tokens[i].IsDigits && IsMeasure(i)))
            {
                Remove(_tokens[i].Start, _tokens[end].End);
                for (; i < end; i++)
                {
                    _tokens[i].IsMarked = true;
                }
                _tokens[i].IsMarked = true;
            }
        }
    }

    private readonly bool IsMeasure(int i) =>
        _tokens[i].Length < MinLongNumber
        && (
            (IsNumber(i - 1) && Gap(i - 1) is ['.'] or [','])
            || (IsNumber(i + 1) && Gap(i) is ['.'] or [','])
        );

    /// <summary>The last token of the longest known identifier that begins here, or -1.</summary>
    private readonly int LongestId(int first, bool skipZeros, Span<char> pair)
    {
        var found = -1;
        var node = IdentifierTrie.Root;
        var pieces = 1;
        for (var i = first; i < _count; i++)
        {
            if (i > first && !Gap(i - 1).IsEmpty)
            {
                if (
                    ++pieces > _known.MaxIdPieces
                    || !_known.Ids.MaySplit(node)
                    || !IsOf(Gap(i - 1), IdSeparators, MaxIdGap)
                )
                {
                    return found;
                }
            }
            var position = _tokens[i].Start;
            if (i == first && skipZeros)
            {
                while (position < _tokens[i].End && Digit(_text[position]) == 0)
                {
                    position++;
                }
            }
            for (; position < _tokens[i].End; position++)
            {
                var count = LetterFolding.Fold(
                    _text[position],
                    CharAt(position - 1),
                    out pair[0],
                    out pair[1]
                );
                for (var part = 0; part < count; part++)
                {
                    if (!_known.Ids.TryStep(ref node, pair[part]))
                    {
                        return found;
                    }
                }
            }
            if (_known.Ids.IsEnd(node))
            {
                found = i;
            }
        }
        return found;
    }

    private void MarkNames()
    {
        for (var i = 0; i < _count; i++)
        {
            ref var token = ref _tokens[i];
            if (token.Name == NameKind.Strong)
            {
                token.IsMarked = true;
            }
            else if (
                token.Name == NameKind.Weak
                && (IsBesideAnotherWeakPart(i) || IsBehindFormOfAddress(i))
            )
            {
                token.IsMarked = true;
            }
        }
        for (var i = 1; i < _count; i++)
        {
            if (!_tokens[i].IsMarked && _tokens[i - 1].IsMarked && Continues(i, i - 1, i))
            {
                _tokens[i].IsMarked = true;
            }
        }
        for (var i = _count - 2; i >= 0; i--)
        {
            if (!_tokens[i].IsMarked && _tokens[i + 1].IsMarked && Continues(i, i, i + 1))
            {
                _tokens[i].IsMarked = true;
            }
        }
        for (var i = 0; i < _count; i++)
        {
            if (!_tokens[i].IsMarked || _tokens[i].IsDigits)
            {
                continue;
            }
            var end = _tokens[i].End;
            if (IsSingleLetter(i) && CharAt(end) == '.')
            {
                end++;
            }
            else if (
                CharAt(end) is '\'' or '’'
                && CharAt(end + 1) is 's' or 'S'
                && IsWord(i + 1)
                && _tokens[i + 1].Start == end + 1
                && _tokens[i + 1].Length == 1
            )
            {
                end += 2;
            }
            var joins =
                i + 1 < _count
                && _tokens[i + 1].IsMarked
                && !_tokens[i + 1].IsDigits
                && IsOf(Gap(i), NameSeparators, MaxNameGap);
            Remove(_tokens[i].Start, joins ? _tokens[i + 1].Start : end);
        }
    }

    private readonly bool IsBesideAnotherWeakPart(int i) =>
        (
            i > 0
            && _tokens[i - 1].Name == NameKind.Weak
            && IsOf(Gap(i - 1), NameSeparators, MaxNameGap)
            && !TextOf(i - 1).Equals(TextOf(i), StringComparison.OrdinalIgnoreCase)
        )
        || (
            i + 1 < _count
            && _tokens[i + 1].Name == NameKind.Weak
            && IsOf(Gap(i), NameSeparators, MaxNameGap)
            && !TextOf(i + 1).Equals(TextOf(i), StringComparison.OrdinalIgnoreCase)
        );

    private readonly bool IsBehindFormOfAddress(int i) =>
        i > 0
        && IsCapitalised(i)
        && IsOf(Gap(i - 1), " .:,", MaxNameGap)
        && (
            IsTitle(i - 1)
            || (
                Has(i - 1, WordKinds.IdHead)
                && TextOf(i - 1).StartsWith("pat", StringComparison.OrdinalIgnoreCase)
            )
        );

    /// <summary>True for a part of a name beside one that goes.</summary>
    private readonly bool Continues(int i, int left, int right)
    {
        if (_tokens[i].IsDigits || !IsOf(Gap(left), NameSeparators, MaxNameGap))
        {
            return false;
        }
        // A number that goes makes no name of the word beside it.
        if (_tokens[i == left ? right : left].IsDigits)
        {
            return false;
        }
        return _tokens[i].Name != NameKind.None || (IsSingleLetter(i) && IsInitial(i));
    }

    private readonly bool IsSingleLetter(int i)
    {
        if (_tokens[i].IsDigits)
        {
            return false;
        }
        // T2, L5, 3D: no initials.
        if (IsNumber(i + 1) && _tokens[i + 1].Start == _tokens[i].End)
        {
            return false;
        }
        if (IsNumber(i - 1) && _tokens[i - 1].End == _tokens[i].Start)
        {
            return false;
        }
        return _tokens[i].Length == 1 || (_tokens[i].Length == 2 && IsMarkBehind(i));
    }

    private readonly bool IsMarkBehind(int i) =>
        _text[_tokens[i].Start + 1] is >= '\u0300' and <= '\u036F';

    private readonly bool IsInitial(int i)
    {
        LetterFolding.Fold(_text[_tokens[i].Start], '\0', out var first, out _);
        return _known.IsInitial(first)
            && (char.IsUpper(_text[_tokens[i].Start]) || CharAt(_tokens[i].End) == '.');
    }

    /// <summary>True for a form of address, told apart from modalities (MR, DR, MRS) and units (ms, hr, Fr) by its case and its dot.</summary>
    private readonly bool IsTitle(int i)
    {
        if (!Has(i, WordKinds.Title))
        {
            return false;
        }
        var text = TextOf(i);
        var hasDot = CharAt(_tokens[i].End) == '.';
        return text switch
        {
            "Dr" or "Mr" or "Mrs" or "née" or "nee" => true,
            "DR" or "dr" or "Ms" or "Hr" or "Fr" or "geb" or "Geb" or "GEB" => hasDot,
            _ => text.Length >= 4,
        };
    }

    /// <summary>
    /// Names of persons that nobody has told of, behind Dr., Herr, Frau, Mr. The form of address goes with the name, so that it takes
    /// no other word for one when the text is looked at again.
    /// </summary>
    private void MarkNamesBehindTitles()
    {
        for (var i = 0; i + 1 < _count; i++)
        {
            // 6 Fr. is the size of a catheter.
            if (!IsTitle(i) || (IsNumber(i - 1) && TextOf(i) is "Fr" or "Hr"))
            {
                continue;
            }
            var next = i + 1;
            var names = 0;
            var pieces = 0;
            var end = -1;
            while (
                next < _count
                && pieces < 8
                && !_tokens[next].IsDigits
                && IsOf(Gap(next - 1), " .-'’\u00A0", MaxNameGap)
            )
            {
                pieces++;
                var kinds = _tokens[next].Kinds;
                if ((kinds & (WordKinds.Title | WordKinds.TitleTail)) != 0 && names == 0)
                {
                    next++;
                    continue;
                }
                // A sentence that ends behind the name ends the name.
                if (names > 0 && Gap(next - 1) is ['.', ..] && !IsSingleLetter(next - 1))
                {
                    break;
                }
                if ((kinds & WordKinds.Particle) != 0 && IsFollowedByName(next))
                {
                    end = _tokens[next].End;
                    next++;
                    continue;
                }
                if (names == 2 || !(MayBeName(next) || IsRemoved(_tokens[next].Start)))
                {
                    break;
                }
                end = _tokens[next].End;
                if (IsSingleLetter(next))
                {
                    end += CharAt(end) == '.' ? 1 : 0;
                }
                else if (Gap(next - 1) is not ['-'])
                {
                    names++;
                }
                next++;
            }
            if (end > 0)
            {
                Remove(_tokens[i].Start, end);
            }
            i = next - 1;
        }
    }

    private readonly bool IsFollowedByName(int i) =>
        i + 1 < _count
        && Gap(i) is " "
        && (
            MayBeName(i + 1)
            || (Has(i + 1, WordKinds.Particle) && i + 2 < _count && MayBeName(i + 2))
        );

    private readonly bool MayBeName(int i) =>
        !_tokens[i].IsDigits
        && IsCapitalised(i)
        && !(Has(i, WordKinds.MonthMask) && IsNumber(i + 1))
        && (
            IsSingleLetter(i)
                ? CharAt(_tokens[i].End) == '.'
                : (
                    _tokens[i].Kinds
                    & (
                        WordKinds.Medical
                        | WordKinds.Common
                        | WordKinds.Unit
                        | WordKinds.Title
                        | WordKinds.TitleTail
                        | WordKinds.PhoneLabel
                        | WordKinds.IdLabel
                        | WordKinds.IdHead
                        | WordKinds.IdTail
                        | WordKinds.Institution
                    )
                ) == 0
                    && _tokens[i].Length > 1
        );
}
