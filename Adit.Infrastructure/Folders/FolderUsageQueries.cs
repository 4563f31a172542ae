using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Folders;

internal sealed class FolderUsageQueries(
    IDbContextFactory<AditDbContext> contexts,
    FolderSpaces spaces
) : IFolderUsageQueries
{
    public async Task<IReadOnlyList<FolderUsage>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken = default
    )
    {
        if (!staff.IsStaff)
        {
            return [];
        }
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = db.ConfigureAwait(false);
        var folders = await db
            .Folders.AsNoTracking()
            .Where(f => !f.IsArchived)
            .OrderBy(f => f.Name)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return folders.ConvertAll(Describe);
    }

    private FolderUsage Describe(DicomFolderNode folder)
    {
        var space = spaces.Of(folder);
        var usage = new FolderUsage(folder.Id, folder.Name)
        {
            UsedBytes = space.UsedBytes,
            QuotaBytes = folder.QuotaGb * FolderSpace.Gigabyte,
            WarnBytes = folder.WarnGb * FolderSpace.Gigabyte,
            CountedAt = space.CountedAt,
        };
        try
        {
            if (!Directory.Exists(folder.Path))
            {
                return usage with { Problem = $"The folder of {folder.Name} does not exist." };
            }
            _ = space.CountInBackground();
            return usage with { FreeBytes = space.FreeBytes() };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return usage with { Problem = FolderFaults.Describe(fault, folder.Name) };
        }
    }
}
