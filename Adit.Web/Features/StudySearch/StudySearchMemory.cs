using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.StudySearch;

/// <summary>
/// Keeps the typed criteria while a person moves between pages, and over a lost circuit. They are patient data: they
/// live in the circuit's persisted state and never in an address.
/// </summary>
public sealed class StudySearchMemory
{
    [PersistentState]
    public StudySearchFields? Fields { get; set; }
}
