using Adit.Domain.Projects;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>A patient of the chosen studies, as the search showed it.</summary>
public sealed record ChosenPatient(string PatientId, string Name, DateOnly? BirthDate, int Studies)
{
    /// <summary>As DICOM has it.</summary>
    public string RawName { get; init; } = "";

    /// <summary>For people who debug: never the patient.</summary>
    public override string ToString() => $"patient with {Studies} studies";
}

/// <summary>A pseudonym for each patient: the one that the project knows already, or typed, or generated.</summary>
public sealed partial class PseudonymTable
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ChosenPatient> Patients { get; set; } = [];

    [Parameter, EditorRequired]
    public TransferForm Form { get; set; } = default!;

    /// <summary>Pseudonyms that the project has already, by patient ID.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Linked { get; set; } =
        new Dictionary<string, string>();

    /// <summary>What is wrong, by patient ID.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Faults { get; set; } =
        new Dictionary<string, string>();

    [Parameter]
    public string? Fault { get; set; }

    [Parameter]
    public bool Busy { get; set; }

    /// <summary>Something was typed.</summary>
    [Parameter]
    public EventCallback OnTyped { get; set; }

    /// <summary>Pseudonyms are wanted for these patients.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<ChosenPatient>> OnGenerate { get; set; }

    /// <summary>Those that have none yet; when all have one that was typed, none.</summary>
    private List<ChosenPatient> Open =>
        [
            .. Patients.Where(patient =>
                !Linked.ContainsKey(patient.PatientId)
                && string.IsNullOrWhiteSpace(
                    Form.Pseudonyms.GetValueOrDefault(patient.PatientId, "")
                )
            ),
        ];

    private Task TypeAsync(ChosenPatient patient, ChangeEventArgs typed)
    {
        Form.Pseudonyms[patient.PatientId] = typed.Value as string ?? "";
        return OnTyped.InvokeAsync();
    }

    private Task UseStyleAsync(ChangeEventArgs chosen)
    {
        Form.Style = Enum.TryParse<PseudonymStyle>(chosen.Value as string, out var style)
            ? style
            : PseudonymStyle.Number;
        return Task.CompletedTask;
    }

    private void TypePrefix(ChangeEventArgs typed) => Form.Prefix = typed.Value as string ?? "";
}
