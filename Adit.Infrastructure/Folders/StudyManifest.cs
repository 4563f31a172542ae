using System.Security.Cryptography;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using CsvHelper;

namespace Adit.Infrastructure.Folders;

/// <summary>One file in the manifest of a study. The path is relative to the manifest, with slashes.</summary>
internal sealed record ManifestRow(
    string Path,
    string StudyInstanceUid,
    string SeriesInstanceUid,
    string SopInstanceUid,
    int? SeriesNumber,
    string? SeriesDescription,
    long Bytes,
    string Sha256
);

/// <summary>
/// The list of what lies in a study's directory. Made from the directory itself: files that this run has written are known, for
/// those of earlier runs the earlier list is believed as long as size and time say that they have not changed, all others are read.
/// </summary>
internal sealed class StudyManifest(StagingArea staging, long taskId, DicomReadOptions reading)
{
    public const string FileName = "manifest.csv";

    // What a spreadsheet would compute instead of show gets an apostrophe in front.
    private static readonly CsvWriterOptions Writing = new() { Injection = CsvInjection.Escape };
    private static readonly CsvReaderOptions ReadingBack = new()
    {
        Separator = ',',
        IncludeValuesInExceptions = false,
    };

    private static readonly string[] Columns =
    [
        "StudyInstanceUID",
        "SeriesInstanceUID",
        "SOPInstanceUID",
        "SeriesNumber",
        "SeriesDescription",
        "ImagesInSeries",
        "Path",
        "Bytes",
        "SHA256",
    ];

    /// <summary>Writes the manifest anew; an earlier one is replaced in one step.</summary>
    /// <param name="studyDirectory">The whole path of the study's directory.</param>
    /// <param name="known">Files that were just written, by path relative to the directory.</param>
    /// <param name="cancellationToken">Stops reading files of earlier runs.</param>
    public async Task WriteAsync(
        string studyDirectory,
        IReadOnlyDictionary<string, ManifestRow> known,
        CancellationToken cancellationToken
    )
    {
        var target = Path.Combine(studyDirectory, FileName);
        var earlier = ReadEarlier(target, out var writtenAt);
        List<ManifestRow> rows = [];
        foreach (var file in FilesIn(studyDirectory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.GetRelativePath(studyDirectory, file.FullName)
                .Replace(Path.DirectorySeparatorChar, '/');
            if (known.GetValueOrDefault(path) is { } written && written.Bytes == file.Length)
            {
                rows.Add(written);
            }
            else if (
                earlier.GetValueOrDefault(path) is { } listed
                && listed.Bytes == file.Length
                && file.LastWriteTimeUtc <= writtenAt
            )
            {
                rows.Add(listed);
            }
            else
            {
                rows.Add(await ReadAsync(file, path, cancellationToken).ConfigureAwait(false));
            }
        }
        if (rows.Count == 0 && !File.Exists(target))
        {
            return;
        }
        rows.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        await ReplaceAsync(target, Encode(rows), cancellationToken).ConfigureAwait(false);
        FileSystemCalls.SyncDirectory(studyDirectory);
    }

    private static byte[] Encode(List<ManifestRow> rows)
    {
        var images = rows.CountBy(r => r.SeriesInstanceUid).ToDictionary();
        using var output = new MemoryStream();
        using (var csv = CsvWriter.Create(output, Writing, leaveOpen: true))
        {
            csv.WriteRecord(Columns);
            foreach (var row in rows)
            {
                csv.WriteField(row.StudyInstanceUid);
                csv.WriteField(row.SeriesInstanceUid);
                csv.WriteField(row.SopInstanceUid);
                csv.WriteField(row.SeriesNumber);
                csv.WriteField(row.SeriesDescription);
                csv.WriteField(images[row.SeriesInstanceUid]);
                csv.WriteField(row.Path);
                csv.WriteField(row.Bytes);
                csv.WriteField(row.Sha256);
                csv.EndRecord();
            }
        }
        return output.ToArray();
    }

    private static Dictionary<string, ManifestRow> ReadEarlier(string path, out DateTime writtenAt)
    {
        writtenAt = default;
        Dictionary<string, ManifestRow> rows = new(StringComparer.Ordinal);
        var file = new FileInfo(path);
        if (!file.Exists || file.LinkTarget is not null)
        {
            return rows;
        }
        writtenAt = file.LastWriteTimeUtc;
        using var csv = CsvReader.FromFile(path, ReadingBack);
        try
        {
            csv.ReadHeader();
            if (!csv.Headers.SequenceEqual(Columns))
            {
                return rows;
            }
            while (csv.Read())
            {
                var row = new ManifestRow(
                    Text(csv, 6),
                    Text(csv, 0),
                    Text(csv, 1),
                    Text(csv, 2),
                    csv.IsEmpty(3) ? null : csv.Parse<int>(3),
                    Text(csv, 4),
                    csv.Parse<long>(7),
                    Text(csv, 8)
                );
                rows[row.Path] = row;
            }
        }
        catch (Exception damaged)
            when (damaged is CsvFormatException or FormatException or OverflowException)
        {
            // Edited by hand, perhaps: the files say the same.
            rows.Clear();
        }
        return rows;
    }

    private static string Text(CsvReader csv, int column)
    {
        var value = csv.GetString(column);
        return
            value.Length > 1
            && value[0] == '\''
            && Writing.InjectionCharacters.Contains(value[1], StringComparison.Ordinal)
            ? value[1..]
            : value;
    }

    private static IEnumerable<FileInfo> FilesIn(string studyDirectory) =>
        new DirectoryInfo(studyDirectory)
            .EnumerateFiles(
                "*.dcm",
                new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    MaxRecursionDepth = 1,
                    AttributesToSkip = FileAttributes.ReparsePoint,
                }
            )
            .Where(file => file.LinkTarget is null);

    private async Task<ManifestRow> ReadAsync(
        FileInfo file,
        string path,
        CancellationToken cancellationToken
    )
    {
        var header = new OutgoingHeader();
        try
        {
            var dicom = await DicomFile
                .OpenAsync(file.FullName, reading, cancellationToken)
                .ConfigureAwait(false);
            await using var _ = dicom.ConfigureAwait(false);
            header = OutgoingHeader.From(dicom.Dataset);
        }
        catch (DicomDataException)
        {
            // Not from here, or damaged: listed with its bytes, as they are.
        }
        var stream = file.OpenRead();
        await using var open = stream.ConfigureAwait(false);
        var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        return new ManifestRow(
            path,
            header.StudyInstanceUid,
            header.SeriesInstanceUid,
            header.SopInstanceUid,
            header.SeriesNumber,
            header.SeriesDescription,
            stream.Length,
            Convert.ToHexStringLower(hash)
        );
    }

    private async Task ReplaceAsync(
        string target,
        byte[] content,
        CancellationToken cancellationToken
    )
    {
        var (handle, path) = staging.Create(taskId);
        try
        {
            await RandomAccess
                .WriteAsync(handle, content, 0, cancellationToken)
                .ConfigureAwait(false);
            RandomAccess.FlushToDisk(handle);
            File.Move(path, target, overwrite: true);
        }
        finally
        {
            StagingArea.Discard(handle, path);
        }
    }
}
