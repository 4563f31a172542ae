using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.DicomNodes;

/// <summary>One server or folder: its settings, whether it answers, and which groups may use it; for staff.</summary>
public sealed partial class NodePage
{
    private static readonly Crumb[] ListCrumb = [new("Servers and folders", "/admin/nodes")];

    private bool _loaded;
    private bool _busy;
    private bool _testing;
    private string? _error;
    private NodeDetails? _details;
    private NodeForm? _form;
    private Result<string>? _testResult;
    private FolderUsage? _usage;
    private IReadOnlyList<NodeAccessRow> _access = [];
    private IReadOnlyList<NodeRow> _others = [];
    private HashSet<int> _directMoves = [];
    private IReadOnlyDictionary<string, string> _faults = new Dictionary<string, string>();

    [Parameter]
    public int? NodeId { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private INodeQueries Nodes { get; set; } = default!;

    [Inject]
    private IFolderUsageQueries Folders { get; set; } = default!;

    [Inject]
    private IDirectMoveQueries DirectMoves { get; set; } = default!;

    [Inject]
    private IPeopleQueries People { get; set; } = default!;

    [Inject]
    private NodeCommands Commands { get; set; } = default!;

    [Inject]
    private IValidator<ServerInput> ServerValidator { get; set; } = default!;

    [Inject]
    private IValidator<FolderInput> FolderValidator { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private string Title =>
        _details?.Row.Name ?? (_form?.Kind == NodeKind.Folder ? "New folder" : "New server");

    protected override async Task OnParametersSetAsync()
    {
        (_error, _testResult, _faults) = (null, null, new Dictionary<string, string>());
        if (NodeId is null)
        {
            var isFolder = new Uri(Navigation.Uri).AbsolutePath.EndsWith(
                "new-folder",
                StringComparison.Ordinal
            );
            (_details, _form) = (null, NodeForm.New(isFolder ? NodeKind.Folder : NodeKind.Server));
        }
        else
        {
            await ReadAsync();
        }
        _loaded = true;
    }

    private async Task ReadAsync()
    {
        if (NodeId is not { } id || await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        _details = await Nodes.GetAsync(actor, id);
        _form = _details switch
        {
            { Server: { } server } => NodeForm.From(server),
            { Folder: { } folder } => NodeForm.From(folder),
            _ => null,
        };
        _usage = _details?.Folder is null
            ? null
            : (await Folders.ListAsync(actor)).FirstOrDefault(usage => usage.NodeId == id);
        _others = _details?.Server is null
            ? []
            :
            [
                .. (await Nodes.ListAsync(actor)).Where(node =>
                    node is { Kind: NodeKind.Server, IsArchived: false } && node.Id != id
                ),
            ];
        _directMoves =
        [
            .. (await DirectMoves.ListAsync(actor))
                .Where(pair => pair.SourceId == id)
                .Select(pair => pair.DestinationId),
        ];
        var granted = (_details?.Access ?? []).ToDictionary(row => row.GroupId);
        var groups = await People.ListGroupsAsync(actor, CancellationToken.None);
        _access =
        [
            .. groups.Select(group =>
                granted.GetValueOrDefault(
                    group.Id,
                    new NodeAccessRow(group.Id, group.Name, false, false)
                )
            ),
        ];
    }

    private async Task SaveAsync()
    {
        if (_form is null)
        {
            return;
        }
        _error = null;
        var check = await ValidateAsync(_form);
        _faults = check
            .Errors.GroupBy(fault => fault.PropertyName.Split('[', '.')[0])
            .ToDictionary(
                group => group.Key,
                group => string.Join(' ', group.Select(fault => fault.ErrorMessage).Distinct())
            );
        if (!check.IsValid)
        {
            return;
        }
        await ActAsync(async actor =>
        {
            var result = await Commands.SaveAsync(actor, _form, NodeId);
            if (result.Error is { } error)
            {
                _error = error.Message;
                return;
            }
            Notifications.Show(NotificationLevel.Success, $"{_form.Name.Trim()} is saved.");
            if (NodeId is null)
            {
                Navigation.NavigateTo($"/admin/nodes/{result.Value}");
            }
            else
            {
                await ReadAsync();
            }
        });
    }

    private async Task<ValidationResult> ValidateAsync(NodeForm form) =>
        form.Kind switch
        {
            NodeKind.Server => await ServerValidator.ValidateAsync(form.ToServer(NodeId)),
            NodeKind.Folder => await FolderValidator.ValidateAsync(form.ToFolder(NodeId)),
        };

    private Task TestAsync() =>
        ActAsync(async actor =>
        {
            _testing = true;
            _testResult = null;
            StateHasChanged();
            try
            {
                _testResult = await Commands.TestAsync(actor, NodeId!.Value);
            }
            finally
            {
                _testing = false;
            }
        });

    private Task ArchiveAsync() =>
        ActAsync(async actor =>
        {
            var archive = _details?.Row.IsArchived == false;
            if (
                archive
                && await Dialogs.ShowMessageBoxAsync(
                    $"Archive {_details!.Row.Name}?",
                    "Nobody can search it or send to it any more, and tasks that still wait for it will fail. Its history stays readable, and you can take it back into use.",
                    yesText: "Archive",
                    cancelText: "Keep it as it is"
                ) != true
            )
            {
                return;
            }
            await ReportAsync(await Commands.ArchiveAsync(actor, NodeId!.Value, archive));
        });

    private Task SetAccessAsync(NodeAccessRow row) =>
        ActAsync(async actor =>
            await ReportAsync(await Commands.SetAccessAsync(actor, NodeId!.Value, row))
        );

    private Task SetAuthorizationAsync(string? header) =>
        ActAsync(async actor =>
        {
            var result = await Commands.SetAuthorizationAsync(actor, NodeId!.Value, header);
            if (result.IsSuccess)
            {
                Notifications.Show(
                    NotificationLevel.Success,
                    header is null
                        ? "The authorization header is removed."
                        : "The authorization header is set."
                );
            }
            await ReportAsync(result);
        });

    private Task SetDirectMoveAsync((int DestinationId, bool Enabled) change) =>
        ActAsync(async actor =>
            await ReportAsync(
                await Commands.SetDirectMoveAsync(
                    actor,
                    NodeId!.Value,
                    change.DestinationId,
                    change.Enabled
                )
            )
        );

    private async Task ReportAsync(Result result)
    {
        if (result.Error is { } error)
        {
            Notifications.Show(NotificationLevel.Error, error.Message);
        }
        await ReadAsync();
    }

    private async Task ActAsync(Func<Actor, Task> act)
    {
        if (_busy)
        {
            return;
        }
        _busy = true;
        try
        {
            if (await Actors.FindAsync() is { } actor)
            {
                await act(actor);
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
