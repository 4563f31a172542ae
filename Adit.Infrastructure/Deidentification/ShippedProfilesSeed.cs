using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;

namespace Adit.Infrastructure.Deidentification;

/// <summary>
/// Puts the program's own profiles into the database at the start, and their next version when the program has changed them. What jobs
/// were made with stays as it was.
/// </summary>
internal sealed class ShippedProfilesSeed(IProfileStore profiles, TimeProvider time)
{
    public static int PlaceOf(string name)
    {
        for (var i = 0; i < ShippedProfiles.All.Count; i++)
        {
            if (
                string.Equals(ShippedProfiles.All[i].Name, name, StringComparison.OrdinalIgnoreCase)
            )
            {
                return i;
            }
        }

        return int.MaxValue;
    }

    public Task SeedAsync(CancellationToken cancellationToken) =>
        SeedAsync(ShippedProfiles.All, cancellationToken);

    internal async Task SeedAsync(
        IReadOnlyList<DeidentificationProfile> shipped,
        CancellationToken cancellationToken
    )
    {
        foreach (var profile in shipped)
        {
            var newest = await profiles
                .FindNewestAsync(profile.Name, cancellationToken)
                .ConfigureAwait(false);
            if (newest is { IsShipped: false })
            {
                throw new InvalidOperationException(
                    $"The profile \"{profile.Name}\" comes with Adit, but this database has one of that name that people made."
                );
            }

            if (
                newest is not null
                && ProfileSettings.AreEqual(ProfileSettings.Read(newest.Settings), profile)
            )
            {
                continue;
            }

            // Never a number that another definition had: a job's version says exactly what was done.
            var version = Math.Max(profile.Version, (newest?.Version ?? 0) + 1);
            var added = new ProfileVersion(
                profile.Name,
                version,
                ProfileSettings.Write(profile with { Version = version }),
                isShipped: true,
                time.GetUtcNow().UtcDateTime,
                createdById: null
            );
            if (newest is { IsArchived: true })
            {
                added.Archive();
            }

            // Null: another process that starts at the same time was quicker.
            await profiles.AddAsync(added, cancellationToken).ConfigureAwait(false);
        }
    }
}
