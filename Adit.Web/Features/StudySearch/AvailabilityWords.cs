using Adit.Domain.StudySearch;
using MudBlazor;

namespace Adit.Web.Features.StudySearch;

/// <summary>How soon a server can deliver a study, in words.</summary>
public static class AvailabilityWords
{
    /// <summary>Null where the server does not say.</summary>
    public static AvailabilityLook? Of(InstanceAvailability availability) =>
        availability switch
        {
            InstanceAvailability.Unknown => null,
            InstanceAvailability.Online => new(
                "Online",
                "muted",
                Icons.Material.Outlined.CheckCircle,
                "The server delivers it at once."
            ),
            InstanceAvailability.Nearline => new(
                "Nearline",
                "info",
                Icons.Material.Outlined.Schedule,
                "The server fetches it from a slow medium first."
            ),
            InstanceAvailability.Offline => new(
                "Offline",
                "warning",
                Icons.Material.Outlined.CloudOff,
                "Somebody has to bring it back to the server first."
            ),
            InstanceAvailability.Unavailable => new(
                "Unavailable",
                "error",
                Icons.Material.Outlined.Block,
                "This server cannot deliver it."
            ),
        };

    /// <summary>What to expect of chosen studies that are not online, the worst first.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyCollection<StudySearchHit> studies)
    {
        var unavailable = Count(studies, InstanceAvailability.Unavailable);
        if (unavailable > 0)
        {
            yield return $"{Studies(unavailable)} unavailable: the server cannot deliver {Them(unavailable)}, so {Them(unavailable, "it", "they")} will fail at once. Leave {Them(unavailable)} out, or search another server.";
        }
        var offline = Count(studies, InstanceAvailability.Offline);
        if (offline > 0)
        {
            yield return $"{Studies(offline)} offline: somebody has to bring {Them(offline)} back to the server first. Adit tries again later until then.";
        }
        var nearline = Count(studies, InstanceAvailability.Nearline);
        if (nearline > 0)
        {
            yield return $"{Studies(nearline)} nearline: the server fetches {Them(nearline)} from a slow medium first, which may take a while.";
        }
    }

    private static int Count(
        IReadOnlyCollection<StudySearchHit> studies,
        InstanceAvailability availability
    ) => studies.Count(study => study.Availability == availability);

    private static string Studies(int count) =>
        count == 1 ? "1 chosen study is" : $"{count} chosen studies are";

    private static string Them(int count, string one = "it", string many = "them") =>
        count == 1 ? one : many;
}

public sealed record AvailabilityLook(string Word, string Class, string Icon, string Help);
