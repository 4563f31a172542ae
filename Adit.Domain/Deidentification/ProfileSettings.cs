using System.Text.Json;
using System.Text.Json.Serialization;
using Adit.Dicom.Deidentification;

namespace Adit.Domain.Deidentification;

/// <summary>The stored form of a profile's rules. Equal rules give equal text.</summary>
public static class ProfileSettings
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        // What is left out comes back as its default, and "no highest age" would become one.
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        MaxDepth = 16,
    };

    public static string Write(DeidentificationProfile profile) =>
        JsonSerializer.Serialize(profile, Json);

    /// <exception cref="JsonException">The text is no profile.</exception>
    public static DeidentificationProfile Read(string settings) =>
        JsonSerializer.Deserialize<DeidentificationProfile>(settings, Json)
        ?? throw new JsonException("The stored profile is empty.");

    /// <summary>Whether both do the same, whatever they are called.</summary>
    public static bool AreEqual(DeidentificationProfile one, DeidentificationProfile other) =>
        string.Equals(
            Write(one with { Name = "", Version = 0 }),
            Write(other with { Name = "", Version = 0 }),
            StringComparison.Ordinal
        );
}
