using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;

namespace Adit.Infrastructure.Transfers;

/// <summary>What the transfer of one study has to know of its de-identification; without one, images pass unchanged.</summary>
internal sealed class TransferDeidentification(
    Deidentifier deidentifier,
    DicomCharacterSet? fallbackCharacterSet
)
{
    private readonly DicomReadOptions _reading = new()
    {
        FallbackCharacterSet = fallbackCharacterSet,
    };

    public Deidentifier Deidentifier => deidentifier;

    public DeidentificationProfile Profile => deidentifier.Profile;

    /// <summary>As people know it: name and version.</summary>
    public string ProfileText => $"{Profile.Name} (version {Profile.Version})";

    /// <summary>Begins with an image that arrives.</summary>
    public InstanceDeidentification Begin(Routes.ArrivingImage image) =>
        new(deidentifier, image.Data, image.TransferSyntax, _reading);

    /// <summary>The identifier that stands at the destination for this one of the source.</summary>
    public string OutputUid(string uid) => deidentifier.MapUid(new DicomUid(uid)).Value;

    /// <summary>Null when the profile lets series of this modality through.</summary>
    public string? WhyLeftOut(string? modality) =>
        modality?.Trim() is { Length: > 0 } name
        && Profile.Admission.ExcludedModalities.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"The profile {ProfileText} leaves out series of modality {name.ToUpperInvariant()}."
            : null;
}
