using System.ComponentModel.DataAnnotations;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>Section <c>Dicom</c> of the configuration: the name under which Adit is known to servers.</summary>
public sealed class DicomOptions
{
    public const string Section = "Dicom";

    /// <summary>AE title that Adit calls servers with.</summary>
    [
        Required,
        StringLength(
            16,
            MinimumLength = 1,
            ErrorMessage = "Dicom:CallingAeTitle must have 1 to 16 characters."
        )
    ]
    public string CallingAeTitle { get; set; } = "ADIT";

    /// <summary>How long a task or a person waits while all associations to a server that its limit allows are in use.</summary>
    [Range(
        typeof(TimeSpan),
        "00:00:00.1",
        "01:00:00",
        ErrorMessage = "Dicom:PlaceTimeout must lie between 0.1 seconds and one hour."
    )]
    public TimeSpan PlaceTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
