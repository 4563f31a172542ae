using Adit.Dicom.Network;
using Adit.Infrastructure.Transfers;

namespace Adit.Infrastructure.Receiver;

/// <summary>Looks into an arriving image for its study and leaves every byte for who reads it then.</summary>
internal static class StudyPeek
{
    /// <summary>Its study and series; null when the header cannot be read.</summary>
    public static async ValueTask<ImagePlace?> ReadAsync(
        DicomIncomingInstance image,
        CancellationToken cancellationToken
    )
    {
        var scan = new HeaderScan(image.TransferSyntax);
        var seen = 0L;
        while (true)
        {
            var result = await image.Data.ReadAsync(cancellationToken).ConfigureAwait(false);
            var state = scan.Feed(result.Buffer.Slice(seen), result.IsCompleted);
            seen = result.Buffer.Length;
            if (state == HeaderScanState.NeedsMore)
            {
                image.Data.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }
            ImagePlace? place =
                state == HeaderScanState.Found
                    ? new ImagePlace(
                        Text(scan.Identity.StudyInstanceUid),
                        Text(scan.Identity.SeriesInstanceUid)
                    )
                    : null;
            // Nothing counts as looked at, so that the next reader gets it at once.
            image.Data.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            return place;
        }
    }

    private static string Text(ReadOnlyMemory<byte> uid) =>
        System.Text.Encoding.Latin1.GetString(uid.Span).Trim(' ', '\0');
}

internal sealed record ImagePlace(string StudyInstanceUid, string SeriesInstanceUid);
