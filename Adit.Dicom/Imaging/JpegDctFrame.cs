using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Adit.Dicom.Data;
using JpegLibrary;

namespace Adit.Dicom.Imaging;

/// <summary>Lossy JPEG, baseline and extended with 8 or 12 bits (ISO/IEC 10918-1 Annex F, processes 1, 2 and 4).</summary>
internal static class JpegDctFrame
{
    /// <summary>Decodes into interleaved samples; colour becomes RGB.</summary>
    /// <exception cref="DicomDataException">The frame is damaged.</exception>
    public static void Decode(
        JpegFrameHeader header,
        FrameDescription frame,
        Memory<byte> samples,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var decoder = new JpegDecoder();
            decoder.SetInput(header.Data);
            decoder.Identify();
            decoder.SetOutputWriter(
                new SampleWriter(samples, frame, header.Precision, cancellationToken)
            );
            decoder.Decode();
        }
        catch (Exception exception)
            when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            // Whatever a damaged stream makes of the decoder: the frame is not decoded.
            throw new DicomDataException(
                "The data of a frame are damaged.",
                DicomTag.PixelData,
                innerException: exception
            );
        }
        // An Adobe segment tells what the encoder did, whatever the header says about it.
        var isConverted = header.AdobeTransform switch
        {
            0 => false,
            1 => true,
            _ => frame.PhotometricInterpretation.StartsWith("YBR", StringComparison.Ordinal),
        };
        if (frame.SamplesPerPixel == 3 && isConverted)
        {
            ConvertToRgb(samples.Span, frame.BitsAllocated / 8, header.Precision);
        }
    }

    /// <summary>ITU-R BT.601 with the full range of numbers, as in PS3.3 section C.7.6.3.1.2.</summary>
    private static void ConvertToRgb(Span<byte> samples, int size, int precision)
    {
        var greatest = (1 << precision) - 1;
        var middle = 1 << (precision - 1);
        for (var at = 0; at < samples.Length; at += 3 * size)
        {
            int luma = Read(samples, at, size);
            var blue = Read(samples, at + size, size) - middle;
            var red = Read(samples, at + 2 * size, size) - middle;
            Write(samples, at, size, luma + Scale(91_881, red), greatest);
            Write(samples, at + size, size, luma - Scale2(22_554, blue, 46_802, red), greatest);
            Write(samples, at + 2 * size, size, luma + Scale(116_130, blue), greatest);
        }
    }

    private static int Scale(int factor, int value) => (factor * value + 32_768) >> 16;

    private static int Scale2(int factor, int value, int factor2, int value2) =>
        (factor * value + factor2 * value2 + 32_767) >> 16;

    private static int Read(ReadOnlySpan<byte> samples, int at, int size) =>
        size == 1 ? samples[at] : BinaryPrimitives.ReadUInt16LittleEndian(samples[at..]);

    private static void Write(Span<byte> samples, int at, int size, int value, int greatest)
    {
        value = Math.Clamp(value, 0, greatest);
        if (size == 1)
        {
            samples[at] = (byte)value;
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(samples[at..], (ushort)value);
        }
    }

    private sealed class SampleWriter(
        Memory<byte> samples,
        FrameDescription frame,
        int precision,
        CancellationToken cancellationToken
    ) : JpegBlockOutputWriter
    {
        private const int BlockSize = 8;

        private readonly int _greatest = (1 << precision) - 1;

        /// <summary>Takes a block whose left upper sample stands at this pixel; blocks reach over the edges of the picture.</summary>
        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (x >= frame.Columns || y >= frame.Rows)
            {
                return;
            }
            var block = MemoryMarshal.CreateReadOnlySpan(ref blockRef, BlockSize * BlockSize);
            var target = samples.Span;
            var size = frame.BitsAllocated / 8;
            var pixel = size * frame.SamplesPerPixel;
            var width = Math.Min(BlockSize, frame.Columns - x);
            var height = Math.Min(BlockSize, frame.Rows - y);
            for (var row = 0; row < height; row++)
            {
                var at = ((y + row) * frame.Columns + x) * pixel + componentIndex * size;
                foreach (var sample in block.Slice(row * BlockSize, width))
                {
                    var value = SampleCells.Extend(
                        Math.Clamp((int)sample, 0, _greatest),
                        precision,
                        frame
                    );
                    if (size == 1)
                    {
                        target[at] = (byte)value;
                    }
                    else
                    {
                        BinaryPrimitives.WriteUInt16LittleEndian(target[at..], (ushort)value);
                    }
                    at += pixel;
                }
            }
        }
    }
}
