using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Folders;

/// <summary>
/// Removes once, after the start, what a crash has left aside in the folders. In the background: a folder whose file system hangs
/// holds nothing up.
/// </summary>
internal sealed partial class FolderLeftovers(
    IDbContextFactory<AditDbContext> contexts,
    ILogger<FolderLeftovers> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RemoveAllAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A host that fails to start stops its services without being "stopping", and would call this a fault.
        }
    }

    private async Task RemoveAllAsync(CancellationToken stoppingToken)
    {
        var db = await contexts.CreateDbContextAsync(stoppingToken).ConfigureAwait(false);
        await using var _ = db.ConfigureAwait(false);
        var folders = await db
            .Folders.AsNoTracking()
            .Select(f => new { f.Name, f.Path })
            .ToListAsync(stoppingToken)
            .ConfigureAwait(false);
        foreach (var folder in folders)
        {
            await Task.Run(() => Remove(folder.Name, folder.Path), CancellationToken.None)
                .WaitAsync(stoppingToken)
                .ConfigureAwait(false);
        }
    }

    private void Remove(string name, string path)
    {
        try
        {
            var removed = new StagingArea(path).RemoveLeftovers();
            if (removed > 0)
            {
                LogRemoved(removed, name);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(name, fault.GetType().Name);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Removed {Count} unfinished files of an earlier run from folder {Folder}"
    )]
    private partial void LogRemoved(int count, string folder);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Unfinished files in folder {Folder} were not looked for: {Fault}"
    )]
    private partial void LogNotRemoved(string folder, string fault);
}
