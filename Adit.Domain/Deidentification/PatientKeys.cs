using System.Globalization;

namespace Adit.Domain.Deidentification;

/// <summary>A patient is an ID within the domain of who gave it out: the same ID elsewhere is somebody else.</summary>
public static class PatientKeys
{
    /// <summary>The text that stands for a patient in keyed hashes. The length in front keeps domain and ID from running into each other.</summary>
    public static string Of(string idDomain, string patientId)
    {
        var domain = idDomain.Trim();
        // Blanks around an ID mean nothing (PS3.5 6.2, VR LO).
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{domain.Length}:{domain}:{patientId.Trim()}"
        );
    }
}
