using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Network;

/// <summary>
/// Changes the encoding of uncompressed data sets while they are sent. Every peer must take implicit VR little endian
/// (PS3.5 10.1), so an archive must be able to give it, whatever it holds.
/// </summary>
internal static class NativeConversion
{
    /// <summary>What an uncompressed data set can be sent as, its own transfer syntax first.</summary>
    public static IReadOnlyList<DicomTransferSyntax> TargetsOf(DicomTransferSyntax source) =>
        IsNative(source)
            ?
            [
                source,
                .. new[]
                {
                    DicomTransferSyntax.ExplicitVrLittleEndian,
                    DicomTransferSyntax.ImplicitVrLittleEndian,
                }.Where(target => target != source),
            ]
            : [source];

    public static bool IsPossible(DicomTransferSyntax from, DicomTransferSyntax to) =>
        from == to || (IsNative(from) && IsNative(to));

    /// <summary>
    /// Gives the bytes of <paramref name="stream"/> in another transfer syntax. The returned task ends when the reader has
    /// been completed or read to its end; errors come out of the reader.
    /// </summary>
    public static (PipeReader Reader, Task Running) Convert(
        Stream stream,
        DicomTransferSyntax from,
        DicomTransferSyntax to,
        StreamPipeReaderOptions reading,
        CancellationToken cancellationToken
    )
    {
        var source = PipeReader.Create(stream, reading);
        if (from == to)
        {
            return (source, Task.CompletedTask);
        }
        var pipe = new Pipe(
            new PipeOptions(minimumSegmentSize: 64 * 1024, useSynchronizationContext: false)
        );
        return (pipe.Reader, RunAsync(source, from, pipe.Writer, to, cancellationToken));
    }

    // Big endian would need the numbers inside long values swapped; no peer has asked for it in decades.
    private static bool IsNative(DicomTransferSyntax syntax) =>
        syntax is { IsKnown: true, IsEncapsulated: false, IsLittleEndian: true, IsDeflated: false };

    private static async Task RunAsync(
        PipeReader source,
        DicomTransferSyntax from,
        PipeWriter target,
        DicomTransferSyntax to,
        CancellationToken cancellationToken
    )
    {
        Exception? failure = null;
        try
        {
            var reader = new DicomStreamReader(source, from);
            await using var closingReader = reader.ConfigureAwait(false);
            var writer = new DicomStreamWriter(target, to);
            await using var closingWriter = writer.ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                if (item is DicomBulkValue)
                {
                    await writer.WriteBulkAsync(reader, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await writer.WriteAsync(item, cancellationToken).ConfigureAwait(false);
                }
            }
            await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Comes out of the reader, in the flow that sends.
            failure = exception;
        }
        await target.CompleteAsync(failure).ConfigureAwait(false);
        await source.CompleteAsync().ConfigureAwait(false);
    }
}
