using System.Globalization;
using System.IO.Enumeration;
using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Folders;

/// <summary>
/// What lies in one folder and what may still come. The files are counted once and then now and again; in between every
/// transfer books what it writes before it writes it.
/// </summary>
internal sealed partial class FolderSpace(
    string path,
    IOptionsMonitor<FolderOptions> options,
    TimeProvider time,
    ILogger logger
)
{
    public const long Gigabyte = 1_000_000_000;

    // With less than this to spare the disk is asked before every write.
    private const long PlentyOfSpace = 1_000_000_000;
    private static readonly TimeSpan FreeSpaceKnownFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecountPause = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Task? _counting;
    private DateTimeOffset? _countedAt;
    private long _counted;
    private long _booked;
    private long _free;
    private long _freeAt;
    private bool _warned;

    public string Path => path;

    /// <summary>When the files were last counted; null: not yet.</summary>
    public DateTimeOffset? CountedAt
    {
        get
        {
            lock (_gate)
            {
                return _countedAt;
            }
        }
    }

    /// <summary>Bytes in the folder; null as long as they have not been counted.</summary>
    public long? UsedBytes
    {
        get
        {
            lock (_gate)
            {
                return _countedAt is null ? null : _counted + _booked;
            }
        }
    }

    /// <summary>Counts in the background when that was not done yet or long ago.</summary>
    public Task CountInBackground() =>
        IsOutdated(options.CurrentValue.CountedEvery) ? Count() : Task.CompletedTask;

    /// <summary>Books bytes that are about to be written. What is not written in the end goes back by <see cref="Release"/>.</summary>
    /// <exception cref="FolderUnavailableException">Neither quota nor disk has room for them.</exception>
    public async ValueTask ReserveAsync(
        DicomFolderNode folder,
        long bytes,
        CancellationToken cancellationToken
    )
    {
        if (folder.QuotaGb is { } quota)
        {
            await CountedAsync(cancellationToken).ConfigureAwait(false);
            if (UsedBytes + bytes > quota * Gigabyte && IsOutdated(RecountPause))
            {
                // Somebody may have taken files away since.
                await Count().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        lock (_gate)
        {
            if (folder.QuotaGb is { } limit && _counted + _booked + bytes > limit * Gigabyte)
            {
                throw new FolderUnavailableException(
                    $"The quota of {folder.Name} is used up: {InGigabytes(_counted + _booked)} of {InGigabytes(limit * Gigabyte)} GB. "
                        + "Take files away there, or ask staff to raise the quota; the transfer goes on by itself."
                );
            }
            if (FreeFor(bytes) is { } free)
            {
                throw new FolderUnavailableException(
                    $"The disk of {folder.Name} is full: {InGigabytes(free)} GB are free, and {InGigabytes(options.CurrentValue.ReserveBytes)} GB of them are kept free. "
                        + "Free some space there; the transfer goes on by itself."
                );
            }
            _booked += bytes;
            if (folder.WarnGb is not { } warn || _countedAt is null)
            {
                return;
            }
            var isAbove = _counted + _booked >= warn * Gigabyte;
            if (isAbove && !_warned)
            {
                LogAboveWarning(folder.Name, InGigabytes(_counted + _booked), warn);
            }
            _warned = isAbove;
        }
    }

    public void Release(long bytes)
    {
        lock (_gate)
        {
            _booked -= bytes;
        }
    }

    /// <summary>Null when there is quota and space left; else what is missing, for a person.</summary>
    public async ValueTask<string?> FindLackAsync(
        DicomFolderNode folder,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await ReserveAsync(folder, 1, cancellationToken).ConfigureAwait(false);
            Release(1);
            return null;
        }
        catch (FolderUnavailableException full)
        {
            return full.Message;
        }
    }

    public long FreeBytes() => new DriveInfo(path).AvailableFreeSpace;

    public static string InGigabytes(long bytes) =>
        ((double)bytes / Gigabyte).ToString("0.#", CultureInfo.InvariantCulture);

    private async ValueTask CountedAsync(CancellationToken cancellationToken)
    {
        if (CountedAt is null)
        {
            await Count().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            _ = CountInBackground();
        }
    }

    private bool IsOutdated(TimeSpan age)
    {
        lock (_gate)
        {
            return _countedAt is not { } at || time.GetUtcNow() - at >= age;
        }
    }

    // Null when the bytes fit; else what is free.
    private long? FreeFor(long bytes)
    {
        var reserve = options.CurrentValue.ReserveBytes;
        if (
            _freeAt == 0
            || _free - bytes < reserve + PlentyOfSpace
            || time.GetElapsedTime(_freeAt) > FreeSpaceKnownFor
        )
        {
            _free = FreeBytes();
            _freeAt = time.GetTimestamp();
        }
        if (_free - bytes < reserve)
        {
            return _free;
        }
        _free -= bytes;
        return null;
    }

    private Task Count()
    {
        lock (_gate)
        {
            return _counting is { IsCompleted: false }
                ? _counting
                : _counting = Task.Run(CountFiles);
        }
    }

    private void CountFiles()
    {
        long before;
        lock (_gate)
        {
            before = _booked;
        }
        long total = 0;
        try
        {
            // Links are neither followed nor counted: what they lead to does not lie in this folder.
            var sizes = new FileSystemEnumerable<long>(
                path,
                static (ref FileSystemEntry entry) => entry.Length,
                new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    IgnoreInaccessible = true,
                    AttributesToSkip = FileAttributes.ReparsePoint,
                }
            )
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            };
            foreach (var size in sizes)
            {
                total += size;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FolderUnavailableException(
                "The files in the folder cannot be counted. Check whether it is there and may be read."
            );
        }
        lock (_gate)
        {
            // What was booked while it was counted may be in the total or not: it stays booked, to be on the safe side.
            _counted = total;
            _booked -= before;
            _countedAt = time.GetUtcNow();
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Folder {Folder} holds {Used} GB; the warning limit is {Limit} GB"
    )]
    private partial void LogAboveWarning(string folder, string used, int limit);
}
