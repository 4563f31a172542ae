using Adit.Dicom.Network;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>The ways by which this attempt may deliver, and the one in use.</summary>
internal sealed class DeliverySide(IReadOnlyList<IDeliveryRoute> routes, DeliveryJob job)
    : IAsyncDisposable
{
    private int _index;
    private IDelivery? _delivery;

    public IDeliveryRoute Route => routes[_index];

    public bool HasNext => _index + 1 < routes.Count;

    public IDelivery Current => _delivery ??= Route.Create(job);

    public async Task NextAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        _index++;
    }

    public Task FinishAsync(CancellationToken cancellationToken) =>
        Current.FinishAsync(cancellationToken);

    /// <summary>True when the fault says that this way does not work with this destination; another one may.</summary>
    public static bool MeansAnotherWay(Exception fault) =>
        fault switch
        {
            DicomAssociationRejectedException rejected => !rejected.Rejection.IsTransient,
            DicomPresentationContextException => true,
            DicomConnectionException connection => !connection.WasEstablished,
            _ => false,
        };

    public async ValueTask DisposeAsync()
    {
        if (_delivery is { } delivery)
        {
            _delivery = null;
            await delivery.DisposeAsync().ConfigureAwait(false);
        }
    }
}
