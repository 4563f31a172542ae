using System.Security.Cryptography;
using Adit.Dicom.Deidentification;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Projects;

/// <summary>Keeps the secrets of projects unreadable in the database. What leaves here is a key, never the bytes.</summary>
internal sealed partial class ProjectSecrets(
    IDataProtectionProvider protection,
    ILogger<ProjectSecrets> logger
) : IProjectSecrets
{
    private readonly IDataProtector _protector = protection.CreateProtector("Adit.Projects.Secret");

    public string Create()
    {
        var secret = DeidentificationKey.NewSecret();
        try
        {
            return Convert.ToBase64String(_protector.Protect(secret));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public Result<DeidentificationKey> Open(Project project)
    {
        byte[]? secret = null;
        try
        {
            secret = _protector.Unprotect(Convert.FromBase64String(project.ProtectedSecret));
            return new DeidentificationKey(secret);
        }
        catch (Exception lost) when (lost is CryptographicException or FormatException)
        {
            LogUnreadable(lost, project.Id);
            return ProjectErrors.SecretUnreadable(project.Name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The secret of project {ProjectId} cannot be decrypted; nothing of it is transferred until the key directory is restored"
    )]
    private partial void LogUnreadable(Exception cause, int projectId);
}
