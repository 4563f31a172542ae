using System.Buffers;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Imaging;

namespace Adit.Dicom.Deidentification.Pixels;

/// <content>Carrying out the plan.</content>
internal static partial class PixelCleaning
{
    private const int PieceLength = 64 << 10;

    private static readonly byte[] Padding = [0];

    /// <summary>Writes an element of group 7FE0 whose bulk value is open in the reader, as the plan says.</summary>
    /// <exception cref="DeidentificationRefusedException">The pixel data are not what the header says, or damaged.</exception>
    /// <exception cref="DicomDataException">The data end too early.</exception>
    public static async ValueTask WriteAsync(
        PixelPlan plan,
        DicomBulkValue bulk,
        DicomStreamReader reader,
        DicomStreamWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (plan.Drops(bulk.Tag))
        {
            await reader.SkipBulkAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        if (IsPixelData(bulk.Tag) && plan.ExpectsNoPixels)
        {
            throw Refuse("the header describes no picture.");
        }
        if (!IsPixelData(bulk.Tag) || plan is not { Changes: true, Source: { } source })
        {
            if (bulk.IsFragments && CommentBlanker.For(reader.TransferSyntax) is { } comments)
            {
                writer.WriteBulkHeader(bulk);
                using var blanked = new BlankedFragments(comments, writer);
                await reader.CopyBulkToAsync(blanked, cancellationToken).ConfigureAwait(false);
                return;
            }
            await writer.WriteBulkAsync(reader, cancellationToken).ConfigureAwait(false);
        }
        else if (bulk.IsFragments != (plan.InputSyntax is not null))
        {
            throw Refuse("they are not encoded as the transfer syntax says.");
        }
        else if (bulk.IsFragments)
        {
            await WriteDecodedAsync(plan, source, bulk, reader, writer, cancellationToken)
                .ConfigureAwait(false);
        }
        else
        {
            await WriteNativeAsync(plan, source, bulk, reader, writer, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static bool IsPixelData(DicomTag tag) =>
        tag == DicomTag.PixelData
        || tag == DicomTag.FloatPixelData
        || tag == DicomTag.DoubleFloatPixelData;

    private static async ValueTask WriteNativeAsync(
        PixelPlan plan,
        FrameDescription image,
        DicomBulkValue bulk,
        DicomStreamReader reader,
        DicomStreamWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (bulk.Tag != DicomTag.PixelData)
        {
            // Real numbers have no black; zero tells nothing.
            var bits = bulk.Tag == DicomTag.FloatPixelData ? 32 : 64;
            image = image with { BitsAllocated = bits, BitsStored = bits, HighBit = bits - 1 };
            plan = plan with { Blank = [.. Enumerable.Repeat(0UL, image.SamplesPerPixel)] };
        }
        var blanker = new CellBlanker(
            image,
            plan,
            swapUnit: bulk.IsBigEndian ? bulk.Vr.UnitSize() : 1
        );
        var length = (blanker.FrameBits * image.NumberOfFrames + 7) / 8;
        // Frames beyond those that the header counts would be shown by nobody and looked at by nobody: they are no picture to pass on.
        if (bulk.Length < length || bulk.Length - length >= Math.Max(2, blanker.FrameBits / 8))
        {
            throw Refuse("they are longer or shorter than the header says.");
        }
        var padded = length + (length & 1);
        writer.WriteBulkHeader(new DicomBulkValue(bulk.Tag, bulk.Vr, padded, bulk.IsBigEndian));
        var buffer = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            for (long position = 0; position < length; position += PieceLength)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(PieceLength, padded - position));
                var count = await reader
                    .ReadBulkBytesAsync(piece, cancellationToken)
                    .ConfigureAwait(false);
                piece.Span[count..].Clear();
                blanker.Apply(piece.Span, position);
                await writer.WriteBulkBytesAsync(piece, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
        await reader.SkipBulkAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask WriteDecodedAsync(
        PixelPlan plan,
        FrameDescription source,
        DicomBulkValue bulk,
        DicomStreamReader reader,
        DicomStreamWriter writer,
        CancellationToken cancellationToken
    )
    {
        var image = plan.Image!;
        var blanker = new CellBlanker(image, plan, swapUnit: 1);
        var length = image.FrameBytes * image.NumberOfFrames;
        writer.WriteBulkHeader(
            new DicomBulkValue(
                bulk.Tag,
                image.BitsAllocated > 8 ? DicomVr.OW : DicomVr.OB,
                length + (length & 1)
            )
        );
        using var frames = new FrameReader(reader, plan.InputSyntax!, source);
        byte[]? samples = null;
        try
        {
            for (var number = 0; number < image.NumberOfFrames; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var frame = await ReadFrameAsync(frames, cancellationToken).ConfigureAwait(false);
                if (frame is not { } data || !FrameDecoder.CanHold(data.Length, source))
                {
                    throw Refuse("there are fewer frames than the header says.");
                }
                samples ??= ArrayPool<byte>.Shared.Rent((int)image.FrameBytes);
                var cells = samples.AsMemory(0, (int)image.FrameBytes);
                Decode(plan.InputSyntax!, data, source, cells, cancellationToken);
                blanker.Apply(cells.Span, 0);
                await WritePiecesAsync(writer, cells, cancellationToken).ConfigureAwait(false);
            }
            if (await ReadFrameAsync(frames, cancellationToken).ConfigureAwait(false) is not null)
            {
                throw Refuse("there are more frames than the header says.");
            }
        }
        finally
        {
            if (samples is not null)
            {
                ArrayPool<byte>.Shared.Return(samples);
            }
        }
        if ((length & 1) != 0)
        {
            await writer.WriteBulkBytesAsync(Padding, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadFrameAsync(
        FrameReader frames,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await frames.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DicomDataException exception)
        {
            throw Refuse(exception.Message, exception);
        }
    }

    private static void Decode(
        DicomTransferSyntax syntax,
        ReadOnlyMemory<byte> data,
        FrameDescription source,
        Memory<byte> cells,
        CancellationToken cancellationToken
    )
    {
        try
        {
            FrameDecoder.Decode(syntax, data, source, cells, cancellationToken);
        }
        catch (DicomDataException exception)
        {
            throw Refuse(exception.Message, exception);
        }
    }

    /// <summary>Hands a frame over in pieces, so that the receiver can take them while more comes.</summary>
    private static async ValueTask WritePiecesAsync(
        DicomStreamWriter writer,
        ReadOnlyMemory<byte> cells,
        CancellationToken cancellationToken
    )
    {
        for (var at = 0; at < cells.Length; at += PieceLength)
        {
            var piece = cells.Slice(at, Math.Min(PieceLength, cells.Length - at));
            await writer.WriteBulkBytesAsync(piece, cancellationToken).ConfigureAwait(false);
        }
    }
}
