using System.Globalization;
using System.Net.NetworkInformation;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Transfer;

/// <summary>DCMTK's <c>storescp --ignore</c>: takes everything and keeps nothing, so that no disk is measured.</summary>
internal sealed record StoreScp(PeerProcess Process, int Port) : IAsyncDisposable
{
    public const string AeTitle = "STORESCP";

    public static async Task<StoreScp> StartAsync(CancellationToken cancellationToken)
    {
        var port = PeerProcess.FreePort();
        var process = PeerProcess.Start(
            "storescp",
            ["--ignore", "--aetitle", AeTitle, port.ToString(CultureInfo.InvariantCulture)]
        );
        // It says nothing when it is ready; the kernel knows who listens.
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (
            !IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpListeners()
                .Any(listener => listener.Port == port)
        )
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"storescp ended. {process.Output}");
            }
            await ticks.WaitForNextTickAsync(cancellationToken);
        }
        return new StoreScp(process, port);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
