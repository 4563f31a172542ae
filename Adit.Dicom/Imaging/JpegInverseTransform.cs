using System.Runtime.Intrinsics;

namespace Adit.Dicom.Imaging;

/// <summary>The inverse cosine transform of blocks of 8 × 8 (ISO/IEC 10918-1 section A.3.3), eight rows or columns at once.</summary>
internal static class JpegInverseTransform
{
    private const int Size = 8;
    private const int Length = 64;

    // Half the cosines of multiples of π / 16; the fourth is that of the constant part, too.
    private const float C1 = 0.49039264f;
    private const float C2 = 0.46193977f;
    private const float C3 = 0.41573481f;
    private const float C4 = 0.35355339f;
    private const float C5 = 0.27778512f;
    private const float C6 = 0.19134172f;
    private const float C7 = 0.09754516f;

    /// <summary>Turns coefficients into samples.</summary>
    /// <param name="coefficients">Column by column; used up.</param>
    /// <param name="precision">The bits of a sample; what is less or more becomes the least or the greatest.</param>
    /// <param name="samples">Row by row.</param>
    public static void Apply(Span<float> coefficients, int precision, Span<int> samples)
    {
        var middle = Vector256.Create((float)(1 << (precision - 1)));
        var greatest = Vector256.Create((float)((1 << precision) - 1));
        Span<Vector256<float>> lines = stackalloc Vector256<float>[Size];
        for (var i = 0; i < Size; i++)
        {
            lines[i] = Vector256.Create<float>(coefficients.Slice(i * Size, Size));
        }
        Transform(lines);
        Span<float> turned = stackalloc float[Length];
        for (var i = 0; i < Size; i++)
        {
            lines[i].CopyTo(coefficients[(i * Size)..]);
        }
        for (var i = 0; i < Length; i++)
        {
            turned[i] = coefficients[((i & 7) << 3) | (i >> 3)];
        }
        for (var i = 0; i < Size; i++)
        {
            lines[i] = Vector256.Create<float>(turned.Slice(i * Size, Size));
        }
        Transform(lines);
        var half = Vector256.Create(0.5f);
        for (var i = 0; i < Size; i++)
        {
            var value = Vector256.Min(
                Vector256.Max(lines[i] + middle, Vector256<float>.Zero),
                greatest
            );
            Vector256.ConvertToInt32(value + half).CopyTo(samples[(i * Size)..]);
        }
    }

    private static void Transform(Span<Vector256<float>> s)
    {
        var (s1, s3, s5, s7) = (s[1], s[3], s[5], s[7]);
        var sum = (s[0] + s[4]) * C4;
        var difference = (s[0] - s[4]) * C4;
        var outer = s[2] * C2 + s[6] * C6;
        var inner = s[2] * C6 - s[6] * C2;
        Put(s, 0, sum + outer, s1 * C1 + s3 * C3 + s5 * C5 + s7 * C7);
        Put(s, 1, difference + inner, s1 * C3 - s3 * C7 - s5 * C1 - s7 * C5);
        Put(s, 2, difference - inner, s1 * C5 - s3 * C1 + s5 * C7 + s7 * C3);
        Put(s, 3, sum - outer, s1 * C7 - s3 * C5 + s5 * C3 - s7 * C1);
    }

    private static void Put(
        Span<Vector256<float>> s,
        int index,
        Vector256<float> even,
        Vector256<float> odd
    )
    {
        s[index] = even + odd;
        s[Size - 1 - index] = even - odd;
    }
}
