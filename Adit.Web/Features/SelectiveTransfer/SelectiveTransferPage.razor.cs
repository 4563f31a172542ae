using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.SelectiveTransfer;
using Adit.Domain.StudySearch;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>Search, choose studies, say where they go, start.</summary>
public sealed partial class SelectiveTransferPage
{
    private readonly BeforeStart _before = new();
    private bool _loaded;
    private string? _refusal;
    private bool _mayUrgent;
    private bool _isStaff;
    private bool _hasMail;
    private NodeChoice? _source;
    private IReadOnlyList<NodeChoice> _destinations = [];
    private IReadOnlyList<StudySearchHit> _studies = [];
    private SeriesPlan _plan = new();

    [Inject]
    private TransferFormMemory Memory { get; set; } = default!;

    [Inject]
    private PseudonymDesk Desk { get; set; } = default!;

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private INodeQueries Nodes { get; set; } = default!;

    [Inject]
    private IPeopleQueries People { get; set; } = default!;

    protected override async Task OnInitializedAsync()
    {
        if (await Actors.FindAsync() is { } actor)
        {
            _isStaff = actor.IsStaff;
            _mayUrgent = actor.IsStaff || actor.Has(Permissions.ProcessUrgently);
            var person = await People.GetAsync(actor.PersonId, CancellationToken.None);
            _hasMail = !string.IsNullOrWhiteSpace(person?.Email);
            _destinations = await Nodes.DestinationsForAsync(actor);
            await Desk.LoadAsync(actor, Memory.Form ??= new TransferForm());
            _refusal =
                actor.GroupId is null ? AccountErrors.NoGroup.Message
                : !actor.Has(Permissions.SelectiveTransferCreate)
                    ? SelectiveTransferErrors.MayNotCreate.Message
                : null;
        }
        _loaded = true;
    }

    private void SelectionChanged(IReadOnlyList<StudySearchHit> studies)
    {
        _studies = studies;
        Desk.Choose(_source, studies);
    }

    private void SourceChanged(NodeChoice? source)
    {
        (_source, _plan) = (source, new SeriesPlan());
        Desk.Choose(source, _studies);
    }
}
