using System.Security.Cryptography;
using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Microsoft.AspNetCore.DataProtection;

namespace Adit.Infrastructure.DicomNodes;

/// <summary>Keeps Authorization headers of servers unreadable in the database.</summary>
internal sealed class AuthorizationProtector(IDataProtectionProvider protection)
    : IAuthorizationProtector
{
    private readonly IDataProtector _protector = protection.CreateProtector(
        "Adit.DicomNodes.Authorization"
    );

    public string Protect(string header) => _protector.Protect(header);

    /// <summary>Null for a server without a header.</summary>
    /// <exception cref="AuthorizationUnreadableException">The key that it was encrypted with is gone.</exception>
    public string? Unprotect(string? protectedHeader)
    {
        if (string.IsNullOrEmpty(protectedHeader))
        {
            return null;
        }
        try
        {
            return _protector.Unprotect(protectedHeader);
        }
        catch (CryptographicException lost)
        {
            throw new AuthorizationUnreadableException(lost);
        }
    }
}

/// <summary>A stored Authorization header cannot be decrypted.</summary>
internal sealed class AuthorizationUnreadableException(Exception cause)
    : DicomException("The stored authorization header cannot be decrypted.", cause);
