using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>The ways by which this attempt may fetch, and the one in use.</summary>
internal sealed class FetchSide(IReadOnlyList<IFetchRoute> routes, FetchJob job) : IAsyncDisposable
{
    private int _index;
    private IFetcher? _fetcher;

    public FetchJob Job => job;

    public IFetchRoute Route => routes[_index];

    public bool HasNext => _index + 1 < routes.Count;

    public bool NegotiatesContexts => Route.Method == FetchMethod.CGet;

    /// <summary>Images that earlier routes had brought when this one was taken.</summary>
    public int ReceivedBefore { get; private set; }

    public IFetcher Current => _fetcher ??= Route.Create(job);

    public async Task NextAsync(int received)
    {
        await DisposeAsync().ConfigureAwait(false);
        ReceivedBefore = received;
        _index++;
    }

    /// <summary>True when the fault says that this way does not work with this source; another one may.</summary>
    public static bool MeansAnotherWay(Exception fault, FetchMethod method) =>
        fault switch
        {
            ForeignInstanceException or OperationCanceledException => false,
            TransferBufferFullException => false,
            DicomAssociationRejectedException { Rejection.IsTransient: true } => false,
            DicomAssociationRejectedException
            or DicomPresentationContextException
            or DicomStatusException => true,
            // The web service of an archive may be down while its DIMSE side is up; the two DIMSE ways share one port.
            DicomException or IOException => method == FetchMethod.WadoRs,
            _ => false,
        };

    public async ValueTask DisposeAsync()
    {
        if (_fetcher is { } fetcher)
        {
            _fetcher = null;
            await fetcher.DisposeAsync().ConfigureAwait(false);
        }
    }
}
