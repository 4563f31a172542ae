namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>
/// A convex ultrasound sector: speckle in polar coordinates, modulated by what lies there, then converted to the screen.
/// </summary>
internal sealed record UltrasoundScan(int Columns, int Rows, uint Seed)
{
    private const int Lines = 192;
    private const int Depths = 420;
    private const double HalfAngle = 0.62; // radians
    private const double Apex = 0.22; // the transducer's radius as a share of the depth

    private double Top => Rows * 0.04;

    private double Scale => Rows * 0.92 / (1 + Apex);

    /// <summary>Brightness, one byte per pixel; the phase (0 to 1) moves the anatomy as breathing does.</summary>
    public byte[] RenderGrey(double phase)
    {
        var echoes = Echoes(phase);
        var picture = new byte[Columns * Rows];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                if (ToPolar(column, row) is { } at)
                {
                    picture[(row * Columns) + column] = Sample(echoes, at.Line, at.Depth);
                }
            }
        }
        DrawGreyScale(picture);
        return picture;
    }

    /// <summary>The same in RGB with a colour Doppler box over a vessel, colour by pixel.</summary>
    public byte[] RenderColor(double phase)
    {
        var grey = RenderGrey(phase);
        var picture = new byte[grey.Length * 3];
        var state = Noise.Scatter(Seed + 77);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var index = (row * Columns) + column;
                byte red = grey[index],
                    green = red,
                    blue = red;
                if (ToPolar(column, row) is { Line: var line, Depth: var depth })
                {
                    double x = (2.0 * line / Lines) - 1,
                        y = (double)depth / Depths;
                    var border =
                        Math.Abs(Math.Abs(x - 0.1) - 0.42) < 0.006 && y is > 0.38 and < 0.82;
                    border |=
                        Math.Abs(Math.Abs(y - 0.6) - 0.22) < 0.003 && Math.Abs(x - 0.1) < 0.42;
                    var vessel = Math.Abs(y - 0.6 - (0.16 * x)) / 0.035;
                    if (border)
                    {
                        (red, green, blue) = (220, 220, 220);
                    }
                    else if (vessel < 1 && Math.Abs(x - 0.1) < 0.42)
                    {
                        var speed =
                            (1 - (vessel * vessel)) * (0.8 + (0.12 * Noise.Next(ref state)));
                        var strong = (byte)Math.Clamp(90 + (165 * speed), 0, 255);
                        var weak = (byte)Math.Clamp(170 * (speed - 0.45), 0, 255);
                        (red, green, blue) =
                            x < 0.05 ? (strong, weak, (byte)20) : ((byte)20, weak, strong);
                    }
                }
                picture[index * 3] = red;
                picture[(index * 3) + 1] = green;
                picture[(index * 3) + 2] = blue;
            }
        }
        return picture;
    }

    private (int Line, int Depth)? ToPolar(int column, int row)
    {
        double x = (column + 0.5 - (Columns / 2.0)) / Scale,
            y = ((row + 0.5 - Top) / Scale) + (Apex * Math.Cos(HalfAngle));
        var angle = Math.Atan2(x, y);
        var depth = Math.Sqrt((x * x) + (y * y)) - Apex;
        if (Math.Abs(angle) >= HalfAngle || depth is < 0 or >= 1)
        {
            return null;
        }
        return ((int)((angle / HalfAngle + 1) / 2 * Lines), (int)(depth * Depths));
    }

    private static byte Sample(float[] echoes, int line, int depth) =>
        (byte)
            Math.Clamp(
                echoes[(Math.Min(line, Lines - 1) * Depths) + Math.Min(depth, Depths - 1)],
                0,
                255
            );

    /// <summary>Log-compressed echoes, line by line.</summary>
    private float[] Echoes(double phase)
    {
        var echoes = new float[Lines * Depths];
        var state = Noise.Scatter(Seed);
        var breath = 0.035 * Math.Sin(2 * Math.PI * phase);
        Span<float> real = stackalloc float[Depths];
        Span<float> imaginary = stackalloc float[Depths];
        for (var line = 0; line < Lines; line++)
        {
            var x = (2.0 * line / Lines) - 1;
            var behindFluid = 0.0;
            float lastReal = 0,
                lastImaginary = 0;
            for (var depth = 0; depth < Depths; depth++)
            {
                // The point spread along a line and across two lines: coherent sums give the grain of speckle.
                real[depth] =
                    (0.55f * real[depth]) + (0.55f * lastReal) + (0.65f * Noise.Next(ref state));
                imaginary[depth] =
                    (0.55f * imaginary[depth])
                    + (0.55f * lastImaginary)
                    + (0.65f * Noise.Next(ref state));
                (lastReal, lastImaginary) = (real[depth] * 0.8f, imaginary[depth] * 0.8f);
                var y = (double)depth / Depths;
                var reflectivity = Reflectivity(x, y + breath, ref behindFluid);
                var amplitude =
                    reflectivity
                    * Math.Sqrt((real[depth] * real[depth]) + (imaginary[depth] * imaginary[depth]))
                    * (1 + behindFluid)
                    * (1 - (0.45 * y));
                echoes[(line * Depths) + depth] = (float)(96 + (44 * Math.Log(amplitude + 0.09)));
            }
        }
        return echoes;
    }

    private double Reflectivity(double x, double y, ref double behindFluid)
    {
        if (y < 0.05)
        {
            return 1.6 + Math.Sin(y * 400); // skin and near field
        }
        var variant = (Seed % 5 * 0.05) - 0.1;
        if (Inside(x, y, -0.3 + variant, 0.36, 0.24, 0.085))
        {
            behindFluid = Math.Min(0.9, behindFluid + 0.012);
            return 0.02; // gallbladder
        }
        if (Inside(x, y, 0.45, 0.3 - variant, 0.12, 0.045))
        {
            behindFluid = Math.Min(0.9, behindFluid + 0.012);
            return 0.02; // cyst
        }
        if (Math.Abs(y - 0.6 - (0.16 * x)) < 0.035)
        {
            return 0.06; // vessel
        }
        if (Math.Abs(y - 0.6 - (0.16 * x)) < 0.045)
        {
            return 2.2; // its wall
        }
        var diaphragm = 0.9 - (0.14 * x * x);
        if (Math.Abs(y - diaphragm) < 0.012)
        {
            return 5;
        }
        if (y > diaphragm)
        {
            return 0.35; // mirror of the liver in the lung
        }
        return 0.95 + (0.2 * Math.Sin((x * 9) + (y * 17)) * Math.Sin((x * 5) - (y * 23)));
    }

    private static bool Inside(
        double x,
        double y,
        double centerX,
        double centerY,
        double radiusX,
        double radiusY
    )
    {
        double dx = (x - centerX) / radiusX,
            dy = (y - centerY) / radiusY;
        return (dx * dx) + (dy * dy) < 1;
    }

    private void DrawGreyScale(Span<byte> picture)
    {
        int height = Rows / 3,
            top = Rows / 10;
        for (var row = 0; row < height; row++)
        {
            var value = (byte)(255 - (255 * row / height));
            picture
                .Slice(((top + row) * Columns) + (Columns / 40), Math.Max(4, Columns / 60))
                .Fill(value);
        }
        for (var tick = 0; tick <= 8; tick++)
        {
            var row = Math.Min(Rows - 1, (int)(Top + (Scale * tick / 8)));
            picture.Slice((row * Columns) + Columns - (Columns / 30), Columns / 60).Fill(200);
        }
    }
}
