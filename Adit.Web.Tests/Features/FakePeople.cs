using Adit.Domain.Accounts;
using Adit.Domain.Audit;

namespace Adit.Web.Tests.Features;

/// <summary>One person whose rights a test can change, and what was written into the trail.</summary>
internal sealed class FakePeople(int personId) : IActorProvider, IPeopleQueries, IAuditTrail
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

    public string? Email { get; set; } = "riley@hospital.example";

    public List<AuditEntry> Trail { get; } = [];

    public ValueTask<Actor?> GetAsync(int id, CancellationToken cancellationToken) =>
        new(id == personId ? Actor : null);

    public ValueTask<Actor?> GetForGroupAsync(
        int id,
        int groupId,
        CancellationToken cancellationToken
    ) => GetAsync(id, cancellationToken);

    Task<Person?> IPeopleQueries.GetAsync(int id, CancellationToken cancellationToken) =>
        Task.FromResult<Person?>(
            new Person(id, "researcher", "Riley Researcher", Email, false, true, GroupId)
        );

    public Task<IReadOnlyList<Person>> ListAsync(
        Actor staff,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<MembershipRow>> MembershipsAsync(
        int id,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();

    public Task<IReadOnlyList<GroupRow>> ListGroupsAsync(
        Actor staff,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<GroupRow>>([new(GroupId, "Researchers", [], 1)]);

    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Trail.Add(entry);
        return Task.CompletedTask;
    }
}
