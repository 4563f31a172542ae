using Adit.Dicom.Network;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>
/// Makes clients of a server's DICOMweb services as its row says. A client belongs to whoever opened it: a changed row counts from
/// the next one on. Each request needs a place at the server, as an association does.
/// </summary>
internal sealed class DicomWebConnector(
    ServerConnector connector,
    AuthorizationProtector authorization
)
{
    private const int MaxExtraPlaces = 3;

    /// <summary>True when the server has an address for DICOMweb and is said to offer this part of it.</summary>
    public static bool IsOffered(DicomServerNode server, ServerServices service) =>
        server.DicomWebUrl is not null && server.Offers(service);

    /// <exception cref="AuthorizationUnreadableException">The key of the stored header is gone.</exception>
    public DicomWebClient Open(DicomServerNode server, DicomTimeouts timeouts) =>
        new(
            new DicomWebEndpoint(new Uri(server.DicomWebUrl!))
            {
                QidoPrefix = server.QidoPrefix,
                WadoPrefix = server.WadoPrefix,
                StowPrefix = server.StowPrefix,
                Authorization = authorization.Unprotect(server.ProtectedAuthorization),
            },
            timeouts
        );

    /// <summary>
    /// Places for requests beside the one that the task has already, as far as they are free at this moment; never waits, so that
    /// two tasks cannot wait for each other.
    /// </summary>
    public ExtraPlaces TakeExtraPlaces(DicomServerNode server)
    {
        var places = new List<IAsyncDisposable>();
        while (
            places.Count < MaxExtraPlaces
            && connector.TryReserve(server, LimiterLane.Task) is { } place
        )
        {
            places.Add(place);
        }
        return new ExtraPlaces(places);
    }
}

/// <summary>Places at a server for more than one request at a time.</summary>
internal sealed class ExtraPlaces(IReadOnlyList<IAsyncDisposable> places) : IAsyncDisposable
{
    /// <summary>Requests that may run at the same time, with the one that needs no extra place.</summary>
    public int Requests => 1 + places.Count;

    public async ValueTask DisposeAsync()
    {
        foreach (var place in places)
        {
            await place.DisposeAsync().ConfigureAwait(false);
        }
    }
}
