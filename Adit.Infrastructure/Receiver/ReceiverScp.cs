using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Infrastructure.Receiver;

/// <summary>What the receiver answers: C-ECHO, and C-STORE of what a running retrieve asked for.</summary>
internal sealed class ReceiverScp(MoveReceiver receiver) : IDicomService
{
    private const string DicomRoot = "1.2.840.10008.";
    private const string ComposedInstances = "1.2.840.10008.5.1.4.1.1.";

    /// <summary>Verification and everything that can be stored: classes of the standard, also future ones, and private ones.</summary>
    public static bool Accepts(DicomUid sopClass) =>
        sopClass == DicomUids.Verification
        || DicomUids.IsStorageClass(sopClass)
        || sopClass.Value.StartsWith(ComposedInstances, StringComparison.Ordinal)
        || !sopClass.Value.StartsWith(DicomRoot, StringComparison.Ordinal);

    public ValueTask<DicomStatus> EchoAsync(
        DicomCaller caller,
        CancellationToken cancellationToken
    ) => new(DicomStatus.Success);

    public ValueTask<DicomStatus> StoreAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    ) => receiver.ReceiveAsync(instance, cancellationToken);

    public IAsyncEnumerable<DicomDataset> FindAsync(
        DicomFindRequest request,
        CancellationToken cancellationToken
    ) => throw NotOffered();

    public ValueTask<IReadOnlyList<IDicomInstanceSource>> RetrieveAsync(
        DicomRetrieveRequest request,
        CancellationToken cancellationToken
    ) => throw NotOffered();

    public DicomPeer? ResolveMoveDestination(string aeTitle) => null;

    // Their contexts are never accepted; a request in another context ends here.
    private static DicomStatusException NotOffered() =>
        new("The receiver only takes images.", DicomStatus.SopClassNotSupported);
}
