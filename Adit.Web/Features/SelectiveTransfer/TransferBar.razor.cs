using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Domain.SelectiveTransfer;
using Adit.Domain.StudySearch;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>What was chosen, where it goes, and the button that makes one job of it, however often it is pressed.</summary>
public sealed partial class TransferBar
{
    private bool _urgent;
    private bool _mail;
    private bool _directMove;
    private bool _throughAdit;
    private (int Source, int Destination) _asked;
    private bool _starting;
    private bool _started;
    private string? _error;
    private bool _errorIsOfPage;

    [Parameter, EditorRequired]
    public IReadOnlyList<StudySearchHit> Studies { get; set; } = [];

    [Parameter, EditorRequired]
    public SeriesPlan Plan { get; set; } = default!;

    [Parameter, EditorRequired]
    public PseudonymDesk Desk { get; set; } = default!;

    [Parameter, EditorRequired]
    public BeforeStart Before { get; set; } = default!;

    [Parameter, EditorRequired]
    public NodeChoice? Source { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<NodeChoice> Destinations { get; set; } = [];

    [Parameter]
    public bool MayUrgent { get; set; }

    [Parameter]
    public bool IsStaff { get; set; }

    /// <summary>The person's profile has an address to write to.</summary>
    [Parameter]
    public bool HasMail { get; set; }

    /// <summary>Another destination was chosen.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IDirectMovePairs DirectMoves { get; set; } = default!;

    [Inject]
    private CreateSelectiveTransfer Create { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>A server is never its own destination; pseudonymised data goes only where its project allows.</summary>
    private IEnumerable<NodeChoice> Offered =>
        Destinations.Where(node =>
            node.Id != Source?.Id
            && (
                !Desk.IsOn
                || (
                    Desk.Project?.DestinationIds.Contains(node.Id) == true
                    && node.AcceptedData.HasFlag(AcceptedData.Pseudonymised)
                )
            )
        );

    private NodeChoice? Destination =>
        Offered.FirstOrDefault(node => node.Id == Desk.Form.DestinationId);

    private string HowText
    {
        get
        {
            var missing = Desk.Patients.Count(one => Desk.PseudonymOf(one.PatientId).Length == 0);
            return Desk.Project is not { } project ? "Pseudonymised – choose a project"
                : Desk.Profile is null ? "Pseudonymised – choose a profile"
                : missing > 0
                    ? $"Pseudonymised – {missing} {(missing == 1 ? "pseudonym" : "pseudonyms")} missing"
                : Desk.Faults.Count > 0 ? "Pseudonymised – correct the pseudonyms"
                : $"Pseudonymised for {project.Name}";
        }
    }

    private string BeforeText =>
        string.Join(
            ", ",
            new[]
            {
                Before.IsIncomplete ? "Not all may be sent" : null,
                Before.Earlier.Count > 0 ? $"{Before.Earlier.Count} delivered before" : null,
            }.OfType<string>()
        ) + (Before.IsAcknowledged ? "" : " – look at it");

    private string Summary
    {
        get
        {
            if (Studies.Count == 0)
            {
                return "Tick them in the results above.";
            }
            var patients = Studies
                .Select(study => study.PatientId)
                .Distinct(StringComparer.Ordinal)
                .Count();
            var images = Studies.Sum(study => study.ImageCount ?? 0);
            return $"{patients} {(patients == 1 ? "patient" : "patients")}"
                + (
                    images == 0 ? ""
                    : Plan.Mode == SeriesMode.All ? $", {Units.Count(images)} images"
                    : $", some of {Units.Count(images)} images"
                )
                + (
                    TooMany
                        ? $". One job may have {SelectiveTransferErrors.MaxStudies}: choose fewer."
                        : ""
                );
        }
    }

    private string SeriesText =>
        Plan.Mode switch
        {
            SeriesMode.All => "All series – choose some",
            SeriesMode.Modalities => Plan.Modalities.Count == 0
                ? "Series: no modality chosen"
                : $"Series: {string.Join(", ", Plan.Modalities)} only",
            SeriesMode.ByHand => "Series: chosen by hand",
        };

    private bool TooMany => !IsStaff && Studies.Count > SelectiveTransferErrors.MaxStudies;

    private string DestinationHelp =>
        Destination switch
        {
            null when Desk is { IsOn: true, Project: null } =>
                "Choose a project first: it says where its data may go.",
            null when Desk.IsOn && !Offered.Any() =>
                "This project has no destination that your group may send to. Ask who looks after it to add one.",
            null when !Offered.Any() =>
                "Your group may not send anywhere yet. Ask an administrator.",
            null when Desk.IsOn => "Those that the project allows.",
            null => "Where the studies are sent, as they are.",
            { Kind: NodeKind.Folder } when Desk.IsOn =>
                "Files are written to this folder, pseudonymised.",
            { } when Desk.IsOn => "The studies are sent pseudonymised.",
            { } node when !Accepts(node) => NodeErrors
                .DestinationRefusesIdentified(node.Name)
                .Message,
            { Kind: NodeKind.Folder } =>
                "Files are written to this folder as they are, with the patient's data.",
            _ => "The studies are sent as they are, with the patient's data.",
        };

    private static bool Accepts(NodeChoice node) =>
        node.AcceptedData.HasFlag(AcceptedData.Identified);

    protected override Task OnParametersSetAsync()
    {
        if (_errorIsOfPage && Problem() != _error)
        {
            // What was missing is there now.
            (_error, _errorIsOfPage) = (null, false);
        }
        return LookForDirectMoveAsync();
    }

    /// <summary>The choice is there only where there is one.</summary>
    private async Task LookForDirectMoveAsync()
    {
        var pair = (Source: Source?.Id ?? 0, Destination: Destination?.Id ?? 0);
        if (pair == _asked)
        {
            return;
        }
        (_asked, _directMove) = (pair, false);
        if (pair is { Source: > 0, Destination: > 0 })
        {
            var enabled = await DirectMoves.IsEnabledAsync(
                pair.Source,
                pair.Destination,
                CancellationToken.None
            );
            _directMove = enabled && pair == _asked;
        }
    }

    private async Task UseDestinationAsync(ChangeEventArgs chosen)
    {
        Desk.Form.DestinationId = int.TryParse(
            chosen.Value as string,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;
        await LookForDirectMoveAsync();
        await OnChanged.InvokeAsync();
    }

    /// <summary>What the page can say without asking: of the choice of series, of the pseudonyms, and of what was found.</summary>
    private string? Problem() =>
        Studies.Count == 0
            ? null
            : Plan.Problem(Studies)
                ?? Desk.Problem()
                ?? (
                    Desk.IsOn && Before.IsBlocking
                        ? "Not everything may be sent, or something is at the destination already. Look at \"Before the start\" and say that you have seen it."
                        : null
                );

    private async Task StartAsync()
    {
        // Two clicks before the first render are two events of one circuit, one after the other: this makes one job.
        if (_starting || _started)
        {
            return;
        }
        _starting = true;
        (_error, _errorIsOfPage) = (null, false);
        try
        {
            if (await Actors.FindAsync() is not { } actor)
            {
                _error = "Your account is no longer active. Log in again.";
                return;
            }
            if (Problem() is { } problem)
            {
                (_error, _errorIsOfPage) = (problem, true);
                return;
            }
            var result = await Create.ExecuteAsync(
                actor,
                new SelectiveTransferInput
                {
                    SourceId = Source?.Id ?? 0,
                    DestinationId = Destination?.Id ?? 0,
                    // Never null while pseudonymised: without a project that would mean as it is.
                    ProjectId = Desk.IsOn ? Desk.Project?.Id ?? 0 : null,
                    ProfileName = Desk.IsOn ? Desk.Profile?.Name : null,
                    Pseudonyms = Desk.IsOn ? Desk.Pseudonyms() : new Dictionary<string, string>(),
                    Studies = [.. Studies.Select(Selected)],
                    OnlyModalities = Plan.OnlyModalities,
                    SendThroughAdit = _directMove && _throughAdit && !Desk.IsOn,
                    IsUrgent = _urgent,
                    SendFinishedMail = _mail && HasMail,
                }
            );
            if (result.Error is { } error)
            {
                _error = error.Message;
                return;
            }
            _started = true;
            Notifications.Show(NotificationLevel.Success, $"Job {result.Value} is created.");
            Navigation.NavigateTo($"/jobs/{result.Value}");
        }
        finally
        {
            _starting = false;
        }
    }

    private SelectedStudy Selected(StudySearchHit study) =>
        new(study.PatientId, study.StudyInstanceUid)
        {
            SeriesInstanceUids = Plan.SeriesOf(study),
            StudyDate = study.StudyDate,
            StudyDescription = study.StudyDescription,
            Modalities = study.Modalities,
            ExpectedImages = study.ImageCount,
            PatientName = study.PatientName,
            PatientBirthDate = study.PatientBirthDate,
        };
}
