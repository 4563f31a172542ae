using System.Buffers;
using System.Buffers.Binary;
using Adit.Infrastructure.Sandbox.Synthesis.Phantoms;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>A slice as CT or MR would picture it, in 16-bit pixels.</summary>
internal sealed record CrossSection(
    Phantom Phantom,
    TissueContrast Contrast,
    SlicePlane Plane,
    int Columns,
    int Rows,
    float NoiseDeviation,
    uint Seed
)
{
    /// <summary>Stored value = Hounsfield units + 1024 (rescale intercept -1024), 12 bits.</summary>
    public byte[] RenderCt() => Render(value => Math.Clamp(value + 1024, 0, 4095));

    /// <summary>Magnitude pictures have no negative values, and the coil sees the front better than the middle.</summary>
    public byte[] RenderMr() => Render(value => Math.Clamp(Math.Abs(value), 0, 4095), coil: 0.22f);

    private byte[] Render(Func<float, float> toStored, float coil = 0)
    {
        var count = Columns * Rows;
        var rented = ArrayPool<float>.Shared.Rent(count);
        try
        {
            var picture = rented.AsSpan(0, count);
            Phantom.Draw(Plane, Contrast, picture, Columns);
            if (coil > 0)
            {
                ApplyCoil(picture, coil);
            }
            Noise.Add(picture, NoiseDeviation, Seed);
            var bytes = new byte[count * 2];
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(
                    bytes.AsSpan(i * 2),
                    (ushort)toStored(picture[i])
                );
            }
            return bytes;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void ApplyCoil(Span<float> picture, float strength)
    {
        for (var row = 0; row < Rows; row++)
        {
            var fromMiddle = ((2f * row) + 1 - Rows) / Rows;
            var gain = 1 + (strength * ((fromMiddle * fromMiddle) - 0.4f * fromMiddle));
            foreach (ref var value in picture.Slice(row * Columns, Columns))
            {
                value *= gain;
            }
        }
    }
}
