using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Projects;

/// <summary>What people enter about a project.</summary>
public sealed partial class ProjectFields
{
    [Parameter, EditorRequired]
    public ProjectForm Form { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Faults { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<ProfileChoice> Profiles { get; set; } = [];

    [Parameter, EditorRequired]
    public IReadOnlyList<DestinationChoice> Destinations { get; set; } = [];

    [Parameter]
    public bool IsStaff { get; set; }

    /// <summary>After every change of the form.</summary>
    [Parameter]
    public EventCallback OnChange { get; set; }

    private string? Invalid(string field) => Faults.ContainsKey(field) ? "true" : null;

    private bool IsDefault(string profile) =>
        string.Equals(Form.DefaultProfile, profile, StringComparison.OrdinalIgnoreCase);

    private Task Changed() => OnChange.InvokeAsync();

    private Task AllowAsync(string profile, bool allowed)
    {
        Form.Allow(profile, allowed);
        return Changed();
    }

    private Task SendAsync(int nodeId, bool allowed)
    {
        if (allowed)
        {
            Form.Destinations.Add(nodeId);
        }
        else
        {
            Form.Destinations.Remove(nodeId);
        }
        return Changed();
    }
}
