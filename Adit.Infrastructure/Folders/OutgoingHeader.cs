using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Microsoft.Win32.SafeHandles;

namespace Adit.Infrastructure.Folders;

/// <summary>What names files and directories: taken from the data set that is written, from nowhere else.</summary>
internal sealed record OutgoingHeader
{
    public const string Undefined = "Undefined";

    // Names stand in front of group 0028; a header that is longer than this up to there is not an image we know.
    private static readonly int[] Lengths = [64 << 10, 1 << 20, 16 << 20];
    private static readonly DicomTag End = new(0x0020, 0x0012);

    public string PatientId { get; private init; } = "";

    public string StudyInstanceUid { get; private init; } = "";

    public string SeriesInstanceUid { get; private init; } = "";

    public string SopInstanceUid { get; private init; } = "";

    public DateOnly? StudyDate { get; private init; }

    public TimeOnly? StudyTime { get; private init; }

    public string? Modality { get; private init; }

    public int? SeriesNumber { get; private init; }

    public string? SeriesDescription { get; private init; }

    public static OutgoingHeader From(DicomDataset dataset) =>
        new()
        {
            PatientId = Text(dataset, DicomTag.PatientId),
            StudyInstanceUid = Text(dataset, DicomTag.StudyInstanceUid),
            SeriesInstanceUid = Text(dataset, DicomTag.SeriesInstanceUid),
            SopInstanceUid = Text(dataset, DicomTag.SopInstanceUid),
            StudyDate = dataset.GetDate(DicomTag.StudyDate),
            StudyTime = dataset.GetTime(DicomTag.StudyTime),
            Modality = dataset.GetString(DicomTag.Modality)?.Trim(),
            SeriesNumber = dataset.GetInt32(DicomTag.SeriesNumber),
            SeriesDescription = dataset.GetString(DicomTag.SeriesDescription)?.Trim(),
        };

    /// <summary>Reads it from the bytes of a data set in an open file.</summary>
    /// <exception cref="DicomDataException">The header is damaged, or longer than any that we know.</exception>
    public static async Task<OutgoingHeader> ReadAsync(
        SafeFileHandle handle,
        long offset,
        DicomTransferSyntax syntax,
        DicomCharacterSet? fallbackCharacterSet,
        CancellationToken cancellationToken
    )
    {
        var available = RandomAccess.GetLength(handle) - offset;
        foreach (var length in Lengths)
        {
            var isLast = length >= available || length == Lengths[^1];
            var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(length, available));
            try
            {
                var count = await ReadAsync(
                        handle,
                        buffer.AsMemory(0, (int)Math.Min(length, available)),
                        offset,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (
                    await TryParseAsync(
                            buffer.AsMemory(0, count),
                            syntax,
                            fallbackCharacterSet,
                            isLast,
                            cancellationToken
                        )
                        .ConfigureAwait(false) is
                    { } header
                )
                {
                    return header;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
        throw new DicomDataException("The header is longer than 16 MB.");
    }

    public string StudyFolder(string modalities) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{StudyDate?.ToString("yyyyMMdd", CultureInfo.InvariantCulture) ?? Undefined}-{StudyTime?.ToString("HHmmss", CultureInfo.InvariantCulture) ?? Undefined}-{modalities}"
        );

    /// <summary>A series without a number has nothing that a person could tell it by; its UID at least is unique.</summary>
    public string SeriesFolder() =>
        SeriesNumber is { } number && number != 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{number}-{(string.IsNullOrWhiteSpace(SeriesDescription) ? Undefined : SeriesDescription)}"
            )
            : SeriesInstanceUid;

    private static async Task<OutgoingHeader?> TryParseAsync(
        ReadOnlyMemory<byte> bytes,
        DicomTransferSyntax syntax,
        DicomCharacterSet? fallbackCharacterSet,
        bool isLast,
        CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(new ReadOnlySequence<byte>(bytes));
        var reader = new DicomStreamReader(
            pipe,
            syntax,
            new DicomReadOptions { FallbackCharacterSet = fallbackCharacterSet }
        );
        await using var _ = reader.ConfigureAwait(false);
        try
        {
            var dataset = await reader.ReadUntilAsync(End, cancellationToken).ConfigureAwait(false);
            // Cut off exactly between two elements looks like the end.
            return isLast || (!syntax.IsDeflated && reader.Offset < bytes.Length)
                ? From(dataset)
                : null;
        }
        catch (DicomDataException) when (!isLast)
        {
            return null;
        }
    }

    private static async Task<int> ReadAsync(
        SafeFileHandle handle,
        Memory<byte> buffer,
        long offset,
        CancellationToken cancellationToken
    )
    {
        var total = 0;
        while (total < buffer.Length)
        {
            var read = await RandomAccess
                .ReadAsync(handle, buffer[total..], offset + total, cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }
            total += read;
        }
        return total;
    }

    private static string Text(DicomDataset dataset, DicomTag tag) =>
        dataset.GetString(tag)?.Trim(' ', '\0') ?? "";
}
