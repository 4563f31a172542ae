using Adit.Domain.Deidentification;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>The newest version of every profile; for staff.</summary>
public sealed partial class ProfileListPage
{
    private IReadOnlyList<ProfileRow>? _profiles;
    private bool _archived;

    [SupplyParameterFromQuery(Name = "show")]
    private string? ShowQuery { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IProfileQueries Profiles { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override async Task OnParametersSetAsync()
    {
        if (await Actors.FindAsync() is not { IsStaff: true } actor)
        {
            return;
        }
        _archived = ShowQuery == "archived";
        var all = await Profiles.ListAsync(actor, includeArchived: _archived);
        _profiles = [.. all.Where(row => row.IsArchived == _archived)];
    }

    private void Open(ProfileRow row) => Navigation.NavigateTo(ProfileLinks.Of(row));
}
