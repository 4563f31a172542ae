namespace Adit.Web.Features.Shell;

/// <summary>Each new operation cancels the one before, so that a newer answer is never overwritten by an older one.</summary>
public sealed class CancellationSeries : IDisposable
{
    private CancellationTokenSource? _current;
    private bool _disposed;

    public CancellationToken Next()
    {
        _current?.Cancel();
        _current?.Dispose();
        if (_disposed)
        {
            return new CancellationToken(canceled: true);
        }
        _current = new CancellationTokenSource();
        return _current.Token;
    }

    public void Dispose()
    {
        _disposed = true;
        _current?.Cancel();
        _current?.Dispose();
        _current = null;
    }
}
