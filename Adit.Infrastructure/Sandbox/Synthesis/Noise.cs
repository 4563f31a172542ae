namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>Normally distributed noise from a table, so that a picture of a quarter of a million pixels costs no square roots.</summary>
internal static class Noise
{
    private const int TableSize = 1 << 15;
    private static readonly float[] Table = CreateTable();

    /// <summary>Adds noise of the given standard deviation; the same seed gives the same noise.</summary>
    public static void Add(Span<float> picture, float deviation, uint seed)
    {
        var position = Scatter(seed);
        for (var i = 0; i < picture.Length; i++)
        {
            position = (position * 1664525) + 1013904223;
            picture[i] += Table[position >> 17] * deviation;
        }
    }

    /// <summary>One value with mean 0 and deviation 1.</summary>
    public static float Next(ref uint state)
    {
        state = (state * 1664525) + 1013904223;
        return Table[state >> 17];
    }

    /// <summary>Turns neighbouring seeds into distant states.</summary>
    public static uint Scatter(uint seed)
    {
        seed = (seed ^ (seed >> 16)) * 0x45d9f3b;
        seed = (seed ^ (seed >> 16)) * 0x45d9f3b;
        return seed ^ (seed >> 16);
    }

    private static float[] CreateTable()
    {
        var random = new Random(20);
        var table = new float[TableSize];
        for (var i = 0; i < table.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            table[i] = (float)(radius * sin);
            table[i + 1] = (float)(radius * cos);
        }
        return table;
    }
}
