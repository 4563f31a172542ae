namespace Adit.Domain.StudySearch;

/// <summary>How soon a server can deliver images (0008,0056), PS3.3 C.4.23.1.1.</summary>
public enum InstanceAvailability
{
    /// <summary>The server does not say.</summary>
    Unknown = 0,

    /// <summary>At once.</summary>
    Online = 1,

    /// <summary>Later: from a slow medium such as a tape.</summary>
    Nearline = 2,

    /// <summary>Only after somebody has done something by hand.</summary>
    Offline = 3,

    /// <summary>Never from this server.</summary>
    Unavailable = 4,
}

public static class InstanceAvailabilities
{
    public static InstanceAvailability Parse(string? value) =>
        value?.Trim().ToUpperInvariant() switch
        {
            "ONLINE" => InstanceAvailability.Online,
            "NEARLINE" => InstanceAvailability.Nearline,
            "OFFLINE" => InstanceAvailability.Offline,
            "UNAVAILABLE" => InstanceAvailability.Unavailable,
            _ => InstanceAvailability.Unknown,
        };
}
