using Adit.Domain.DicomNodes;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.DicomNodes;

/// <summary>Says which of the named nodes do not work at this moment and when each is tried again, live.</summary>
public sealed partial class NodeHealthNotice : IDisposable
{
    private IReadOnlyList<NodeHealthRow> _down = [];
    private IDisposable? _watch;

    /// <summary>Names of the nodes that the page is about.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyCollection<string?> Nodes { get; set; } = [];

    [Inject]
    private INodeHealth Health { get; set; } = default!;

    public void Dispose() => _watch?.Dispose();

    protected override void OnInitialized() =>
        // Subscribed before the first look: what changes in between is announced.
        _watch = Health.Watch(() => _ = InvokeAsync(Look));

    protected override void OnParametersSet() => Read();

    private void Look()
    {
        Read();
        StateHasChanged();
    }

    private void Read() =>
        _down = [.. Health.Snapshot().Where(node => Nodes.Contains(node.NodeName))];
}
