using System.Collections.Concurrent;
using Adit.Domain.DicomNodes;

namespace Adit.Web.Tests.Infrastructure.DicomNodes;

/// <summary>Answers as the test says, and counts the questions.</summary>
internal sealed class ScriptedProbe : IServerProbe, IFolderProbe
{
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Names of nodes that do not answer.</summary>
    public ConcurrentDictionary<string, NodeFault> Down { get; } = new(StringComparer.Ordinal);

    /// <summary>When set, answers wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public async Task<ProbeResult> EchoAsync(
        DicomServerNode server,
        LimiterLane lane,
        CancellationToken cancellationToken
    )
    {
        Asked.Enqueue(server.Name);
        if (Hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        return Down.TryGetValue(server.Name, out var fault)
            ? new ProbeResult(false, $"{server.Name} does not answer.", TimeSpan.Zero)
            {
                Fault = fault,
            }
            : new ProbeResult(true, "It answers.", TimeSpan.Zero);
    }

    public Task<ProbeResult> CheckAsync(DicomFolderNode folder, CancellationToken cancellationToken)
    {
        Asked.Enqueue(folder.Name);
        return Task.FromResult(new ProbeResult(true, "It is there.", TimeSpan.Zero));
    }
}
