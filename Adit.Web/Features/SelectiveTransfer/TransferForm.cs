using Adit.Domain.Projects;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.SelectiveTransfer;

/// <summary>What a person has decided so far about a transfer. Pseudonyms are by patient ID.</summary>
public sealed class TransferForm
{
    /// <summary>Null: not decided; the page then takes what fits the person.</summary>
    public bool? IsPseudonymised { get; set; }

    /// <summary>The server that the patient IDs are of.</summary>
    public int SourceId { get; set; }

    public int ProjectId { get; set; }

    /// <summary>Null: the project's own choice.</summary>
    public string? ProfileName { get; set; }

    public int DestinationId { get; set; }

    public PseudonymStyle Style { get; set; }

    public string Prefix { get; set; } = "";

    public Dictionary<string, string> Pseudonyms { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Another project has other pseudonyms, profiles and destinations.</summary>
    public void UseProject(int projectId)
    {
        if (projectId != ProjectId)
        {
            (ProjectId, ProfileName) = (projectId, null);
            Pseudonyms.Clear();
        }
    }
}

/// <summary>
/// Keeps the form while a person moves between pages, and over a lost circuit. Pseudonyms beside patient IDs are patient
/// data: they live in the circuit's persisted state and never in an address.
/// </summary>
public sealed class TransferFormMemory
{
    [PersistentState]
    public TransferForm? Form { get; set; }
}
