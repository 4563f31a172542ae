using System.ComponentModel.DataAnnotations;

namespace Adit.Infrastructure.Sandbox;

/// <summary>Section <c>Sandbox</c> of the configuration.</summary>
public sealed record SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>Starts the two archives and makes them nodes. Off unless it is set.</summary>
    public bool Enabled { get; init; }

    /// <summary>TCP port of SANDBOX1 on the loopback interface; 0 takes a free one.</summary>
    [Range(0, 65535, ErrorMessage = "Sandbox:Port1 must be from 0 (a free port) to 65535.")]
    public int Port1 { get; init; }

    /// <summary>TCP port of SANDBOX2 on the loopback interface; 0 takes a free one.</summary>
    [Range(0, 65535, ErrorMessage = "Sandbox:Port2 must be from 0 (a free port) to 65535.")]
    public int Port2 { get; init; }

    /// <summary>What each archive keeps of the images that are sent to it, in megabytes of memory.</summary>
    [Range(1, 65536, ErrorMessage = "Sandbox:CapacityMegabytes must be from 1 to 65536.")]
    public int CapacityMegabytes { get; init; } = 1024;

    /// <summary>Password of the demo people, which the login page shows. There are none in production.</summary>
    [Required(ErrorMessage = "Sandbox:Password must not be empty.")]
    public string Password { get; init; } = "sandbox";

    /// <summary>Further receivers that a C-MOVE may name: AE title to <c>host:port</c>.</summary>
    public IReadOnlyDictionary<string, string> MoveDestinations { get; init; } =
        new Dictionary<string, string>();
}
