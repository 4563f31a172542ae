using System.Collections.Concurrent;
using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Transfers;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.Folders;

/// <summary>Looks whether a folder takes files, within a few seconds, also when its file system hangs.</summary>
internal sealed class FolderProbe(
    FolderSpaces spaces,
    IOptionsMonitor<TransferOptions> options,
    TimeProvider time
) : IFolderProbe
{
    // A hanging file system holds a thread for as long as it hangs; one is enough.
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _running = new(
        StringComparer.Ordinal
    );

    public async Task<ProbeResult> CheckAsync(
        DicomFolderNode folder,
        CancellationToken cancellationToken
    )
    {
        var started = time.GetTimestamp();
        var limit = options.CurrentValue.ProbeTimeout;
        string? problem;
        try
        {
            problem =
                await _running
                    .GetOrAdd(
                        folder.Path,
                        key => new Lazy<Task<string?>>(() =>
                            Task.Run(
                                () => FindProblemAndForget(folder, key),
                                CancellationToken.None
                            )
                        )
                    )
                    .Value.WaitAsync(limit, time, cancellationToken)
                    .ConfigureAwait(false)
                ?? await FindLackAsync(folder, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            problem =
                $"The file system of {folder.Name} did not answer within {limit.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s. Check whether it is mounted and its server runs.";
        }
        return new ProbeResult(
            problem is null,
            problem ?? Describe(folder),
            time.GetElapsedTime(started)
        );
    }

    private string? FindProblemAndForget(DicomFolderNode folder, string key)
    {
        try
        {
            return FindProblem(folder);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private static string? FindProblem(DicomFolderNode folder)
    {
        try
        {
            if (File.Exists(folder.Path))
            {
                return $"The path of {folder.Name} is a file, not a folder. Have staff correct the path in Adit.";
            }
            if (!Directory.Exists(folder.Path))
            {
                return $"The folder of {folder.Name} does not exist, or Adit may not see it. Check whether its disk is mounted, and the path in Adit.";
            }
            var (handle, path) = new StagingArea(folder.Path).Create(taskId: 0);
            try
            {
                RandomAccess.Write(handle, "Adit"u8, 0);
            }
            finally
            {
                StagingArea.Discard(handle, path);
            }
            return File.Exists(path)
                ? $"Adit may write to {folder.Name} but not remove files there. Ask the administrator to check the permissions."
                : null;
        }
        catch (FolderUnavailableException unusable)
        {
            return unusable.Message;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return FolderFaults.Describe(fault, folder.Name);
        }
    }

    /// <summary>A folder that is counted for the first time, or takes long to count, is not held back for that.</summary>
    private async Task<string?> FindLackAsync(
        DicomFolderNode folder,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await spaces
                .Of(folder)
                .FindLackAsync(folder, cancellationToken)
                .AsTask()
                .WaitAsync(limit, time, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return FolderFaults.Describe(fault, folder.Name);
        }
    }

    private string Describe(DicomFolderNode folder)
    {
        var space = spaces.Of(folder);
        var used =
            folder.QuotaGb is { } quota && space.UsedBytes is { } bytes
                ? $" {FolderSpace.InGigabytes(bytes)} of {quota.ToString(CultureInfo.InvariantCulture)} GB of its quota are used."
                : "";
        return $"Adit can write to {folder.Name}; {FolderSpace.InGigabytes(space.FreeBytes())} GB are free on its disk.{used}";
    }
}
