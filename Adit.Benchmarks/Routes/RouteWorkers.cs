using System.Globalization;
using Adit.Benchmarks.Transfer;
using Adit.Domain.DicomNodes;

namespace Adit.Benchmarks.Routes;

/// <summary>Workers that know exactly one way: their nodes offer nothing else.</summary>
internal static class RouteWorkers
{
    /// <summary>Under this name the peers know Adit's receiver.</summary>
    public const string ReceiverAeTitle = "ADIT";

    public const ServerServices Find = ServerServices.StudyRootFind;
    public const ServerServices Get = ServerServices.StudyRootFind | ServerServices.StudyRootGet;
    public const ServerServices Move = ServerServices.StudyRootFind | ServerServices.StudyRootMove;

    /// <summary>As most archives are: looked up by C-FIND, fetched over the web.</summary>
    public const ServerServices FindAndWado = ServerServices.StudyRootFind | ServerServices.WadoRs;

    /// <summary>DICOMweb alone: the look-ups ask the same web server that sends the images.</summary>
    public const ServerServices Wado = ServerServices.QidoRs | ServerServices.WadoRs;

    public static Task<WorkerProcess> StartAsync(
        DirectoryInfo root,
        RouteEnd source,
        RouteEnd destination,
        int receiverPort,
        CancellationToken cancellationToken,
        params IReadOnlyList<string> further
    ) =>
        WorkerProcess.StartAsync(
            root,
            [
                .. source.Arguments("source"),
                .. destination.Arguments("destination"),
                "--set:Receiver:Port",
                receiverPort.ToString(CultureInfo.InvariantCulture),
                // A stall may cost an attempt; the next one shall not be waited for.
                "--set:Jobs:RetryDelaySeconds:0",
                "1",
                .. further,
            ],
            cancellationToken
        );
}
