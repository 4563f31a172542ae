using System.Net.NetworkInformation;

namespace Adit.Dicom.Tests.Peers;

/// <summary>What a command of DCMTK answered.</summary>
public sealed record DcmtkResult(int ExitCode, string Output);

/// <summary>The commands of DCMTK, run to their end.</summary>
public static class Dcmtk
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <param name="tool">echoscu, findscu, getscu, movescu, storescu, dcmdump …</param>
    /// <param name="arguments">One element per argument.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    public static async Task<DcmtkResult> RunAsync(
        string tool,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        await using var process = PeerProcess.Start(tool, arguments);
        var exitCode = await process.WaitForExitAsync(Deadline, cancellationToken);
        return new DcmtkResult(exitCode, process.Output);
    }

    /// <summary>Waits until somebody listens on the port, without connecting to it: some peers count connections.</summary>
    public static async Task WaitForListenerAsync(
        int port,
        PeerProcess process,
        CancellationToken cancellationToken
    )
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        do
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException(
                    $"The peer ended before it listened on port {port}. Its output:\n{process.Output}"
                );
            }

            if (
                IPGlobalProperties
                    .GetIPGlobalProperties()
                    .GetActiveTcpListeners()
                    .Any(listener => listener.Port == port)
            )
            {
                return;
            }
        } while (await timer.WaitForNextTickAsync(deadline.Token));
    }
}
