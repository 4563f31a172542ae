using Adit.Domain.DicomNodes;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.DicomNodes;

/// <summary>Everything that data comes from or goes to; for staff.</summary>
public sealed partial class NodeListPage
{
    private IReadOnlyList<NodeRow>? _nodes;
    private Dictionary<int, FolderUsage> _usage = [];

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private INodeQueries Nodes { get; set; } = default!;

    [Inject]
    private IFolderUsageQueries Folders { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        if (await Actors.FindAsync() is { } actor)
        {
            var nodes = await Nodes.ListAsync(actor);
            _usage = (await Folders.ListAsync(actor)).ToDictionary(usage => usage.NodeId);
            _nodes =
            [
                .. nodes
                    .OrderBy(node => node.IsArchived)
                    .ThenBy(node => node.Name, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    private static string Link(NodeRow node) => $"/admin/nodes/{node.Id}";

    private void Open(NodeRow node) => Navigation.NavigateTo(Link(node));
}
