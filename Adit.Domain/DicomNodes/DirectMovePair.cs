namespace Adit.Domain.DicomNodes;

/// <summary>
/// The source may be told to send to the destination by itself (C-MOVE). Off until staff has tried it: the source has to
/// know the destination's AE title and address.
/// </summary>
public sealed class DirectMovePair
{
    private DirectMovePair() { }

    public DirectMovePair(int sourceId, int destinationId)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(destinationId, sourceId);
        SourceId = sourceId;
        DestinationId = destinationId;
    }

    public int SourceId { get; private set; }

    public int DestinationId { get; private set; }
}

public interface IDirectMovePairs
{
    /// <summary>Staff has allowed this source to send to this destination by itself.</summary>
    Task<bool> IsEnabledAsync(int sourceId, int destinationId, CancellationToken cancellationToken);
}
