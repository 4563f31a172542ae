using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Dicom.Web;
using Xunit;

namespace Adit.Dicom.Tests.Web;

/// <summary>What most tests of DICOMweb need.</summary>
public abstract class WebTest
{
    protected static readonly DicomTimeouts Timeouts = new()
    {
        Connect = TimeSpan.FromSeconds(10),
        Response = TimeSpan.FromSeconds(30),
        Idle = TimeSpan.FromSeconds(30),
    };

    /// <summary>For peers that never answer.</summary>
    protected static readonly DicomTimeouts Impatient = new()
    {
        Connect = TimeSpan.FromSeconds(10),
        Response = TimeSpan.FromMilliseconds(300),
        Idle = TimeSpan.FromMilliseconds(300),
    };

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static DicomWebClient Client(int port, DicomTimeouts? timeouts = null) =>
        new(
            new DicomWebEndpoint(new Uri($"http://127.0.0.1:{port}/dicom-web")),
            timeouts ?? Timeouts
        );

    protected static DicomWebResource Study(string uid) => new(new DicomUid(uid));

    /// <summary>Retrieves everything and reads it; the data sets by SOP Instance UID.</summary>
    protected static async Task<(
        DicomWebRetrieveResult Result,
        Dictionary<string, (string Syntax, byte[] Data)> Instances
    )> RetrieveAsync(DicomWebClient client, DicomWebResource resource)
    {
        var instances = new Dictionary<string, (string, byte[])>(StringComparer.Ordinal);
        var result = await client.RetrieveAsync(
            resource,
            async (instance, cancellationToken) =>
            {
                using var copy = new MemoryStream();
                await instance.Data.CopyToAsync(copy, cancellationToken);
                instances.Add(
                    instance.SopInstanceUid.Value,
                    (instance.TransferSyntax.Uid.Value, copy.ToArray())
                );
            },
            Cancellation
        );
        return (result, instances);
    }

    protected static DicomWebStoreRequest StoreRequest(
        SyntheticCt ct,
        int number,
        bool counted = true
    )
    {
        var data = ct.Dataset(number);
        return new DicomWebStoreRequest(
            new DicomUid(ct.SopClassUid),
            new DicomUid(ct.SopInstanceUid(number)),
            DicomTransferSyntax.ExplicitVrLittleEndian,
            System.IO.Pipelines.PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(data))
        )
        {
            Length = counted ? data.Length : null,
        };
    }
}
