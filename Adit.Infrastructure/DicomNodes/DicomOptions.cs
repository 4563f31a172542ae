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
}
