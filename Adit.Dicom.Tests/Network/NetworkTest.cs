using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>What most network tests need: peers on this machine, short deadlines, images and queries.</summary>
public abstract class NetworkTest
{
    protected static readonly DicomTransferSyntax ExplicitLittle =
        DicomTransferSyntax.ExplicitVrLittleEndian;

    protected static readonly DicomTimeouts Timeouts = new()
    {
        Connect = TimeSpan.FromSeconds(5),
        Association = TimeSpan.FromSeconds(5),
        Response = TimeSpan.FromSeconds(20),
        Idle = TimeSpan.FromSeconds(20),
    };

    /// <summary>For peers that never answer.</summary>
    protected static readonly DicomTimeouts Impatient = Timeouts with
    {
        Association = TimeSpan.FromMilliseconds(200),
        Response = TimeSpan.FromMilliseconds(200),
        Idle = TimeSpan.FromMilliseconds(200),
        Cancel = TimeSpan.FromMilliseconds(200),
    };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static DicomPeer Peer(int port, string called = "ANY-SCP") =>
        new("127.0.0.1", port, called, "ADIT");

    protected static Task<DicomAssociation> AssociateAsync(
        int port,
        DicomTimeouts? timeouts = null,
        params PresentationContextProposal[] proposals
    ) => DicomAssociation.RequestAsync(Peer(port), proposals, timeouts ?? Timeouts, Cancellation);

    protected static PresentationContextProposal Verification =>
        new(DicomUids.Verification, ExplicitLittle);

    protected static PresentationContextProposal Ct =>
        new(DicomUids.CtImageStorage, ExplicitLittle);

    protected static DicomStoreRequest StoreRequest(SyntheticCt ct, int number) =>
        new(
            new DicomUid(ct.SopClassUid),
            new DicomUid(ct.SopInstanceUid(number)),
            ExplicitLittle,
            PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(ct.Dataset(number)))
        );

    protected static DicomDataset Query(string level, params (DicomTag Tag, string? Value)[] keys)
    {
        var identifier = new DicomDataset();
        identifier.Set(DicomTag.QueryRetrieveLevel, level);
        foreach (var (tag, value) in keys)
        {
            identifier.Set(tag, value);
        }
        return identifier;
    }

    protected static DicomDataset OfStudy(SyntheticCt ct) =>
        Query("STUDY", (DicomTag.StudyInstanceUid, ct.StudyInstanceUid));

    protected static DicomDataset OfPatient(SyntheticCt ct) =>
        Query(
            "STUDY",
            (DicomTag.PatientId, ct.PatientId),
            (DicomTag.StudyInstanceUid, null),
            (DicomTag.PatientName, null)
        );

    protected static async Task<byte[]> ReadAllAsync(
        PipeReader reader,
        CancellationToken cancellationToken
    )
    {
        using var bytes = new MemoryStream();
        await reader.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    protected static async Task<List<DicomDataset>> ToListAsync(
        IAsyncEnumerable<DicomDataset> matches
    )
    {
        var list = new List<DicomDataset>();
        await foreach (var match in matches)
        {
            list.Add(match);
        }
        return list;
    }
}
