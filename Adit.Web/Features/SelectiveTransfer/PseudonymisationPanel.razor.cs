using System.Globalization;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>Pseudonymised or as it is; project, profile and pseudonyms where it is the first.</summary>
public sealed partial class PseudonymisationPanel : IDisposable
{
    // Long enough for a word, short enough to be beside it.
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(300);

    private readonly CancellationSeries _checks = new();
    private (int Project, IReadOnlyList<ChosenPatient> Patients) _checkedFor = (0, []);
    private bool _more;

    [Parameter, EditorRequired]
    public PseudonymDesk Desk { get; set; } = default!;

    /// <summary>Something was decided in another way.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    private string ProjectHelp =>
        Desk.Project is not { } project
            ? "The data is for this project, under its rules."
            : (project.TrialProtocolId, project.TrialProtocolName) switch
            {
                (null, null) => "No trial protocol.",
                ({ } id, null) => $"Trial protocol {id}.",
                (null, { } name) => $"Trial protocol {name}.",
                ({ } id, { } name) => $"Trial protocol {id}: {name}.",
            };

    private string ProfileHelp =>
        Desk.Profile is { } chosen ? ProfileWords.Sentence(chosen.Profile)
        : Desk.Profiles.Count == 0
            ? "This project allows no profile yet. Ask who looks after it to allow one."
        : "What is kept, and what becomes of dates.";

    public void Dispose() => _checks.Dispose();

    protected override async Task OnParametersSetAsync()
    {
        var now = (Desk.Project?.Id ?? 0, Desk.Patients);
        if (now != _checkedFor)
        {
            _checkedFor = now;
            await CheckAsync(TimeSpan.Zero);
        }
    }

    private Task UseAsync(bool pseudonymised)
    {
        Desk.Form.IsPseudonymised = pseudonymised;
        return OnChanged.InvokeAsync();
    }

    private Task UseProjectAsync(ChangeEventArgs chosen)
    {
        Desk.Form.UseProject(
            int.TryParse(
                chosen.Value as string,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var id
            )
                ? id
                : 0
        );
        return OnChanged.InvokeAsync();
    }

    private Task UseProfileAsync(ChangeEventArgs chosen)
    {
        Desk.Form.ProfileName = chosen.Value is string { Length: > 0 } name ? name : null;
        return OnChanged.InvokeAsync();
    }

    private Task TypedAsync() => CheckAsync(TypingPause);

    private async Task GenerateAsync(IReadOnlyList<ChosenPatient> patients)
    {
        var cancellationToken = _checks.Next();
        try
        {
            if (await Actors.FindAsync(cancellationToken) is { } actor)
            {
                await Desk.GenerateAsync(actor, patients, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Somebody typed meanwhile, or the page was left.
        }
        await OnChanged.InvokeAsync();
    }

    private async Task CheckAsync(TimeSpan pause)
    {
        var cancellationToken = _checks.Next();
        try
        {
            // What was found is kept until the next answer; the page shows what was typed at once.
            await OnChanged.InvokeAsync();
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, Time, cancellationToken);
            }
            if (await Actors.FindAsync(cancellationToken) is { } actor)
            {
                await Desk.CheckAsync(actor, cancellationToken);
                await OnChanged.InvokeAsync();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer check is on its way, or the page was left.
        }
    }
}
