namespace Adit.Dicom.Deidentification.Text;

/// <content>Dates, in the notations of people and machines.</content>
internal ref partial struct TextScan
{
    private const int FirstYear = 1850;
    private const int LastYear = 2150;

    /// <summary>The date of birth alone, in notations that are not by chance a code.</summary>
    private void MarkBirthDates()
    {
        if (!_hasDigits || _known.BirthDates.Count == 0)
        {
            return;
        }
        _birthDatesOnly = true;
        for (var i = 0; i < _count; i++)
        {
            if (!_tokens[i].IsDigits)
            {
                TryMonthFirst(i);
            }
            else if (TryNumericDate(i, out var last) || TryDayFirst(i, out last))
            {
                i = last;
            }
            else if (_tokens[i].Length == 8)
            {
                TryCompactDate(i);
            }
        }
    }

    private bool TryDate(int i, out int last)
    {
        last = i;
        return TryNumericDate(i, out last)
            || TryDayFirst(i, out last)
            || TryCompactDate(i)
            || TryMonthAndYear(i, out last)
            || TryDayAndMonth(i, out last);
    }

    // 12.03.1965, 12. 3. 65, 12/03/1965, 03/12/1965, 1965-03-12, 1965/3/12
    private bool TryNumericDate(int i, out int last)
    {
        last = i;
        if (!IsNumber(i, 1, 4) || !IsNumber(i + 1, 1, 2) || !IsNumber(i + 2, 1, 4))
        {
            return false;
        }
        var gap = Gap(i);
        var second = Gap(i + 1);
        if (
            gap.IsEmpty
            || second.IsEmpty
            || gap[0] != second[0]
            || !(
                gap[0] == '.'
                    ? IsOf(gap[1..], " ", 1) && IsOf(second[1..], " ", 1)
                    : gap.Length == 1 && second.Length == 1
            )
            || gap[0] is not ('.' or '-' or '/' or '\u2010' or '\u2011' or '\u2013')
        )
        {
            return false;
        }
        var candidate = default(DateCandidate);
        int a = Value(i);
        int b = Value(i + 1);
        int c = Value(i + 2);
        var lengths = (_tokens[i].Length, _tokens[i + 2].Length);
        if (lengths is (4, 1 or 2))
        {
            candidate.Add(a, b, c);
            candidate.Add(a, c, b);
        }
        else if (lengths is (1 or 2, 4))
        {
            candidate.Add(c, b, a);
            candidate.Add(c, a, b);
        }
        else if (lengths is (1 or 2, 2))
        {
            // 1-2-10 are slices.
            if (gap[0] is not ('.' or '/') && (_tokens[i].Length < 2 || _tokens[i + 1].Length < 2))
            {
                return false;
            }
            candidate.AddShort(c, b, a);
            candidate.AddShort(c, a, b);
            candidate.AddShort(a, b, c);
            // Th10/11/12 and 3/6/12 mm are none.
            if (gap[0] == '/' && (IsVertebra(i) || IsMeasured(i + 2)) && !IsBirthDate(candidate))
            {
                return false;
            }
        }
        if (candidate.IsEmpty)
        {
            return false;
        }
        last = i + 2;
        return Decide(candidate, _tokens[i].Start, _tokens[last].End);
    }

    private readonly bool IsVertebra(int i) =>
        IsWord(i - 1)
        && (
            Gap(i - 1).IsEmpty
            || (
                Gap(i - 1) is " "
                && TextOf(i - 1)
                    is "BWK"
                        or "LWK"
                        or "HWK"
                        or "BWS"
                        or "LWS"
                        or "HWS"
                        or "Th"
                        or "TH"
                        or "T"
                        or "L"
                        or "C"
                        or "S"
            )
        );

    // 12. März 1965, 12-MAR-65, 12MAR1965, 12th of March 1965
    private bool TryDayFirst(int i, out int last)
    {
        last = i;
        if (!IsNumber(i, 1, 2) || !IsWord(i + 1) || !IsOf(Gap(i), " .-/\u00A0", 2))
        {
            return false;
        }
        var at = i + 1;
        if (Gap(i).IsEmpty && TextOf(at) is "st" or "nd" or "rd" or "th")
        {
            at++;
        }
        if (IsWord(at) && TextOf(at) is "of" or "de")
        {
            at++;
        }
        if (!IsWord(at) || !IsOf(Gap(at - 1), " .-/\u00A0", 2))
        {
            return false;
        }
        var month = (int)(_tokens[at].Kinds & WordKinds.MonthMask);
        var day = Value(i);
        if (month == 0 || day is 0 or > 31)
        {
            return false;
        }
        var candidate = default(DateCandidate);
        var next = at + 1;
        if (IsWord(next) && TextOf(next) is "of" or "de")
        {
            next++;
        }
        if (IsNumber(next, 4, 4) && IsOf(Gap(next - 1), " .,-/'’\u00A0", 3))
        {
            candidate.Add(Value(next), month, day);
        }
        else if (
            IsNumber(next, 2, 2)
            && IsOf(Gap(next - 1), " .-/'’", 2)
            && !IsMeasured(next)
            && Gap(next - 1) is not []
        )
        {
            candidate.AddShort(Value(next), month, day);
        }
        else if (IsNumber(next, 2, 2) && Gap(next - 1).IsEmpty)
        {
            candidate.AddShort(Value(next), month, day);
        }
        if (!candidate.IsEmpty)
        {
            last = next;
            return Decide(candidate, _tokens[i].Start, _tokens[next].End);
        }
        // Without a year only a month in full is one: 5 Mar may be anything.
        if ((_tokens[at].Kinds & WordKinds.FullMonth) == 0 || Gap(i).IsEmpty && at == i + 1)
        {
            return false;
        }
        candidate.Add(0, month, day);
        last = at;
        return Decide(candidate, _tokens[i].Start, _tokens[at].End);
    }

    // March 12, 1965; March 1965; March 12
    private bool TryMonthFirst(int i)
    {
        var month = (int)(_tokens[i].Kinds & WordKinds.MonthMask);
        if (month == 0 || !IsNumber(i + 1) || !IsOf(Gap(i), " .-/'’\u00A0", 2))
        {
            return false;
        }
        var candidate = default(DateCandidate);
        var end = i + 1;
        if (IsNumber(i + 1, 4, 4))
        {
            candidate.Add(Value(i + 1), month, 0);
        }
        else if (IsNumber(i + 1, 1, 2) && Value(i + 1) is >= 1 and <= 31)
        {
            var at = i + 2;
            if (IsWord(at) && Gap(i + 1).IsEmpty && TextOf(at) is "st" or "nd" or "rd" or "th")
            {
                at++;
            }
            if (IsNumber(at, 4, 4) && IsOf(Gap(at - 1), " ,.-/\u00A0", 2) && !Gap(at - 1).IsEmpty)
            {
                candidate.Add(Value(at), month, Value(i + 1));
                end = at;
            }
            else if (
                (_tokens[i].Kinds & WordKinds.FullMonth) != 0
                && IsCapitalised(i)
                && Gap(i) is " "
                && !IsMeasured(i + 1)
                && (at == i + 3 || !IsWord(at) || !Gap(at - 1).IsEmpty)
            )
            {
                candidate.Add(0, month, Value(i + 1));
                end = at - 1;
            }
        }
        if (candidate.IsEmpty)
        {
            return false;
        }
        Decide(candidate, _tokens[i].Start, _tokens[end].End);
        return true;
    }

    // 19650312, 12031965; with a time behind it; 650312 only when it is the date of birth.
    private bool TryCompactDate(int i)
    {
        var length = _tokens[i].Length;
        var start = _tokens[i].Start;
        if (length == 6)
        {
            var birth = default(DateCandidate);
            birth.AddShort(Value(start, 2), Value(start + 2, 2), Value(start + 4, 2));
            birth.AddShort(Value(start + 4, 2), Value(start + 2, 2), Value(start, 2));
            birth.AddShort(Value(start + 4, 2), Value(start, 2), Value(start + 2, 2));
            if (IsBirthDate(birth))
            {
                Remove(start, _tokens[i].End);
                return true;
            }
            return false;
        }
        return length is 8 or 12 or 14
            && CompactDate(i) is { IsEmpty: false } candidate
            && Decide(candidate, start, _tokens[i].End);
    }

    private readonly DateCandidate CompactDate(int i)
    {
        var start = _tokens[i].Start;
        var candidate = default(DateCandidate);
        candidate.Add(Value(start, 4), Value(start + 4, 2), Value(start + 6, 2));
        if (_tokens[i].Length == 8)
        {
            candidate.Add(Value(start + 4, 4), Value(start + 2, 2), Value(start, 2));
            candidate.Add(Value(start + 4, 4), Value(start, 2), Value(start + 2, 2));
        }
        return candidate;
    }

    private readonly bool IsDateThatStays(int i) =>
        _tokens[i].Length is 8 or 12 or 14
        && CompactDate(i) is { IsEmpty: false } candidate
        && !MustGo(candidate);

    // 03/1965, 1965-03
    private bool TryMonthAndYear(int i, out int last)
    {
        last = i;
        if (!IsNumber(i + 1) || Gap(i) is not (['/'] or ['-']))
        {
            return false;
        }
        var candidate = default(DateCandidate);
        if (IsNumber(i, 1, 2) && IsNumber(i + 1, 4, 4) && Value(i + 1) is >= 1900 and < 2100)
        {
            candidate.Add(Value(i + 1), Value(i), 0);
        }
        else if (
            IsNumber(i, 4, 4)
            && IsNumber(i + 1, 2, 2)
            && Gap(i) is ['-']
            && Value(i) is >= 1900 and < 2100
        )
        {
            candidate.Add(Value(i), Value(i + 1), 0);
        }
        if (candidate.IsEmpty)
        {
            return false;
        }
        last = i + 1;
        return Decide(candidate, _tokens[i].Start, _tokens[last].End);
    }

    // am 12.03. - the word in front of it makes it a date.
    private bool TryDayAndMonth(int i, out int last)
    {
        last = i;
        if (
            !Has(i - 1, WordKinds.DayLead)
            || Gap(i - 1) is not " "
            || !IsNumber(i, 1, 2)
            || !IsNumber(i + 1, 1, 2)
            || Gap(i) is not ("." or ". ")
            || CharAt(_tokens[i + 1].End) != '.'
            || IsNumber(i + 2) && Gap(i + 1) is ['.']
        )
        {
            return false;
        }
        var candidate = default(DateCandidate);
        candidate.Add(0, Value(i + 1), Value(i));
        if (candidate.IsEmpty)
        {
            return false;
        }
        last = i + 1;
        return Decide(candidate, _tokens[i].Start, _tokens[last].End + 1);
    }

    /// <summary>Removes what must go; true also for dates that stay, so that no other rule looks at them.</summary>
    private bool Decide(in DateCandidate candidate, int start, int end)
    {
        if (MustGo(candidate))
        {
            Remove(start, end);
        }
        return true;
    }

    private readonly bool MustGo(in DateCandidate candidate)
    {
        if (IsBirthDate(candidate))
        {
            return true;
        }
        if (_birthDatesOnly)
        {
            return false;
        }
        switch (_options.Dates)
        {
            case DateHandling.KeepAll:
                return false;
            case DateHandling.KeepOfStudy:
                foreach (var date in _known.KeptDates)
                {
                    if (candidate.IsExactly(date))
                    {
                        return false;
                    }
                }
                return true;
            default:
                return true;
        }
    }

    private readonly bool IsBirthDate(in DateCandidate candidate)
    {
        foreach (var date in _known.BirthDates)
        {
            if (candidate.MayBe(date))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The readings of a notation; year and day may be missing.</summary>
    private struct DateCandidate
    {
        private (int Year, int Month, int Day) _first;
        private (int Year, int Month, int Day) _second;
        private (int Year, int Month, int Day) _third;

        public readonly bool IsEmpty => _first.Month == 0;

        public void Add(int year, int month, int day)
        {
            if (
                month is >= 1 and <= 12
                && day is >= 0 and <= 31
                && (year == 0 || year is >= FirstYear and <= LastYear)
                && (day == 0 || day <= DateTime.DaysInMonth(year == 0 ? 2000 : year, month))
            )
            {
                Put((year, month, day));
            }
        }

        /// <summary>A year of two digits is held negative.</summary>
        public void AddShort(int year, int month, int day)
        {
            if (
                month is >= 1 and <= 12
                && day is >= 1 and <= 31
                && day <= DateTime.DaysInMonth(2000, month)
            )
            {
                Put((-1 - year, month, day));
            }
        }

        public readonly bool MayBe(DateOnly date) =>
            MayBe(_first, date) || MayBe(_second, date) || MayBe(_third, date);

        public readonly bool IsExactly(DateOnly date) =>
            (_first.Year != 0 && _first.Day != 0 && MayBe(_first, date))
            || (_second.Year != 0 && _second.Day != 0 && MayBe(_second, date))
            || (_third.Year != 0 && _third.Day != 0 && MayBe(_third, date));

        private static bool MayBe((int Year, int Month, int Day) reading, DateOnly date) =>
            reading.Month == date.Month
            && (reading.Day == 0 || reading.Day == date.Day)
            && (
                reading.Year == 0
                || reading.Year == date.Year
                || (reading.Year < 0 && -1 - reading.Year == date.Year % 100)
            );

        private void Put((int Year, int Month, int Day) reading)
        {
            if (_first.Month == 0)
            {
                _first = reading;
            }
            else if (_second.Month == 0)
            {
                _second = reading;
            }
            else
            {
                _third = reading;
            }
        }
    }
}
