using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.Deidentification;

/// <summary>A profile as staff enters it. A copy is a new profile with the rules of another one.</summary>
public sealed record ProfileInput
{
    public string Name { get; init; } = "";

    /// <summary>Makes a profile of a name that is not taken yet, such as a copy; else the next version of an existing one.</summary>
    public bool IsNew { get; init; }

    /// <summary>The version that was looked at when it was changed: a newer one is not overwritten unseen. Null for a new profile.</summary>
    public int? BasedOnVersion { get; init; }

    public DeidentificationOptions Options { get; init; } = new();
    public AdmissionRules Admission { get; init; } = new();
    public IReadOnlyList<PixelRegionRule> PixelRegions { get; init; } = [];
    public IReadOnlyList<SafePrivateAttribute> SafePrivate { get; init; } = [];
}

/// <summary>Makes a profile, or the next version of one. Jobs keep the version that they were made with.</summary>
public sealed class SaveProfile(
    IProfileStore profiles,
    IAuditTrail audit,
    IValidator<ProfileInput> validator,
    TimeProvider time
)
{
    /// <summary>The ID of the version that holds these rules now; that of the newest one when nothing was changed.</summary>
    public async Task<Result<int>> ExecuteAsync(
        Actor actor,
        ProfileInput input,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var check = await validator.ValidateAsync(input, cancellationToken).ConfigureAwait(false);
        if (!check.IsValid)
        {
            return DomainError.Invalid(
                string.Join(' ', check.Errors.Select(e => e.ErrorMessage).Distinct())
            );
        }

        var name = input.Name.Trim();
        var newest = await profiles.FindNewestAsync(name, cancellationToken).ConfigureAwait(false);
        if (Refuse(input, name, newest) is { } error)
        {
            return error;
        }

        var profile = new DeidentificationProfile(newest?.Name ?? name, (newest?.Version ?? 0) + 1)
        {
            Options = input.Options,
            Admission = input.Admission,
            PixelRegions = input.PixelRegions,
            SafePrivate = input.SafePrivate,
        };
        if (
            newest is not null
            && ProfileSettings.AreEqual(ProfileSettings.Read(newest.Settings), profile)
        )
        {
            return newest.Id;
        }

        var settings = ProfileSettings.Write(profile);
        if (settings.Length > ProfileVersion.MaxSettingsLength)
        {
            return DomainError.Invalid("The profile has too many rules. Leave some out.");
        }

        var id = await profiles
            .AddAsync(
                new ProfileVersion(
                    profile.Name,
                    profile.Version,
                    settings,
                    isShipped: false,
                    time.GetUtcNow().UtcDateTime,
                    actor.PersonId
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (id is not { } added)
        {
            return ProfileErrors.ChangedMeanwhile(profile.Name);
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "profile.save",
                    "profile",
                    added,
                    $"{profile.Name}, version {profile.Version}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return added;
    }

    private static DomainError? Refuse(ProfileInput input, string name, ProfileVersion? newest) =>
        (input.IsNew, newest) switch
        {
            (true, not null) => ProfileErrors.NameTaken(newest.Name),
            (true, null) => null,
            (false, null) => ProfileErrors.NotFound(name),
            (false, { IsShipped: true }) => ProfileErrors.Shipped(newest.Name),
            (false, { IsArchived: true }) => ProfileErrors.Archived(newest.Name),
            (false, not null) => input.BasedOnVersion is { } seen && seen != newest.Version
                ? ProfileErrors.ChangedMeanwhile(newest.Name)
                : null,
        };
}

/// <summary>Takes a profile out of use, or back into it. Jobs that were made with it keep working.</summary>
public sealed class ArchiveProfile(IProfileStore profiles, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        string name,
        bool archived = true,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var newest = await profiles.FindNewestAsync(name, cancellationToken).ConfigureAwait(false);
        if (
            newest is null
            || !await profiles
                .SetArchivedAsync(newest.Name, archived, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return ProfileErrors.NotFound(name);
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    archived ? "profile.archive" : "profile.restore",
                    "profile",
                    newest.Id,
                    newest.Name
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}
