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

    private string? Invalid(string field) => Faults.ContainsKey(field) ? "true" : null;

    private bool IsDefault(string profile) =>
        string.Equals(Form.DefaultProfile, profile, StringComparison.OrdinalIgnoreCase);

    private void Send(int nodeId, bool allowed)
    {
        if (allowed)
        {
            Form.Destinations.Add(nodeId);
        }
        else
        {
            Form.Destinations.Remove(nodeId);
        }
    }
}
