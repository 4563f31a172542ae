namespace Adit.Dicom.Imaging;

/// <summary>The inverse cosine transform of blocks of 8 × 8 (ISO/IEC 10918-1 section A.3.3), by rows and columns.</summary>
internal static class JpegInverseTransform
{
    private const int Size = 8;

    // Half the cosines of multiples of π / 16; the fourth is that of the constant part, too.
    private const float C1 = 0.49039264f;
    private const float C2 = 0.46193977f;
    private const float C3 = 0.41573481f;
    private const float C4 = 0.35355339f;
    private const float C5 = 0.27778512f;
    private const float C6 = 0.19134172f;
    private const float C7 = 0.09754516f;

    /// <summary>Turns coefficients into samples, in place.</summary>
    public static void Apply(Span<float> block)
    {
        if (!block[1..].ContainsAnyExcept(0f))
        {
            block.Fill(block[0] * C4 * C4);
            return;
        }
        for (var row = 0; row < Size; row++)
        {
            Line(block.Slice(row * Size, Size), 1);
        }
        for (var column = 0; column < Size; column++)
        {
            Line(block[column..], Size);
        }
    }

    private static void Line(Span<float> s, int step)
    {
        var (s1, s3, s5, s7) = (s[step], s[3 * step], s[5 * step], s[7 * step]);
        var sum = (s[0] + s[4 * step]) * C4;
        var difference = (s[0] - s[4 * step]) * C4;
        var outer = s[2 * step] * C2 + s[6 * step] * C6;
        var inner = s[2 * step] * C6 - s[6 * step] * C2;
        Put(s, step, 0, sum + outer, C1 * s1 + C3 * s3 + C5 * s5 + C7 * s7);
        Put(s, step, 1, difference + inner, C3 * s1 - C7 * s3 - C1 * s5 - C5 * s7);
        Put(s, step, 2, difference - inner, C5 * s1 - C1 * s3 + C7 * s5 + C3 * s7);
        Put(s, step, 3, sum - outer, C7 * s1 - C5 * s3 + C3 * s5 - C1 * s7);
    }

    private static void Put(Span<float> s, int step, int index, float even, float odd)
    {
        s[index * step] = even + odd;
        s[(Size - 1 - index) * step] = even - odd;
    }
}
