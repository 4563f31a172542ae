using Adit.Domain.Projects;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Projects;

/// <summary>Who works in a project.</summary>
public sealed partial class MemberPanel
{
    private string? _userName;

    [Parameter, EditorRequired]
    public IReadOnlyList<ProjectMemberRow> Members { get; set; } = [];

    [Parameter]
    public bool MayChange { get; set; }

    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Why the last change was refused.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>The user names of all that shall be members.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> OnChange { get; set; }

    private async Task AddAsync()
    {
        var name = _userName?.Trim();
        if (IsBusy || string.IsNullOrEmpty(name))
        {
            return;
        }
        await OnChange.InvokeAsync([.. Members.Select(member => member.UserName), name]);
        // What was typed stays until the person has become a member; the callback has renewed the parameters.
        if (Error is null)
        {
            _userName = null;
        }
    }

    private Task RemoveAsync(ProjectMemberRow gone) =>
        OnChange.InvokeAsync([
            .. Members
                .Where(member => member.PersonId != gone.PersonId)
                .Select(member => member.UserName),
        ]);
}
