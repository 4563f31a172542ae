namespace Adit.Infrastructure.Persistence;

/// <summary>
/// SQLite has one writer at a time, and who finds it busy sleeps and asks again. Inside the process the writers stand
/// in line here instead, in order and without polling. The other databases need no such line.
/// </summary>
public sealed class WriteGate(DatabaseProvider provider) : IDisposable
{
    private readonly SemaphoreSlim? _line =
        provider == DatabaseProvider.Sqlite ? new SemaphoreSlim(1, 1) : null;

    public async ValueTask<Pass> EnterAsync(CancellationToken cancellationToken)
    {
        if (_line is null)
        {
            return default;
        }

        await _line.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Pass(_line);
    }

    public void Dispose() => _line?.Dispose();

    public readonly struct Pass(SemaphoreSlim line) : IDisposable, IEquatable<Pass>
    {
        private readonly SemaphoreSlim? _line = line;

        public void Dispose() => _line?.Release();

        public bool Equals(Pass other) => ReferenceEquals(_line, other._line);

        public override bool Equals(object? obj) => obj is Pass other && Equals(other);

        public override int GetHashCode() => _line?.GetHashCode() ?? 0;

        public static bool operator ==(Pass left, Pass right) => left.Equals(right);

        public static bool operator !=(Pass left, Pass right) => !left.Equals(right);
    }
}
