using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.DicomNodes;

public sealed class SaveServer(
    INodeStore nodes,
    IAuditTrail audit,
    IValidator<ServerInput> validator
)
{
    public async Task<Result<int>> ExecuteAsync(
        Actor actor,
        ServerInput input,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var check = await validator.ValidateAsync(input, cancellationToken).ConfigureAwait(false);
        if (!check.IsValid)
        {
            return DomainError.Invalid(
                string.Join(' ', check.Errors.Select(e => e.ErrorMessage).Distinct())
            );
        }

        if (
            await nodes
                .NameExistsAsync(input.Name.Trim(), input.Id, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return NodeErrors.NameTaken(input.Name.Trim());
        }

        if (
            await nodes
                .AeTitleExistsAsync(input.AeTitle.Trim(), input.Id, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return NodeErrors.AeTitleTaken(input.AeTitle.Trim());
        }

        int id;
        if (input.Id is { } existing)
        {
            var isServer =
                await nodes.FindAsync(existing, cancellationToken).ConfigureAwait(false)
                is DicomServerNode;
            if (
                !isServer
                || !await nodes
                    .ChangeAsync(
                        existing,
                        node => Apply((DicomServerNode)node, input),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
            {
                return NodeErrors.NotFound;
            }

            id = existing;
        }
        else
        {
            var server = new DicomServerNode(input.Name, input.AeTitle, input.Host, input.Port);
            Apply(server, input);
            id = await nodes.AddAsync(server, cancellationToken).ConfigureAwait(false);
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "node.save",
                    "node",
                    id,
                    $"server {input.Name.Trim()} {input.AeTitle.Trim()} accepts {input.AcceptedData}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return id;
    }

    public static void Apply(DicomServerNode server, ServerInput input)
    {
        server.Rename(input.Name);
        server.UseIdDomain(input.IdDomain);
        server.Accept(input.AcceptedData);
        server.MoveTo(input.AeTitle, input.Host, input.Port);
        server.Configure(
            input.Services,
            input.ExpectedSet,
            input.MaxSearchResults,
            input.MaxAssociations,
            input.Timeouts,
            input.FallbackCharacterSet
        );
        server.ConfigureDicomWeb(
            input.DicomWebUrl,
            input.QidoPrefix,
            input.WadoPrefix,
            input.StowPrefix
        );
    }
}

public sealed class SaveFolder(
    INodeStore nodes,
    IAuditTrail audit,
    IValidator<FolderInput> validator
)
{
    public async Task<Result<int>> ExecuteAsync(
        Actor actor,
        FolderInput input,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var check = await validator.ValidateAsync(input, cancellationToken).ConfigureAwait(false);
        if (!check.IsValid)
        {
            return DomainError.Invalid(
                string.Join(' ', check.Errors.Select(e => e.ErrorMessage).Distinct())
            );
        }

        if (
            await nodes
                .NameExistsAsync(input.Name.Trim(), input.Id, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return NodeErrors.NameTaken(input.Name.Trim());
        }

        int id;
        if (input.Id is { } existing)
        {
            var isFolder =
                await nodes.FindAsync(existing, cancellationToken).ConfigureAwait(false)
                is DicomFolderNode;
            if (
                !isFolder
                || !await nodes
                    .ChangeAsync(
                        existing,
                        node => Apply((DicomFolderNode)node, input),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            )
            {
                return NodeErrors.NotFound;
            }

            id = existing;
        }
        else
        {
            var folder = new DicomFolderNode(input.Name, input.Path);
            Apply(folder, input);
            id = await nodes.AddAsync(folder, cancellationToken).ConfigureAwait(false);
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "node.save",
                    "node",
                    id,
                    $"folder {input.Name.Trim()} accepts {input.AcceptedData}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return id;
    }

    private static void Apply(DicomFolderNode folder, FolderInput input)
    {
        folder.Rename(input.Name);
        folder.UseIdDomain(input.IdDomain);
        folder.Accept(input.AcceptedData);
        folder.Configure(input.Path, input.QuotaGb, input.WarnGb);
    }
}

/// <summary>Takes a node out of use, or back into it. What it took part in stays readable.</summary>
public sealed class ArchiveNode(INodeStore nodes, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int nodeId,
        bool archived = true,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        var found = await nodes
            .ChangeAsync(
                nodeId,
                node =>
                {
                    if (archived)
                    {
                        node.Archive();
                    }
                    else
                    {
                        node.Restore();
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!found)
        {
            return NodeErrors.NotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(actor, archived ? "node.archive" : "node.restore", "node", nodeId),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}

public sealed class SetNodeAccess(INodeStore nodes, IAuditTrail audit)
{
    public async Task<Result> ExecuteAsync(
        Actor actor,
        int groupId,
        int nodeId,
        bool source,
        bool destination,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        if (
            !await nodes
                .SetAccessAsync(groupId, nodeId, source, destination, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            return NodeErrors.NotFound;
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "node.access",
                    "node",
                    nodeId,
                    $"group {groupId} source {source} destination {destination}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return Result.Success;
    }
}

/// <summary>Asks a server for an echo and says what came of it.</summary>
public sealed class TestConnection(
    INodeStore nodes,
    IServerProbe probe,
    IFolderProbe folders,
    INodeHealth health,
    IAuditTrail audit
)
{
    public async Task<Result<string>> ExecuteAsync(
        Actor actor,
        int nodeId,
        CancellationToken cancellationToken = default
    )
    {
        if (!actor.IsStaff)
        {
            return AccountErrors.StaffOnly;
        }

        switch (await nodes.FindAsync(nodeId, cancellationToken).ConfigureAwait(false))
        {
            case DicomServerNode server:
                var answer = await probe
                    .EchoAsync(server, LimiterLane.Interactive, cancellationToken)
                    .ConfigureAwait(false);
                return await ReportAsync(actor, nodeId, answer, cancellationToken)
                    .ConfigureAwait(false);
            case DicomFolderNode folder:
                var found = await folders
                    .CheckAsync(folder, cancellationToken)
                    .ConfigureAwait(false);
                return await ReportAsync(actor, nodeId, found, cancellationToken)
                    .ConfigureAwait(false);
            default:
                return NodeErrors.NotFound;
        }
    }

    private async Task<Result<string>> ReportAsync(
        Actor actor,
        int nodeId,
        ProbeResult answer,
        CancellationToken cancellationToken
    )
    {
        if (answer.Answered)
        {
            // Tasks that wait for this node need not wait for its next check.
            health.Succeeded(nodeId);
        }

        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "node.test",
                    "node",
                    nodeId,
                    outcome: answer.Answered ? AuditOutcome.Success : AuditOutcome.Failure
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        return answer.Answered ? answer.Message : new DomainError("no-answer", answer.Message);
    }
}
