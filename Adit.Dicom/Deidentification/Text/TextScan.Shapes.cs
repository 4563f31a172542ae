namespace Adit.Dicom.Deidentification.Text;

/// <content>What identifies by its shape: telephone numbers, long numbers, numbers behind labels, mail addresses, links, ages.</content>
internal ref partial struct TextScan
{
    private const int MinLongNumber = 7;
    private const int MaxPhoneGroups = 8;
    private const string PhoneSeparators = " -/()\u00A0\u2010\u2011\u2013";

    private void MarkShapes()
    {
        for (var i = 0; i < _count; i++)
        {
            if (!_tokens[i].IsDigits)
            {
                if (TryLabel(i) || TryMonthFirst(i) || TryStreet(i))
                {
                    continue;
                }
                TryPostBox(i);
                continue;
            }
            if (TryDottedNumber(i, out var last))
            {
                i = last;
                continue;
            }
            if (
                TryDate(i, out last)
                || TryPostalCode(i, out last)
                || TryPhone(i, out last)
                || TrySocialSecurity(i, out last)
                || TryAmericanStreet(i, out last)
            )
            {
                i = last;
                continue;
            }
            TryAge(i);
            TryLongNumber(i);
        }
    }

    /// <summary>UIDs; and versions and the like of more than three parts, which are neither dates nor telephone numbers.</summary>
    private bool TryDottedNumber(int first, out int last)
    {
        last = first;
        while (IsNumber(last + 1) && Gap(last) is ['.'])
        {
            last++;
        }
        var parts = last - first + 1;
        if (parts < 4)
        {
            return false;
        }
        var text = _text[_tokens[first].Start.._tokens[last].End];
        if (
            parts >= 5
            && text.Length >= 15
            && !_options.RetainUids
            && !text.StartsWith("1.2.840.10008.", StringComparison.Ordinal)
        )
        {
            Remove(_tokens[first].Start, _tokens[last].End);
        }
        return true;
    }

    private bool TryPhone(int first, out int last)
    {
        last = first;
        var start = _tokens[first].Start;
        var plus = CharAt(start - 1) == '+' && !char.IsAsciiDigit(CharAt(start - 2));
        var bracket = CharAt(start - 1) == '(';
        var labelStart = LabelStart(first);
        var label = labelStart >= 0;
        var digits = _tokens[first].Length;
        var groups = 1;
        var leadsWithZero = Digit(_text[start]) == 0;
        if (!plus && !label && !leadsWithZero)
        {
            return TryAmericanPhone(first, bracket, out last);
        }
        if (
            digits > 15
            || (!plus && !label && digits is < 3 or > 6 && Digit(CharAt(start + 1)) != 0)
        )
        {
            return false;
        }
        while (
            groups < MaxPhoneGroups
            && IsNumber(last + 1)
            && IsOf(Gap(last), PhoneSeparators, MaxNameGap)
            && !Gap(last).IsEmpty
            && digits + _tokens[last + 1].Length <= 15
            && !IsMeasured(last + 1)
        )
        {
            last++;
            groups++;
            digits += _tokens[last].Length;
        }
        var isInternational = leadsWithZero && Digit(CharAt(start + 1)) == 0 && digits >= 10;
        var isNational =
            leadsWithZero
            && groups > 1
            && _tokens[first].Length is >= 3 and <= 6
            && Digit(_text[start + 1]) is >= 1 and <= 9
            && digits is >= 7 and <= 14
            && _tokens[first + 1].Length >= 2
            && CharAt(start - 1) is not ('.' or ',');
        if (
            (plus && digits is >= 7 and <= 15)
            || (label && digits >= 4)
            || isInternational
            || isNational
        )
        {
            var from = plus || bracket ? start - 1 : start;
            if (plus && CharAt(from - 1) == '(')
            {
                from--;
            }
            Remove(label ? labelStart : from, _tokens[last].End);
            return true;
        }
        last = first;
        return false;
    }

    // (617) 555-0123, 617-555-0123, 617.555.0123, each with 1 in front.
    private bool TryAmericanPhone(int first, bool bracket, out int last)
    {
        last = first;
        var area = first;
        if (_tokens[first].Length == 1 && Digit(_text[_tokens[first].Start]) == 1)
        {
            if (!IsNumber(first + 1) || !IsOf(Gap(first), " -.(", 2) || Gap(first).IsEmpty)
            {
                return false;
            }
            area = first + 1;
            bracket = CharAt(_tokens[area].Start - 1) == '(';
        }
        if (
            !IsNumber(area, 3, 3)
            || !IsNumber(area + 1, 3, 3)
            || !IsNumber(area + 2, 4, 4)
            || Gap(area + 1) is not (['-'] or ['.'] or ['\u2013'] or ['\u2011'])
            || !(
                bracket
                    ? Gap(area) is ")" or ") " or ")-"
                    : Gap(area) is ['-'] or ['.'] or ['/'] or ['\u2011']
            )
        )
        {
            return false;
        }
        last = area + 2;
        Remove(_tokens[first].Start - (bracket && first == area ? 1 : 0), _tokens[last].End);
        return true;
    }

    // 123-45-6789 of the USA; 65 070649 C 103 of Germany.
    private bool TrySocialSecurity(int first, out int last)
    {
        last = first;
        if (
            IsNumber(first, 3, 3)
            && IsNumber(first + 1, 2, 2)
            && IsNumber(first + 2, 4, 4)
            && Gap(first) is ['-']
            && Gap(first + 1) is ['-']
        )
        {
            last = first + 2;
        }
        else if (
            IsNumber(first, 2, 2)
            && IsNumber(first + 1, 6, 6)
            && IsWord(first + 2)
            && _tokens[first + 2].Length == 1
            && IsNumber(first + 3, 3, 3)
            && Gap(first) is [' ']
            && IsOf(Gap(first + 1), " ", 1)
            && IsOf(Gap(first + 2), " ", 1)
        )
        {
            last = first + 3;
        }
        else
        {
            return false;
        }
        Remove(_tokens[first].Start, _tokens[last].End);
        return true;
    }

    /// <summary>Seven digits and more: a number of a patient, an order, an insurance; with letters that stick to it.</summary>
    private void TryLongNumber(int i)
    {
        if (_tokens[i].Length < MinLongNumber || IsFraction(i) || IsDateThatStays(i))
        {
            return;
        }
        var first = i;
        while (first > 0 && i - first < 3 && Gap(first - 1).IsEmpty && IsPrefix(first - 1))
        {
            first--;
        }
        var last = i;
        while (last + 1 < _count && last - i < 3 && Gap(last).IsEmpty && IsPrefix(last + 1))
        {
            last++;
        }
        Remove(_tokens[first].Start, _tokens[last].End);
    }

    private readonly bool IsPrefix(int i) =>
        _tokens[i].Length <= 12
        && (_tokens[i].Length == 1 || !Has(i, WordKinds.Medical | WordKinds.Unit));

    private readonly bool IsFraction(int i) =>
        i > 0 && _tokens[i - 1].IsDigits && Gap(i - 1) is ['.'] && _tokens[i - 1].Length <= 6;

    /// <summary>"MRN: 12345", "Fall-Nr. 4711", "Acc# 99": the number goes, and its label with it, which would else claim the next one.</summary>
    private bool TryLabel(int i)
    {
        var at = i;
        var minDigits = 1;
        if (Has(i, WordKinds.IdLabel))
        {
            while (Has(at + 1, WordKinds.IdTail) && IsOf(Gap(at), " .:#-", MaxNameGap))
            {
                if (++at - i == 3)
                {
                    break;
                }
            }
        }
        else if (Has(i, WordKinds.IdHead))
        {
            while (
                Has(at + 1, WordKinds.IdTail | WordKinds.IdHead)
                && IsOf(Gap(at), " .:#-_/", MaxNameGap)
            )
            {
                if (++at - i == 3)
                {
                    break;
                }
            }
            if (at == i)
            {
                // "ID 12345" and "Case #77": the word alone says little.
                var sign = at + 1 < _count && Gap(at).Contains('#');
                minDigits =
                    sign ? 1
                    : TextOf(i) is "ID" or "Id" ? 4
                    : int.MaxValue;
            }
            else if (!Has(at, WordKinds.IdTail))
            {
                return false;
            }
        }
        else
        {
            return false;
        }
        if (minDigits == int.MaxValue || at + 1 >= _count || !IsOf(Gap(at), " .:#=-/([\u00A0", 4))
        {
            return false;
        }
        var last = at + 1;
        var digits = _tokens[last].IsDigits ? _tokens[last].Length : 0;
        while (
            last + 1 < _count
            && last - at < 6
            && IsOf(Gap(last), "-./_", 1)
            && (_tokens[last + 1].IsDigits || _tokens[last + 1].Length <= 4 || Gap(last).IsEmpty)
        )
        {
            last++;
            digits += _tokens[last].IsDigits ? _tokens[last].Length : 0;
        }
        if (digits < minDigits)
        {
            return false;
        }
        Remove(_tokens[i].Start, _tokens[last].End);
        return true;
    }

    /// <summary>Where the word begins that says that a telephone's number follows, or -1.</summary>
    private readonly int LabelStart(int i)
    {
        if (i == 0 || !IsOf(Gap(i - 1), " .:-/(+=\u00A0", 4))
        {
            return -1;
        }
        if (Has(i - 1, WordKinds.PhoneLabel))
        {
            return _tokens[i - 1].Start;
        }
        return
            Has(i - 1, WordKinds.IdTail)
            && Has(i - 2, WordKinds.PhoneLabel)
            && IsOf(Gap(i - 2), " .-", MaxNameGap)
            ? _tokens[i - 2].Start
            : -1;
    }

    /// <summary>True for a number with its unit, such as 120 kV.</summary>
    private readonly bool IsMeasured(int i) =>
        CharAt(_tokens[i].End) is '%' or '°' or 'µ'
        || (Has(i + 1, WordKinds.Unit) && IsOf(Gap(i), " ", 1));

    /// <summary>An age above the cap is as good as a name.</summary>
    private void TryAge(int i)
    {
        if (
            _options.MaxAge is { } cap
            && IsNumber(i, 2, 3)
            && Value(i) > cap
            && Value(i) <= 125
            && IsWord(i + 1)
            && Has(i + 1, WordKinds.AgeUnit)
            && IsOf(Gap(i), " -", 1)
            && (_tokens[i + 1].Length > 1 || Gap(i) is [' '] or [])
        )
        {
            Remove(_tokens[i].Start, _tokens[i].End);
        }
    }

    private void MarkLinks()
    {
        var from = 0;
        while (from < _text.Length && _text[from..].IndexOf('@') is >= 0 and var offset)
        {
            var at = from + offset;
            var start = at;
            while (start > from && IsMail(_text[start - 1]))
            {
                start--;
            }
            var end = at + 1;
            while (end < _text.Length && IsMail(_text[end]))
            {
                end++;
            }
            while (end > at + 1 && _text[end - 1] is '.' or '-' or '_')
            {
                end--;
            }
            var domain = _text[(at + 1)..end];
            if (start < at && domain.Length > 1 && char.IsLetterOrDigit(domain[0]))
            {
                Remove(start, end);
                from = end;
            }
            else
            {
                from = at + 1;
            }
        }
        from = 0;
        while (from < _text.Length && _text[from..].IndexOf("://") is >= 0 and var offset)
        {
            var start = from + offset;
            var begin = start;
            while (begin > from && start - begin < 12 && char.IsAsciiLetter(_text[begin - 1]))
            {
                begin--;
            }
            from = begin < start ? RemoveLink(begin, start + 3) : start + 3;
        }
        from = 0;
        while (
            from < _text.Length
            && _text[from..].IndexOf("www.", StringComparison.OrdinalIgnoreCase)
                is >= 0
                    and var offset
        )
        {
            var start = from + offset;
            from =
                char.IsLetterOrDigit(CharAt(start - 1)) || !char.IsLetterOrDigit(CharAt(start + 4))
                    ? start + 4
                    : RemoveLink(start, start + 4);
        }
    }

    private int RemoveLink(int start, int end)
    {
        while (
            end < _text.Length
            && !char.IsWhiteSpace(_text[end])
            && _text[end] is not ('"' or '<' or '>' or '\\' or '|')
            && !char.IsControl(_text[end])
        )
        {
            end++;
        }
        var next = end;
        while (end > start && _text[end - 1] is '.' or ',' or ';' or ')' or '!' or '\'')
        {
            end--;
        }
        Remove(start, end);
        return next;
    }

    private static bool IsMail(char c) =>
        char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-';
}
