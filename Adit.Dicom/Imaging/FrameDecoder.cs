using Adit.Dicom.Data;

namespace Adit.Dicom.Imaging;

/// <summary>
/// Decodes single frames of pixel data: native ones, RLE Lossless, and JPEG baseline, extended and lossless. The input may be
/// hostile: what a frame says about itself is held against the header before anything is decoded. Safe for concurrent use.
/// </summary>
public static class FrameDecoder
{
    /// <summary>No coding that is read here is denser: 64 samples of 16 bits in 2 bits.</summary>
    private const long MostBytesPerByte = 512;

    /// <summary>True when frames in this transfer syntax can be decoded.</summary>
    public static bool CanDecode(DicomTransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return IsNative(syntax)
            || syntax == DicomTransferSyntax.RleLossless
            || IsDct(syntax)
            || IsLosslessJpeg(syntax);
    }

    /// <summary>
    /// What the decoded samples are: interleaved, little endian, in cells as large as the header says. Colour that was converted
    /// for lossy JPEG comes back as RGB, other colour stays what it was.
    /// </summary>
    /// <param name="syntax">How the frame is encoded.</param>
    /// <param name="frame">What the header says.</param>
    /// <exception cref="DicomDataException">Such frames cannot be decoded.</exception>
    public static FrameDescription Describe(DicomTransferSyntax syntax, FrameDescription frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (!CanDecode(syntax))
        {
            throw new DicomDataException($"Frames in {syntax.Name} cannot be decoded.");
        }
        var isValid = IsNative(syntax)
            ? frame.BitsAllocated >= 8 || frame.SamplesPerPixel == 1
            : frame.BitsAllocated is 8 or 16
                || (syntax == DicomTransferSyntax.RleLossless && frame.BitsAllocated is 32 or 64);
        if (!isValid)
        {
            throw new DicomDataException(
                $"Cells of {frame.BitsAllocated} bits are not defined in {syntax.Name}.",
                DicomTag.BitsAllocated
            );
        }
        var photometric = (frame.SamplesPerPixel, frame.PhotometricInterpretation) switch
        {
            (1, "MONOCHROME1" or "MONOCHROME2" or "PALETTE COLOR") =>
                frame.PhotometricInterpretation,
            (3, "RGB") => "RGB",
            (3, "YBR_FULL") => IsDct(syntax) ? "RGB" : "YBR_FULL",
            (3, "YBR_FULL_422") when IsDct(syntax) => "RGB",
            (3, "YBR_FULL_422") when IsLosslessJpeg(syntax) => "YBR_FULL",
            (3, "YBR_FULL_422") when IsNative(syntax) && frame is { BitsAllocated: 8 } =>
                "YBR_FULL",
            _ => throw new DicomDataException(
                $"The photometric interpretation is not defined in {syntax.Name} with {frame.SamplesPerPixel} samples per pixel.",
                DicomTag.PhotometricInterpretation
            ),
        };
        return frame with { PhotometricInterpretation = photometric, IsPlanar = false };
    }

    /// <summary>Decodes a frame into samples as <see cref="Describe"/> tells.</summary>
    /// <param name="syntax">How the frame is encoded.</param>
    /// <param name="data">The bytes of the frame, all of its fragments joined.</param>
    /// <param name="frame">What the header says.</param>
    /// <param name="samples">Takes <see cref="FrameDescription.FrameBytes"/> bytes.</param>
    /// <param name="cancellationToken">Ends decoding.</param>
    /// <exception cref="DicomDataException">The frame is damaged, not what the header says, or of a kind that is not understood.</exception>
    /// <exception cref="ArgumentException">There is no room for the samples.</exception>
    public static void Decode(
        DicomTransferSyntax syntax,
        ReadOnlyMemory<byte> data,
        FrameDescription frame,
        Memory<byte> samples,
        CancellationToken cancellationToken = default
    )
    {
        Describe(syntax, frame);
        if (samples.Length < frame.FrameBytes)
        {
            throw new ArgumentException("There is no room for the samples.", nameof(samples));
        }
        samples = samples[..(int)frame.FrameBytes];
        if (IsNative(syntax))
        {
            NativeFrame.Decode(data.Span, frame, !syntax.IsLittleEndian, samples.Span);
        }
        else if (syntax == DicomTransferSyntax.RleLossless)
        {
            RleFrame.Decode(data.Span, frame, samples.Span, cancellationToken);
        }
        else
        {
            var header = JpegFrameHeader.Read(data, frame, isLossless: IsLosslessJpeg(syntax));
            if (header.IsLossless)
            {
                JpegLosslessFrame.Decode(header, frame, samples.Span, cancellationToken);
            }
            else
            {
                JpegDctFrame.Decode(header, frame, samples.Span, cancellationToken);
            }
        }
    }

    /// <summary>False when so few bytes cannot possibly be the frame, so that no memory is taken for what a header promises.</summary>
    public static bool CanHold(long encodedBytes, FrameDescription frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.FrameBytes <= encodedBytes * MostBytesPerByte;
    }

    private static bool IsNative(DicomTransferSyntax syntax) =>
        syntax is { IsKnown: true, IsEncapsulated: false }
        || syntax == DicomTransferSyntax.EncapsulatedUncompressed;

    private static bool IsDct(DicomTransferSyntax syntax) =>
        syntax == DicomTransferSyntax.JpegBaseline || syntax == DicomTransferSyntax.JpegExtended;

    private static bool IsLosslessJpeg(DicomTransferSyntax syntax) =>
        syntax == DicomTransferSyntax.JpegLossless
        || syntax == DicomTransferSyntax.JpegLosslessFirstOrder;
}
