using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>
/// Asks the source what the chosen studies hold and says what will be refused, left out, or is there already. It runs
/// beside the page, can be canceled, and ends by itself after a while.
/// </summary>
public sealed partial class BeforeStartPanel : IDisposable
{
    // Ticking several studies is one question.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(100);

    private readonly CancellationSeries _looks = new();
    private Question? _asked;

    [Parameter, EditorRequired]
    public BeforeStart State { get; set; } = default!;

    [Parameter, EditorRequired]
    public PseudonymDesk Desk { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<StudySearchHit> Studies { get; set; } = [];

    [Parameter, EditorRequired]
    public SeriesPlan Plan { get; set; } = default!;

    [Parameter, EditorRequired]
    public NodeChoice? Source { get; set; }

    /// <summary>Something is known that was not.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private PreviewDeidentification Preview { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string StatusText =>
        State switch
        {
            { IsLooking: true, Studies.Count: 1 } => $"Asking {Source?.Name} for the series …",
            { IsLooking: true } =>
                $"Asking {Source?.Name} for the series … {State.Done} of {State.Studies.Count} studies",
            { Stopped: { } stopped } => stopped,
            { IsKnown: true } => Summary,
            _ => "",
        };

    private string Summary =>
        State.SeriesToSend == 0
            ? "No series is known that would be sent."
            : (State.SeriesToSend == 1 ? "1 series" : $"{Units.Count(State.SeriesToSend)} series")
                + (
                    State.ImagesToSend == 0 ? ""
                    : State.ImagesToSend == 1 ? " with 1 image"
                    : $" with {Units.Count(State.ImagesToSend)} images"
                )
                + " will be sent"
                + (
                    State.Refused.Count + State.MayBeRefused.Count == 0
                        ? "; nothing speaks against them as far as the server tells."
                        : "."
                );

    private string AcknowledgeText =>
        (State.IsIncomplete, State.Earlier.Count > 0) switch
        {
            (true, true) =>
                "I have seen what will or may not be sent, and what is at the destination already.",
            (false, true) =>
                "I have seen what is at the destination already, and want it sent like this too.",
            _ => "I have seen what will or may not be sent.",
        };

    public void Dispose() => _looks.Dispose();

    protected override Task OnParametersSetAsync()
    {
        var question = Asks();
        if (question == _asked)
        {
            return Task.CompletedTask;
        }
        _asked = question;
        return LookAsync(Pause);
    }

    private Question? Asks() =>
        Source is { } source
        && Desk is { Project: { } project, Profile: { } profile }
        && Studies.Count > 0
            ? new Question(
                source.Id,
                Desk.Form.DestinationId,
                project.Id,
                profile.Id,
                string.Join(
                    '\n',
                    Studies.Select(study =>
                        $"{study.StudyInstanceUid} {string.Join(' ', Plan.SeriesOf(study))}"
                    )
                ),
                string.Join(' ', Plan.OnlyModalities)
            )
            : null;

    private Task AgainAsync() => LookAsync(TimeSpan.Zero);

    private async Task LookAsync(TimeSpan pause)
    {
        var cancellationToken = _looks.Next();
        if (_asked is not { } question || Desk.Profile is not { } profile)
        {
            State.Forget();
            await OnChanged.InvokeAsync();
            return;
        }
        State.Begin(Studies);
        try
        {
            await OnChanged.InvokeAsync();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, Time, cancellationToken);
            }
            if (await Actors.FindAsync(cancellationToken) is not { } actor)
            {
                State.Error = "Your account is no longer active. Log in again.";
                return;
            }
            using var deadline = new CancellationTokenSource(Deadline, Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken,
                deadline.Token
            );
            try
            {
                var found = await Preview.ExecuteAsync(
                    actor,
                    new PreviewInput
                    {
                        SourceId = question.SourceId,
                        DestinationId = question.DestinationId,
                        ProjectId = question.ProjectId,
                        ProfileName = profile.Name,
                        OnlyModalities = Plan.OnlyModalities,
                        Pseudonyms = Desk.Pseudonyms(),
                        Studies =
                        [
                            .. Studies.Select(study => new PreviewStudy(
                                study.PatientId,
                                study.StudyInstanceUid
                            )
                            {
                                SeriesInstanceUids = Plan.SeriesOf(study),
                                StudyDate = study.StudyDate,
                                StudyDescription = study.StudyDescription,
                            }),
                        ],
                    },
                    new Progress<int>(done => ShowProgress(done, cancellationToken)),
                    both.Token
                );
                cancellationToken.ThrowIfCancellationRequested();
                if (found.Error is { } error)
                {
                    State.Error = error.Message;
                    return;
                }
                State.Take(found.Value);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                State.Stopped =
                    "This took too long. The transfer can start all the same; what is refused is listed with its result.";
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Another choice is looked at now, or the page was left.
            return;
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                State.IsLooking = false;
                await OnChanged.InvokeAsync();
            }
        }
    }

    private void ShowProgress(int done, CancellationToken cancellationToken)
    {
        // Progress comes on the circuit's own context, and may come after what it was about.
        if (!cancellationToken.IsCancellationRequested && State.IsLooking)
        {
            State.Done = Math.Max(State.Done, done);
            StateHasChanged();
        }
    }

    private Task CancelAsync()
    {
        _looks.Next();
        State.IsLooking = false;
        State.Stopped =
            "Canceled. The transfer can start all the same; what is refused is listed with its result.";
        return OnChanged.InvokeAsync();
    }

    private Task AcknowledgeAsync(ChangeEventArgs ticked)
    {
        State.IsAcknowledged = ticked.Value is true;
        return OnChanged.InvokeAsync();
    }

    /// <summary>What the answer depends on.</summary>
    private sealed record Question(
        int SourceId,
        int DestinationId,
        int ProjectId,
        int ProfileVersionId,
        string Studies,
        string Modalities
    );
}
