using System.Buffers.Binary;
using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

internal enum Projection
{
    /// <summary>From the back to the front (PA), shown as if facing the patient.</summary>
    Frontal,

    /// <summary>Through the left side.</summary>
    Lateral,
}

/// <summary>A projection radiograph: the attenuation of X-rays summed up through a phantom, ray by ray.</summary>
internal sealed record Radiograph(
    Phantom Phantom,
    Projection Projection,
    int Columns,
    int Rows,
    double Top,
    double PixelSpacing,
    uint Seed
)
{
    private const int Samples = 112;
    private const double Depth = 500;

    /// <summary>Stored values of 12 bits, bright where little radiation passed.</summary>
    public byte[] Render()
    {
        var picture = new float[Columns * Rows];
        var section = new float[Columns * Samples];
        var step = Depth / Samples;
        var left = -PixelSpacing * (Columns - 1) / 2;
        for (var row = 0; row < Rows; row += 2)
        {
            var z = Top - (row * PixelSpacing);
            // Each scan line of the section is one ray, so that the border pixels' shares keep the sum exact.
            var plane = Projection switch
            {
                Projection.Frontal => new SlicePlane(
                    new Point3(left, -Depth / 2, z),
                    new Point3(0, step, 0),
                    new Point3(PixelSpacing, 0, 0)
                ),
                Projection.Lateral => new SlicePlane(
                    new Point3(-Depth / 2, left, z),
                    new Point3(step, 0, 0),
                    new Point3(0, PixelSpacing, 0)
                ),
            };
            Phantom.Draw(plane, TissueContrast.Attenuation, section, Samples);
            SumUp(section, picture.AsSpan(row * Columns, Columns), (float)step);
        }
        FillOddRows(picture);
        return ToStored(picture);
    }

    private static void SumUp(ReadOnlySpan<float> section, Span<float> line, float step)
    {
        for (var column = 0; column < line.Length; column++)
        {
            var sum = 0f;
            foreach (var value in section.Slice(column * Samples, Samples))
            {
                sum += value;
            }
            line[column] = sum * step;
        }
    }

    /// <summary>Every second row is the mean of its neighbours: a detector blurs more than that.</summary>
    private void FillOddRows(Span<float> picture)
    {
        for (var row = 1; row < Rows; row += 2)
        {
            var above = picture.Slice((row - 1) * Columns, Columns);
            var below = row + 1 < Rows ? picture.Slice((row + 1) * Columns, Columns) : above;
            for (var column = 0; column < Columns; column++)
            {
                picture[(row * Columns) + column] = (above[column] + below[column]) / 2;
            }
        }
    }

    private byte[] ToStored(ReadOnlySpan<float> picture)
    {
        var bytes = new byte[picture.Length * 2];
        var state = Noise.Scatter(Seed);
        // The exposure is chosen for the thickness: rays from side to side go through twice as much.
        var gain = Projection switch
        {
            Projection.Frontal => 1250f,
            Projection.Lateral => 850f,
        };
        for (var i = 0; i < picture.Length; i++)
        {
            var stored = 180 + (picture[i] * gain) + (Noise.Next(ref state) * 14);
            BinaryPrimitives.WriteUInt16LittleEndian(
                bytes.AsSpan(i * 2),
                (ushort)Math.Clamp(stored, 0, 4095)
            );
        }
        return bytes;
    }
}
