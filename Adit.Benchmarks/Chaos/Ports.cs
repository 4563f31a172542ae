using System.Net;
using System.Net.NetworkInformation;

namespace Adit.Benchmarks.Chaos;

/// <summary>
/// Ports below the range from which the system serves outgoing connections: a server that is started again finds its own one free.
/// </summary>
internal static class Ports
{
    private const int First = 11_000;
    private const int Behind = 32_000;
    private static readonly HashSet<int> _taken = [];

    public static int Take()
    {
        lock (_taken)
        {
            var inUse = IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpListeners()
                .Select((IPEndPoint listener) => listener.Port)
                .ToHashSet();
            while (true)
            {
                var port = Random.Shared.Next(First, Behind);
                if (!inUse.Contains(port) && _taken.Add(port))
                {
                    return port;
                }
            }
        }
    }

    public static bool IsListening(int port) =>
        IPGlobalProperties
            .GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Any(listener => listener.Port == port);
}
