using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Shell;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.DeidentificationProfiles;

/// <summary>Makes a profile, from nothing or as a copy, or the next version of one; for staff.</summary>
public sealed partial class ProfileEditPage
{
    private bool _loaded;
    private bool _busy;
    private (int?, string?) _shown;
    private string? _error;
    private string _missing = "This profile does not exist";
    private ProfileForm? _form;
    private ProfileRow? _base;
    private Dictionary<string, string> _faults = [];

    /// <summary>The version that is changed; null makes a new profile.</summary>
    [Parameter]
    public int? VersionId { get; set; }

    /// <summary>The version that a new profile begins as a copy of.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    private string? FromQuery { get; set; }

    [Inject]
    private CurrentActor Actors { get; set; } = default!;

    [Inject]
    private IProfileQueries Profiles { get; set; } = default!;

    [Inject]
    private SaveProfile Save { get; set; } = default!;

    [Inject]
    private NotificationCenter Notifications { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    private bool IsNew => VersionId is null;

    private string Title =>
        (IsNew, _base) switch
        {
            (true, null) => "New profile",
            (true, { } copied) => $"Copy of {copied.Name}",
            (false, _) => $"Edit {_base!.Name}",
        };

    private Crumb[] Crumbs =>
        _base is null
            ? ProfilePage.ListCrumb
            : [.. ProfilePage.ListCrumb, new Crumb(_base.Name, ProfileLinks.Of(_base))];

    private string SaveText => IsNew ? "Make profile" : $"Save as version {_base!.Version + 1}";

    private string Consequence =>
        IsNew
            ? "A project uses it when it allows it."
            : "Jobs that exist keep their version; new ones use this.";

    /// <summary>Null while something typed is wrong.</summary>
    private IReadOnlyList<ProfileDifference>? Differences =>
        _form!.Check().Keys.Any(at => at != "Name")
            ? null
            : ProfileDifference.Between(_base!.Profile, _form.ToProfile(_base.Version));

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded && _shown == (VersionId, FromQuery))
        {
            // A form that is being filled is never thrown away by a new rendering.
            return;
        }
        _shown = (VersionId, FromQuery);
        (_base, _form, _error, _faults) = (null, null, null, []);
        if (await Actors.FindAsync() is { IsStaff: true } actor)
        {
            if ((VersionId ?? ReadFrom()) is { } id)
            {
                _base = await Profiles.GetAsync(actor, id);
                _form = _base is null ? null : ProfileForm.From(_base.Profile);
                if (IsNew && _form is not null)
                {
                    _form.Name = $"{_base!.Name} copy";
                }
            }
            else
            {
                _form = ProfileForm.From(new DeidentificationProfile("", 1));
            }
            if (!IsNew && _base is { IsShipped: true })
            {
                (_form, _missing) = (
                    null,
                    "A shipped profile changes with Adit alone: copy it and change the copy"
                );
            }
        }
        _loaded = true;
    }

    // The differences follow every change; a fault goes when it is put right, not with the next try to save.
    private void Recheck()
    {
        if (_faults.Count > 0)
        {
            _faults = _form!.Check();
        }
    }

    private int? ReadFrom() => int.TryParse(FromQuery, out var id) ? id : null;

    private async Task SaveAsync()
    {
        if (_busy || _form is null)
        {
            return;
        }
        (_error, _faults) = (null, _form.Check());
        if (_faults.Count > 0)
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
            var profile = _form.ToProfile(1);
            var result = await Save.ExecuteAsync(
                actor,
                new ProfileInput
                {
                    Name = profile.Name,
                    IsNew = IsNew,
                    BasedOnVersion = IsNew ? null : _base!.Version,
                    Options = profile.Options,
                    Admission = profile.Admission,
                    PixelRegions = profile.PixelRegions,
                    SafePrivate = profile.SafePrivate,
                }
            );
            if (result.Error is { } error)
            {
                _error = error.Message;
                return;
            }
            Notifications.Show(
                NotificationLevel.Success,
                result.Value == _base?.Id && !IsNew
                    ? $"{profile.Name} is as it was: nothing was changed."
                    : $"{profile.Name} is saved."
            );
            Navigation.NavigateTo(ProfileLinks.Of(result.Value));
        }
        finally
        {
            _busy = false;
        }
    }
}
