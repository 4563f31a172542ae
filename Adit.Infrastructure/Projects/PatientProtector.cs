using System.Security.Cryptography;
using System.Text.Json;
using Adit.Domain.Projects;
using Microsoft.AspNetCore.DataProtection;

namespace Adit.Infrastructure.Projects;

/// <summary>Keeps the patients of link tables unreadable in the database.</summary>
internal sealed class PatientProtector(IDataProtectionProvider protection) : IPatientProtector
{
    // With the rest of the row it has to fit into its column once it is encrypted.
    private const int MaxName = 400;

    private readonly IDataProtector _protector = protection.CreateProtector(
        "Adit.Projects.LinkTable"
    );

    public string Protect(SubjectPatient patient) =>
        _protector.Protect(
            JsonSerializer.Serialize(
                patient.Name is { Length: > MaxName } name
                    ? patient with
                    {
                        Name = name[..MaxName],
                    }
                    : patient
            )
        );

    public SubjectPatient? Unprotect(string protectedPatient)
    {
        try
        {
            return JsonSerializer.Deserialize<SubjectPatient>(
                _protector.Unprotect(protectedPatient)
            );
        }
        catch (Exception lost) when (lost is CryptographicException or JsonException)
        {
            // The page and the export say so by row.
            return null;
        }
    }
}
