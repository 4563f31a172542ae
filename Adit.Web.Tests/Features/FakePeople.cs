using Adit.Domain.Accounts;
using Adit.Domain.Audit;

namespace Adit.Web.Tests.Features;

/// <summary>One person whose rights a test can change, and what was written into the trail.</summary>
internal sealed class FakePeople(int personId) : IActorProvider, IAuditTrail
{
    public const int GroupId = 3;

    public Actor? Actor { get; set; } =
        new(
            personId,
            "researcher",
            IsStaff: false,
            GroupId,
            new HashSet<string>
            {
                Permissions.SelectiveTransferCreate,
                Permissions.TransferUnpseudonymized,
            }
        );

    public List<AuditEntry> Trail { get; } = [];

    public ValueTask<Actor?> GetAsync(int id, CancellationToken cancellationToken) =>
        new(id == personId ? Actor : null);

    public ValueTask<Actor?> GetForGroupAsync(
        int id,
        int groupId,
        CancellationToken cancellationToken
    ) => GetAsync(id, cancellationToken);

    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Trail.Add(entry);
        return Task.CompletedTask;
    }
}
