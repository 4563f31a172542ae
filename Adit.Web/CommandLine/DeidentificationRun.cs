using System.Collections.Concurrent;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;

namespace Adit.Web.CommandLine;

/// <summary>What became of one file; without a problem it was written.</summary>
internal sealed record DeidentifiedFile(string Path, string? Problem = null)
{
    /// <summary>By a rule, and not because something is wrong with it.</summary>
    public bool IsRefused { get; init; }
}

/// <summary>De-identifies files, several at a time. A file has its name only when it is whole.</summary>
internal sealed class DeidentificationRun(
    DeidentificationRules rules,
    string input,
    DirectoryInfo output
)
{
    private const int MostAtOnce = 8;
    private const int BufferSize = 64 << 10;

    public async Task<IReadOnlyList<DeidentifiedFile>> ExecuteAsync(
        CancellationToken cancellationToken
    )
    {
        ConcurrentBag<DeidentifiedFile> results = [];
        await Parallel.ForEachAsync(
            Files(),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MostAtOnce),
                CancellationToken = cancellationToken,
            },
            async (path, token) => results.Add(await OneAsync(path, token))
        );
        return [.. results];
    }

    private IEnumerable<string> Files()
    {
        if (File.Exists(input))
        {
            return [input];
        }
        if (!Directory.Exists(input))
        {
            throw new CommandUsageException($"There is no file or folder '{input}'.");
        }
        var from = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input));
        var to = Path.TrimEndingDirectorySeparator(output.FullName);
        if (
            to == from
            || to.StartsWith(from + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        )
        {
            throw new CommandUsageException(
                "The folder for the results lies in the one that is read."
            );
        }
        return Directory.EnumerateFiles(
            from,
            "*",
            new EnumerationOptions
            {
                RecurseSubdirectories = true,
                // A link may lead back to where it stands.
                AttributesToSkip = FileAttributes.ReparsePoint,
            }
        );
    }

    private async Task<DeidentifiedFile> OneAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = await DicomFile.OpenAsync(
                path,
                cancellationToken: cancellationToken
            );
            if (file.Dataset.Contains(DicomTag.DirectoryRecordSequence))
            {
                return new DeidentifiedFile(
                    path,
                    "It is a directory of files (DICOMDIR) with the names of their patients."
                )
                {
                    IsRefused = true,
                };
            }
            return await WriteAsync(path, rules.For(file.Dataset), file, cancellationToken);
        }
        catch (DeidentificationRefusedException refused)
        {
            return new DeidentifiedFile(path, refused.Message)
            {
                IsRefused = refused.Reason != DeidentificationRefusal.Damaged,
            };
        }
        catch (Exception fault)
            when (fault is DicomException or IOException or UnauthorizedAccessException)
        {
            return new DeidentifiedFile(path, fault.Message);
        }
    }

    private async Task<DeidentifiedFile> WriteAsync(
        string path,
        Deidentifier deidentifier,
        DicomFile file,
        CancellationToken cancellationToken
    )
    {
        await using var session = new InstanceDeidentification(deidentifier, file);
        var header = session.Prepare();
        var folder = Path.Combine(
            output.FullName,
            NameOf(header.StudyInstanceUid),
            NameOf(header.SeriesInstanceUid)
        );
        var target = Path.Combine(folder, NameOf(header.SopInstanceUid) + ".dcm");
        // Beside the folders, which are made for what is whole.
        Directory.CreateDirectory(output.FullName);
        var part = Path.Combine(output.FullName, $"{Guid.NewGuid():N}.part");
        try
        {
            await using (
                var stream = new FileStream(
                    part,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    bufferSize: 0
                )
            )
            {
                var pipe = PipeWriter.Create(
                    stream,
                    new StreamPipeWriterOptions(minimumBufferSize: BufferSize, leaveOpen: true)
                );
                var prologue = DicomFile.EncodePrologue(
                    DicomFile.CreateFileMeta(
                        header.SopClassUid,
                        header.SopInstanceUid,
                        session.OutputSyntax
                    )
                );
                await stream.WriteAsync(prologue, cancellationToken);
                await session.WriteAsync(pipe, cancellationToken);
                await pipe.CompleteAsync();
            }
            Directory.CreateDirectory(folder);
            return await NameAsync(path, part, target, cancellationToken);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>A second run finds what the first has written; anything else of that name is left as it is.</summary>
    private static async Task<DeidentifiedFile> NameAsync(
        string path,
        string part,
        string target,
        CancellationToken cancellationToken
    )
    {
        try
        {
            File.Move(part, target, overwrite: false);
            return new DeidentifiedFile(path);
        }
        catch (IOException) when (File.Exists(target))
        {
            return await AreSameAsync(part, target, cancellationToken)
                ? new DeidentifiedFile(path)
                : new DeidentifiedFile(
                    path,
                    "Another file of the same new UID is there already, with other content. It was left as it is."
                );
        }
    }

    private static async Task<bool> AreSameAsync(
        string one,
        string other,
        CancellationToken cancellationToken
    )
    {
        await using var first = File.OpenRead(one);
        await using var second = File.OpenRead(other);
        if (first.Length != second.Length)
        {
            return false;
        }
        var (a, b) = (new byte[BufferSize], new byte[BufferSize]);
        while (true)
        {
            var count = await first.ReadAtLeastAsync(a, a.Length, false, cancellationToken);
            await second.ReadAtLeastAsync(b, b.Length, false, cancellationToken);
            if (count == 0)
            {
                return true;
            }
            if (!a.AsSpan(0, count).SequenceEqual(b.AsSpan(0, count)))
            {
                return false;
            }
        }
    }

    /// <summary>The new UIDs are valid; kept ones may be anything.</summary>
    private static string NameOf(DicomUid uid) => uid.IsValid ? uid.Value : "undefined";
}
