using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Results;

namespace Adit.Domain.DicomNodes;

/// <summary>Makes the secret of a server unreadable before it is stored.</summary>
public interface IAuthorizationProtector
{
    string Protect(string header);
}

/// <summary>Stores what Adit says to a DICOMweb server to be let in, or removes it. It can be written and never be read again.</summary>
public sealed class SetAuthorization(
    INodeStore nodes,
    IAuthorizationProtector protector,
    IAuditTrail audit
)
{
    // Encrypted it has to fit into 4,000 characters.
    public const int MaxLength = 2000;

    /// <summary>The whole value of the header, such as "Bearer …"; null or blank removes it.</summary>
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int serverId,
        string? header,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var value = string.IsNullOrWhiteSpace(header) ? null : header.Trim();
        if (value is { Length: > MaxLength } || value?.Any(c => c is < ' ' or > '~') == true)
        {
            return NodeErrors.AuthorizationMalformed;
        }

        if (
            await nodes.FindAsync(serverId, cancellationToken).ConfigureAwait(false)
            is not DicomServerNode
        )
        {
            return NodeErrors.NotFound;
        }

        var secret = value is null ? null : protector.Protect(value);
        await nodes
            .ChangeAsync(
                serverId,
                node => ((DicomServerNode)node).Authorize(secret),
                cancellationToken
            )
            .ConfigureAwait(false);
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "node.authorization",
                    "node",
                    serverId,
                    value is null ? "removed" : "set"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}
