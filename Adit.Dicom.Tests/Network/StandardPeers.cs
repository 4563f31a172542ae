using Adit.Dicom.Tests.Peers;
using Xunit;

namespace Adit.Dicom.Tests.Network;

/// <summary>One Orthanc and one dcmqrscp with the same 60 images each, shared by the tests that only read from them.</summary>
public sealed class StandardPeers : IAsyncLifetime
{
    public const int ImageCount = 60;

    public OrthancServer Orthanc { get; private set; } = null!;

    public DcmQrScp DcmQrScp { get; private set; } = null!;

    public StoreScp Destination { get; private set; } = null!;

    public SyntheticCt Ct { get; } = new() { Size = 64 };

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var orthanc = OrthancServer.StartAsync("ORTHANC1", cancellationToken: cancellationToken);
        Destination = await StoreScp.StartAsync(["--ignore"], cancellationToken);
        DcmQrScp = await DcmQrScp.StartAsync(
            "QRSCP",
            Enumerable.Range(1, ImageCount).Select(Ct.File),
            new Dictionary<string, int> { ["DESTINATION"] = Destination.Port },
            cancellationToken
        );
        Orthanc = await orthanc;
        await Orthanc.AddModalityAsync(
            "destination",
            "DESTINATION",
            Destination.Port,
            cancellationToken
        );
        foreach (var number in Enumerable.Range(1, ImageCount))
        {
            await Orthanc.StoreAsync(Ct.File(number), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DcmQrScp.DisposeAsync();
        await Orthanc.DisposeAsync();
        await Destination.DisposeAsync();
    }
}
