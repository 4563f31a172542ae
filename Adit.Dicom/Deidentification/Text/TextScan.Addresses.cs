namespace Adit.Dicom.Deidentification.Text;

/// <content>Streets, postal codes and places of Germany and the USA.</content>
internal ref partial struct TextScan
{
    // Hauptstraße 12a, Berliner Str. 5, with postal code and place behind it.
    private bool TryStreet(int i)
    {
        if (!IsNumber(i + 1, 1, 4) || !IsOf(Gap(i), " .\u00A0", 2) || Gap(i).IsEmpty)
        {
            return false;
        }
        Span<char> folded = stackalloc char[MaxWord];
        if (_tokens[i].Length > MaxWord || _tokens[i].Length < 3)
        {
            return false;
        }
        var length = LetterFolding.Fold(TextOf(i), folded);
        if (length < 0 || IsMeasured(i + 1) || Has(i, WordKinds.Medical))
        {
            return false;
        }
        var word = folded[..length];
        int first;
        if (Vocabulary.IsStreet(word) && IsCapitalised(i))
        {
            first = i;
            while (first > 0 && i - first < 2 && Gap(first - 1) is ['-'] && IsWord(first - 1))
            {
                first--;
            }
        }
        else if (
            Vocabulary.IsStreetAlone(word)
            && IsCapitalised(i)
            && IsWord(i - 1)
            && IsOf(Gap(i - 1), " -", 1)
            && IsPlaceName(i - 1)
        )
        {
            first = i - 1;
            while (first > 0 && i - first < 4 && Gap(first - 1) is ['-'] && IsWord(first - 1))
            {
                first--;
            }
        }
        else
        {
            return false;
        }
        var last = i + 1;
        if (IsWord(last + 1) && _tokens[last + 1].Length == 1 && IsOf(Gap(last), " ", 1))
        {
            last++;
        }
        Remove(_tokens[first].Start, _tokens[last].End);
        if (IsNumber(last + 1, 5, 5) && IsOf(Gap(last), " ,;\u00A0", 3))
        {
            RemovePlace(last + 1, _tokens[last].End);
        }
        return true;
    }

    // 69120 Heidelberg, D-69120 Heidelberg; Boston, MA 02115-1234.
    private bool TryPostalCode(int i, out int last)
    {
        last = i;
        if (!IsNumber(i, 5, 5) || IsRemoved(_tokens[i].Start))
        {
            return false;
        }
        if (
            i > 1
            && Has(i - 1, WordKinds.AmericanState)
            && _tokens[i - 1].Length == 2
            && char.IsUpper(_text[_tokens[i - 1].Start])
            && char.IsUpper(_text[_tokens[i - 1].Start + 1])
            && Gap(i - 1) is " "
            && Gap(i - 2) is ", " or "," or " "
            && IsWord(i - 2)
            && IsPlaceName(i - 2)
        )
        {
            var first = i - 2;
            if (first > 0 && IsWord(first - 1) && Gap(first - 1) is " " && IsPlaceName(first - 1))
            {
                first--;
            }
            var end = _tokens[i].End;
            if (IsNumber(i + 1, 4, 4) && Gap(i) is "-")
            {
                last = i + 1;
                end = _tokens[last].End;
            }
            Remove(_tokens[first].Start, end);
            return true;
        }
        if (!IsWord(i + 1) || Gap(i) is not (" " or "  ") || !IsPlaceName(i + 1))
        {
            return false;
        }
        var hasCountry =
            i > 0 && Gap(i - 1) is "-" && TextOf(i - 1) is "D" or "DE" or "A" or "CH" or "AT";
        var before = _tokens[i].Start - 1;
        while (before >= 0 && _tokens[i].Start - before < 4 && _text[before] == ' ')
        {
            before--;
        }
        // Twelve thousand of something is no postal code.
        var begins =
            (before < 0 || _text[before] is ',' or ';' or '\n' or '\r' or '(' or '\\' or '^')
            && Value(i) % 1000 != 0;
        if (!hasCountry && !begins && !IsRemoved(Math.Max(before, 0)))
        {
            return false;
        }
        RemovePlace(i, hasCountry ? _tokens[i - 1].Start : _tokens[i].Start);
        return true;
    }

    private void RemovePlace(int code, int from)
    {
        var last = code;
        if (IsWord(code + 1) && IsOf(Gap(code), " ", 2) && IsPlaceName(code + 1))
        {
            last++;
            // Frankfurt am Main, Bad Homburg, Garmisch-Partenkirchen.
            while (last - code < 4 && IsWord(last + 1) && Gap(last) is "-" or " ")
            {
                var isPart =
                    Gap(last) is "-"
                    || (_tokens[last].Length <= 3 && IsPlaceName(last + 1))
                    || TextOf(last + 1) is "am" or "an" or "der" or "im" or "a";
                if (!isPart)
                {
                    break;
                }
                last++;
            }
        }
        Remove(from, _tokens[last].End);
    }

    // 123 North Main Street Apt 5, and the place behind it.
    private bool TryAmericanStreet(int number, out int last)
    {
        last = number;
        if (!IsNumber(number, 1, 5) || IsNumber(number - 1) && Gap(number - 1) is ['.'] or [','])
        {
            return false;
        }
        for (var at = number + 1; at <= number + 4 && at < _count; at++)
        {
            if (_tokens[at].IsDigits || !IsOf(Gap(at - 1), " .", 2) || Gap(at - 1).IsEmpty)
            {
                return false;
            }
            if (at > number + 1 && IsAmericanStreet(at))
            {
                last = at;
                break;
            }
            if (!IsCapitalised(at) || !IsPlaceName(at))
            {
                return false;
            }
        }
        if (last == number)
        {
            return false;
        }
        var end = _tokens[last].End + (CharAt(_tokens[last].End) == '.' ? 1 : 0);
        Remove(_tokens[number].Start, end);
        return true;
    }

    private readonly bool IsAmericanStreet(int i)
    {
        if (!Has(i, WordKinds.AmericanStreet) || !IsCapitalised(i))
        {
            return false;
        }
        // CT, DR, ST, PL in capitals mean other things.
        return _tokens[i].Length > 2 || !char.IsUpper(_text[_tokens[i].Start + 1]);
    }

    private void TryPostBox(int i)
    {
        var isBox =
            TextOf(i).Equals("postfach", StringComparison.OrdinalIgnoreCase)
            || (
                TextOf(i).Equals("box", StringComparison.OrdinalIgnoreCase)
                && i > 0
                && (
                    TextOf(i - 1).Equals("po", StringComparison.OrdinalIgnoreCase)
                    || (i > 1 && TextOf(i - 1) is "O" or "o" && TextOf(i - 2) is "P" or "p")
                )
            );
        if (isBox && IsNumber(i + 1) && IsOf(Gap(i), " .:#", 2))
        {
            Remove(_tokens[i].Start, _tokens[i + 1].End);
        }
    }

    private readonly bool IsPlaceName(int i) =>
        !_tokens[i].IsDigits
        && _tokens[i].Length >= 2
        && IsCapitalised(i)
        && (
            _tokens[i].Kinds
            & (
                WordKinds.Medical
                | WordKinds.Common
                | WordKinds.Unit
                | WordKinds.AgeUnit
                | WordKinds.Institution
                | WordKinds.IdHead
                | WordKinds.IdTail
                | WordKinds.IdLabel
            )
        ) == 0;
}
