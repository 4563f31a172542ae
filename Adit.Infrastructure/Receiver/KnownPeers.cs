using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Receiver;

/// <summary>The AE titles of the configured servers, kept for some seconds, so that an association costs no query.</summary>
internal sealed class KnownPeers(IDbContextFactory<AditDbContext> contexts, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    // Unknown callers may knock as often as they like; they shall not make the database work.
    private static readonly TimeSpan BetweenMisses = TimeSpan.FromSeconds(1);

    private sealed record Titles(HashSet<string> Known, long ReadAt);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Titles? _titles;

    public async ValueTask<bool> IsKnownAsync(string aeTitle, CancellationToken cancellationToken)
    {
        var title = aeTitle.Trim();
        if (Answer(title) is { } answer)
        {
            return answer;
        }
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Answer(title) is { } other)
            {
                return other;
            }
            var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
            _titles = new Titles(read, time.GetTimestamp());
            return read.Contains(title);
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private bool? Answer(string title)
    {
        if (_titles is not { } titles)
        {
            return null;
        }
        var age = time.GetElapsedTime(titles.ReadAt);
        var isKnown = titles.Known.Contains(title);
        return age < (isKnown ? Fresh : BetweenMisses) ? isKnown : null;
    }

    private async Task<HashSet<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = db.ConfigureAwait(false);
        var titles = await db
            .Servers.Where(server => !server.IsArchived)
            .Select(server => server.AeTitle)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return titles.ToHashSet(StringComparer.Ordinal);
    }
}
