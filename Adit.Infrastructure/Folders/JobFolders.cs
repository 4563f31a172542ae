using System.Globalization;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Folders;

/// <summary>Names the directory of a job, as people look for it: what, which, when, whose.</summary>
internal interface IJobFolders
{
    Task<string> NameAsync(Job job, CancellationToken cancellationToken);
}

internal sealed class JobFolders(IDbContextFactory<AditDbContext> contexts) : IJobFolders
{
    public async Task<string> NameAsync(Job job, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = db.ConfigureAwait(false);
        var owner = await db
            .Users.Where(u => u.Id == job.OwnerId)
            .Select(u => u.UserName)
            .FirstOrDefaultAsync(cancellationToken)
            .ConfigureAwait(false);
        return Name(job, owner);
    }

    public static string Name(Job job, string? owner) =>
        SafeName.Of(
            string.Create(
                CultureInfo.InvariantCulture,
                $"adit_{Kind(job.Kind)}_{job.Id}_{job.CreatedAt:yyyyMMdd}_{owner}"
            ),
            OutgoingHeader.Undefined
        );

    // SelectiveTransfer: selective_transfer
    private static string Kind(JobKind kind) =>
        string.Concat(
            kind.ToString()
                .Select(
                    (c, i) =>
                        char.IsUpper(c) && i > 0
                            ? "_" + char.ToLowerInvariant(c)
                            : char.ToLowerInvariant(c).ToString()
                )
        );
}
