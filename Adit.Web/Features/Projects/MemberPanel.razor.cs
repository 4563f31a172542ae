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

    /// <summary>Takes the user names of all that shall be members; says whether they are now.</summary>
    [Parameter, EditorRequired]
    public Func<IReadOnlyList<string>, Task<bool>> OnChange { get; set; } = default!;

    private async Task AddAsync()
    {
        var name = _userName?.Trim();
        if (IsBusy || string.IsNullOrEmpty(name))
        {
            return;
        }
        // What was typed stays until the person has become a member.
        if (await OnChange([.. Members.Select(member => member.UserName), name]))
        {
            _userName = null;
        }
    }

    private Task<bool> RemoveAsync(ProjectMemberRow gone) =>
        OnChange([
            .. Members
                .Where(member => member.PersonId != gone.PersonId)
                .Select(member => member.UserName),
        ]);
}
