using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;

namespace Adit.Dicom.Tests.Network;

/// <summary>A small archive behind the server under test: one study, and whatever is stored into it.</summary>
internal sealed class TestArchive(SyntheticCt ct, int count) : IDicomService
{
    public ConcurrentDictionary<string, byte[]> Stored { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<DicomIncomingInstance> Incoming { get; } = [];

    public Dictionary<string, DicomPeer> Destinations { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs before each answer of a query; may wait, count or throw.</summary>
    public Func<CancellationToken, ValueTask> BeforeMatch { get; set; } =
        _ => ValueTask.CompletedTask;

    /// <summary>Runs before an image is opened for a retrieve.</summary>
    public Func<int, ValueTask> BeforeOpen { get; set; } = _ => ValueTask.CompletedTask;

    /// <summary>The image whose bytes end with an error half-way.</summary>
    public int BreakingNumber { get; set; }

    public Func<DicomStatus> StoreStatus { get; set; } = () => DicomStatus.Success;

    public ValueTask<DicomStatus> EchoAsync(
        DicomCaller caller,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(DicomStatus.Success);

    public async IAsyncEnumerable<DicomDataset> FindAsync(
        DicomFindRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var number in Enumerable.Range(1, count))
        {
            await BeforeMatch(cancellationToken);
            var match = new DicomDataset();
            match.Set(
                DicomTag.QueryRetrieveLevel,
                request.Identifier.GetString(DicomTag.QueryRetrieveLevel)
            );
            match.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
            match.Set(DicomTag.PatientName, "Müller^Jürgen");
            match.Set(DicomTag.StudyInstanceUid, ct.StudyInstanceUid);
            match.Set(DicomTag.SopInstanceUid, ct.SopInstanceUid(number));
            yield return match;
        }
    }

    public ValueTask<IReadOnlyList<IDicomInstanceSource>> RetrieveAsync(
        DicomRetrieveRequest request,
        CancellationToken cancellationToken
    ) =>
        ValueTask.FromResult<IReadOnlyList<IDicomInstanceSource>>(
            request.Identifier.GetString(DicomTag.StudyInstanceUid) == ct.StudyInstanceUid
                ? [.. Enumerable.Range(1, count).Select(number => new Source(this, ct, number))]
                : []
        );

    public DicomPeer? ResolveMoveDestination(string aeTitle) =>
        Destinations.GetValueOrDefault(aeTitle);

    public async ValueTask<DicomStatus> StoreAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    )
    {
        Incoming.Enqueue(instance);
        using var bytes = new MemoryStream();
        await instance.Data.CopyToAsync(bytes, cancellationToken);
        Stored[instance.SopInstanceUid.Value] = bytes.ToArray();
        return StoreStatus();
    }

    private sealed class Source(TestArchive archive, SyntheticCt ct, int number)
        : IDicomInstanceSource
    {
        public DicomUid SopClassUid => new(ct.SopClassUid);

        public DicomUid SopInstanceUid => new(ct.SopInstanceUid(number));

        public DicomTransferSyntax TransferSyntax => DicomTransferSyntax.ExplicitVrLittleEndian;

        public async ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken)
        {
            await archive.BeforeOpen(number);
            var bytes = ct.Dataset(number);
            return number == archive.BreakingNumber
                ? new BreakingStream(bytes)
                : new MemoryStream(bytes);
        }
    }

    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (Position >= Length / 2)
            {
                throw new IOException("The disk broke.");
            }
            var half = (int)Math.Min(buffer.Length, Length / 2 - Position);
            return base.ReadAsync(buffer[..half], cancellationToken);
        }
    }
}
