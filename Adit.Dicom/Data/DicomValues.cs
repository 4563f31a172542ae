using System.Buffers.Binary;
using System.Globalization;

namespace Adit.Dicom.Data;

/// <summary>Reads and writes the value formats of PS3.5 Table 6.2-1.</summary>
internal static class DicomValues
{
    /// <summary>Reads a DA value; the form with dots of ACR-NEMA 2.0 (yyyy.mm.dd) is accepted as the standard recommends.</summary>
    public static bool TryParseDate(ReadOnlySpan<char> text, out DateOnly date)
    {
        text = text.Trim();
        return DateOnly.TryParseExact(
                text,
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out date
            )
            || DateOnly.TryParseExact(
                text,
                "yyyy.MM.dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out date
            );
    }

    /// <summary>Reads a TM value: HH, HHMM, HHMMSS, with up to six digits of a second's fraction; colons of ACR-NEMA 2.0 are accepted.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out TimeOnly time)
    {
        time = default;
        Span<char> digits = stackalloc char[16];
        var count = 0;
        var fractionStart = -1;
        foreach (var c in text.Trim())
        {
            if (c == ':' && fractionStart < 0)
            {
                continue;
            }
            if (c == '.' && fractionStart < 0)
            {
                fractionStart = count;
                continue;
            }
            if (!char.IsAsciiDigit(c) || count == digits.Length)
            {
                return false;
            }
            digits[count++] = c;
        }
        var whole = fractionStart < 0 ? count : fractionStart;
        if (whole is not (2 or 4 or 6) || (fractionStart >= 0 && whole != 6))
        {
            return false;
        }
        static int Two(ReadOnlySpan<char> pair) => ((pair[0] - '0') * 10) + (pair[1] - '0');
        var hour = Two(digits);
        var minute = whole >= 4 ? Two(digits[2..]) : 0;
        var second = whole >= 6 ? Two(digits[4..]) : 0;
        if (hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }
        long ticks = 0;
        var scale = TimeSpan.TicksPerSecond / 10;
        for (var i = whole; i < count && scale > 0; i++, scale /= 10)
        {
            ticks += (digits[i] - '0') * scale;
        }
        // A leap second is allowed in the standard; TimeOnly has none, so it falls on the second before.
        time = new TimeOnly(hour, minute, Math.Min(second, 59)).Add(TimeSpan.FromTicks(ticks));
        return true;
    }

    /// <summary>The numbers of a binary value as text, or null when the value representation holds none.</summary>
    public static string? FormatNumber(DicomVr vr, ReadOnlySpan<byte> unit)
    {
        var invariant = CultureInfo.InvariantCulture;
        return vr switch
        {
            DicomVr.US => BinaryPrimitives.ReadUInt16LittleEndian(unit).ToString(invariant),
            DicomVr.SS => BinaryPrimitives.ReadInt16LittleEndian(unit).ToString(invariant),
            DicomVr.UL => BinaryPrimitives.ReadUInt32LittleEndian(unit).ToString(invariant),
            DicomVr.SL => BinaryPrimitives.ReadInt32LittleEndian(unit).ToString(invariant),
            DicomVr.UV => BinaryPrimitives.ReadUInt64LittleEndian(unit).ToString(invariant),
            DicomVr.SV => BinaryPrimitives.ReadInt64LittleEndian(unit).ToString(invariant),
            DicomVr.FL => BinaryPrimitives.ReadSingleLittleEndian(unit).ToString("R", invariant),
            DicomVr.FD => BinaryPrimitives.ReadDoubleLittleEndian(unit).ToString("R", invariant),
            DicomVr.AT => new DicomTag(
                BinaryPrimitives.ReadUInt16LittleEndian(unit),
                BinaryPrimitives.ReadUInt16LittleEndian(unit[2..])
            ).Value.ToString("X8", invariant),
            _ => null,
        };
    }

    /// <summary>The bytes of one value of a numeric representation, 0 for all others.</summary>
    public static int NumberSize(DicomVr vr) =>
        vr switch
        {
            DicomVr.US or DicomVr.SS => 2,
            DicomVr.UL or DicomVr.SL or DicomVr.FL or DicomVr.AT => 4,
            DicomVr.UV or DicomVr.SV or DicomVr.FD => 8,
            _ => 0,
        };

    /// <summary>A number of a binary value as double, or null when the representation holds none.</summary>
    public static double? ReadDouble(DicomVr vr, ReadOnlySpan<byte> unit) =>
        vr switch
        {
            DicomVr.US => BinaryPrimitives.ReadUInt16LittleEndian(unit),
            DicomVr.SS => BinaryPrimitives.ReadInt16LittleEndian(unit),
            DicomVr.UL => BinaryPrimitives.ReadUInt32LittleEndian(unit),
            DicomVr.SL => BinaryPrimitives.ReadInt32LittleEndian(unit),
            DicomVr.UV => BinaryPrimitives.ReadUInt64LittleEndian(unit),
            DicomVr.SV => BinaryPrimitives.ReadInt64LittleEndian(unit),
            DicomVr.FL => BinaryPrimitives.ReadSingleLittleEndian(unit),
            DicomVr.FD => BinaryPrimitives.ReadDoubleLittleEndian(unit),
            _ => null,
        };

    /// <summary>Encodes decimal texts as numbers of a binary representation.</summary>
    /// <exception cref="FormatException">A text is no number.</exception>
    /// <exception cref="OverflowException">A number does not fit.</exception>
    public static byte[] EncodeNumbers(DicomVr vr, ReadOnlySpan<string> values)
    {
        var size = NumberSize(vr);
        var bytes = new byte[values.Length * size];
        var invariant = CultureInfo.InvariantCulture;
        for (var i = 0; i < values.Length; i++)
        {
            var unit = bytes.AsSpan(i * size, size);
            var text = values[i].AsSpan().Trim();
            switch (vr)
            {
                case DicomVr.US:
                    BinaryPrimitives.WriteUInt16LittleEndian(
                        unit,
                        ushort.Parse(text, NumberStyles.Integer, invariant)
                    );
                    break;
                case DicomVr.SS:
                    BinaryPrimitives.WriteInt16LittleEndian(
                        unit,
                        short.Parse(text, NumberStyles.Integer, invariant)
                    );
                    break;
                case DicomVr.UL:
                    BinaryPrimitives.WriteUInt32LittleEndian(
                        unit,
                        uint.Parse(text, NumberStyles.Integer, invariant)
                    );
                    break;
                case DicomVr.SL:
                    BinaryPrimitives.WriteInt32LittleEndian(
                        unit,
                        int.Parse(text, NumberStyles.Integer, invariant)
                    );
                    break;
                case DicomVr.UV:
                    BinaryPrimitives.WriteUInt64LittleEndian(
                        unit,
                        ulong.Parse(text, NumberStyles.Integer, invariant)
                    );
                    break;
                case DicomVr.SV:
                    BinaryPrimitives.WriteInt64LittleEndian(
                        unit,
                        long.Parse(text, NumberStyles.Integer, invariant)
                    );
                    break;
                case DicomVr.FL:
                    BinaryPrimitives.WriteSingleLittleEndian(
                        unit,
                        float.Parse(text, NumberStyles.Float, invariant)
                    );
                    break;
                case DicomVr.FD:
                    BinaryPrimitives.WriteDoubleLittleEndian(
                        unit,
                        double.Parse(text, NumberStyles.Float, invariant)
                    );
                    break;
                case DicomVr.AT:
                    var tag = DicomTag.Parse(values[i]);
                    BinaryPrimitives.WriteUInt16LittleEndian(unit, tag.Group);
                    BinaryPrimitives.WriteUInt16LittleEndian(unit[2..], tag.Element);
                    break;
            }
        }
        return bytes;
    }

    /// <summary>A DS text of at most 16 characters that is as near to the number as they allow.</summary>
    /// <exception cref="FormatException">The number is not finite.</exception>
    public static string FormatDecimal(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FormatException("A decimal string holds finite numbers only.");
        }
        var invariant = CultureInfo.InvariantCulture;
        var text = value.ToString("R", invariant);
        for (var digits = 16; text.Length > 16 && digits > 0; digits--)
        {
            text = value.ToString("G" + digits.ToString(invariant), invariant);
        }
        return text;
    }
}
