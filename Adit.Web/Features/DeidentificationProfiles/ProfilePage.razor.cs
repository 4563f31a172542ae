using Adit.Domain.Deidentification;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>One version of a profile in plain words; for staff.</summary>
public sealed partial class ProfilePage
{
    internal static readonly Crumb[] ListCrumb =
    [
        new("De-identification profiles", ProfileLinks.List),
    ];

    private bool _loaded;
    private bool _busy;
    private string? _error;
    private ProfileRow? _row;
    private ProfileRow? _newest;
    private ProfileRow? _before;
    private IReadOnlyList<ProfileRow> _versions = [];

    [Parameter]
    public int VersionId { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IProfileQueries Profiles { get; set; } = default!;

    [Inject]
    private ArchiveProfile Archive { get; set; } = default!;

    [Inject]
    private FileDownload Download { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    private bool MayEdit =>
        _row is { IsShipped: false, IsArchived: false } row && _newest?.Id == row.Id;

    protected override async Task OnParametersSetAsync()
    {
        _error = null;
        await ReadAsync();
        _loaded = true;
    }

    private async Task ReadAsync()
    {
        if (await Actors.FindAsync() is not { IsStaff: true } actor)
        {
            return;
        }
        _row = await Profiles.GetAsync(actor, VersionId);
        _versions = _row is null ? [] : await Profiles.VersionsAsync(actor, _row.Name);
        _newest = _versions.Count == 0 ? null : _versions[0];
        _before = _versions.FirstOrDefault(version => version.Version < _row?.Version);
    }

    private async Task ArchiveAsync()
    {
        if (_busy || _row is not { } row)
        {
            return;
        }
        _busy = true;
        try
        {
            if (await Actors.FindAsync() is not { } actor)
            {
                return;
            }
            if (
                !row.IsArchived
                && await Dialogs.ShowMessageBoxAsync(
                    $"Archive {row.Name}?",
                    "No new job can use it any more, in no project. Jobs that were made with it stay as they are, and you can take it back into use.",
                    yesText: "Archive",
                    cancelText: "Keep it as it is"
                ) != true
            )
            {
                return;
            }
            var result = await Archive.ExecuteAsync(actor, row.Name, !row.IsArchived);
            _error = result.Error?.Message;
            if (result.IsSuccess)
            {
                Notifications.Show(
                    NotificationLevel.Success,
                    row.IsArchived ? $"{row.Name} can be used again." : $"{row.Name} is archived."
                );
            }
            await ReadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private Task SaveAsJsonAsync() =>
        Download.SaveAsync(
            $"profile-{_row!.Id}.json",
            "application/json",
            ProfileSettings.Write(_row.Profile)
        );

    private Task ExportAsync() =>
        Download.SaveAsync(
            "region-rules.json",
            "application/json",
            RegionRuleJson.Write(_row!.Profile.PixelRegions)
        );
}
