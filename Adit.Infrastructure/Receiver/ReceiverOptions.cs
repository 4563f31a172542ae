using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Adit.Infrastructure.Receiver;

/// <summary>Section <c>Receiver</c> of the configuration: the storage SCP to which sources send what Adit retrieves by C-MOVE.</summary>
public sealed class ReceiverOptions : IValidatableObject
{
    public const string Section = "Receiver";

    /// <summary>Switched off, images are fetched by WADO-RS and C-GET only.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The name under which sources know the receiver.</summary>
    [
        Required(ErrorMessage = "Receiver:AeTitle must have 1 to 16 characters."),
        RegularExpression(
            @"[!-\[\]-~]([ -\[\]-~]{0,14}[!-\[\]-~])?",
            ErrorMessage = "Receiver:AeTitle must have 1 to 16 printable ASCII characters without backslash."
        )
    ]
    public string AeTitle { get; set; } = "ADIT";

    /// <summary>IP address to listen on.</summary>
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>TCP port; 0 takes a free one.</summary>
    [Range(0, 65535, ErrorMessage = "Receiver:Port must be from 0 (a free port) to 65535.")]
    public int Port { get; set; } = 11112;

    /// <summary>Lets callers in whose AE title belongs to no server. What no running retrieve asked for is refused all the same.</summary>
    public bool AcceptUnknownPeers { get; set; }

    /// <summary>Associations at the same time, of all sources together.</summary>
    [Range(1, 1000, ErrorMessage = "Receiver:MaxAssociations must be from 1 to 1000.")]
    public int MaxAssociations { get; set; } = 64;

    /// <summary>How long a source may be silent on an open association, within an image or between two, in seconds.</summary>
    [Range(1, 86_400, ErrorMessage = "Receiver:IdleSeconds must be from 1 to 86400.")]
    public int IdleSeconds { get; set; } = 120;

    /// <summary>
    /// How long a retrieve waits for another one of the same study, when the source does not say to which of the two an image
    /// belongs, in seconds.
    /// </summary>
    [Range(1, 86_400, ErrorMessage = "Receiver:SameStudyWaitSeconds must be from 1 to 86400.")]
    public int SameStudyWaitSeconds { get; set; } = 600;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out _))
        {
            yield return new ValidationResult(
                "Receiver:Address is an IP address, such as 0.0.0.0 for all."
            );
        }
    }
}
