using Adit.Domain.DicomNodes;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>All ways that this program has, and which of them two nodes have in common.</summary>
internal sealed class TransferRoutes(
    IEnumerable<IListingRoute> listings,
    IEnumerable<IFetchRoute> fetches,
    IEnumerable<IDeliveryRoute> deliveries
)
{
    private readonly IListingRoute[] _listings = [.. listings.OrderBy(r => r.Method)];
    private readonly IFetchRoute[] _fetches = [.. fetches.OrderBy(r => r.Method)];
    private readonly IDeliveryRoute[] _deliveries = [.. deliveries.OrderBy(r => r.Method)];

    /// <summary>C-FIND also for a server that offers neither: it then says itself what it does not support.</summary>
    public IListingRoute Listing(DicomServerNode server) =>
        Array.Find(_listings, r => r.IsOfferedBy(server)) ?? _listings[0];

    public bool CanList(DicomServerNode server) =>
        Array.Exists(_listings, r => r.IsOfferedBy(server));

    /// <summary>Empty when nothing can be fetched from there.</summary>
    public IReadOnlyList<IFetchRoute> FetchFrom(DicomServerNode source) =>
        [.. _fetches.Where(r => r.IsOfferedBy(source))];

    /// <summary>Empty when nothing can be delivered there.</summary>
    public IReadOnlyList<IDeliveryRoute> DeliverTo(DicomNode destination) =>
        [.. _deliveries.Where(r => r.IsOfferedBy(destination))];
}
