using Adit.Domain.Accounts;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.Accounts;

/// <summary>Who am I, what may I do, and under which group do I work.</summary>
public sealed partial class ProfilePage
{
    private Person? _person;
    private IReadOnlyList<MembershipRow> _groups = [];
    private IReadOnlyList<PermissionDescription> _rights = [];

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IPeopleQueries People { get; set; } = default!;

    [Inject]
    private SwitchGroup Switch { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        if (await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        _groups = await People.MembershipsAsync(actor.PersonId, CancellationToken.None);
        _rights = [.. Permissions.All.Where(right => actor.Has(right.Name))];
        _person = await People.GetAsync(actor.PersonId, CancellationToken.None);
    }

    private async Task SwitchAsync(MembershipRow group)
    {
        if (await Actors.FindAsync() is not { } actor)
        {
            return;
        }
        var result = await Switch.ExecuteAsync(actor, group.GroupId);
        if (result.Error is { } error)
        {
            Notifications.Show(NotificationLevel.Error, error.Message);
        }
        else
        {
            Notifications.Show(
                NotificationLevel.Success,
                $"You work under the group {group.GroupName} now."
            );
        }
        await ReadAsync();
    }
}
