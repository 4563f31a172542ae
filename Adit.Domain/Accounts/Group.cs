namespace Adit.Domain.Accounts;

/// <summary>People who share permissions and access to nodes.</summary>
public sealed class Group
{
    public const int MaxNameLength = 64;

    private readonly List<GroupPermission> _permissions = [];

    private Group() { }

    public Group(string name) => Rename(name);

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    public IReadOnlyList<GroupPermission> Permissions => _permissions;

    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
    }

    public void SetPermissions(IEnumerable<string> permissions)
    {
        var wanted = permissions.ToHashSet(StringComparer.Ordinal);
        _permissions.RemoveAll(p => !wanted.Contains(p.Permission));
        foreach (var name in wanted.Where(w => _permissions.TrueForAll(p => p.Permission != w)))
        {
            _permissions.Add(new GroupPermission(name));
        }
    }
}

public sealed class GroupPermission
{
    private GroupPermission() { }

    public GroupPermission(string permission) => Permission = permission;

    public int GroupId { get; private set; }

    public string Permission { get; private set; } = "";
}

/// <summary>A permission that a person has besides those of the groups.</summary>
public sealed class PersonPermission
{
    private PersonPermission() { }

    public PersonPermission(int personId, string permission)
    {
        PersonId = personId;
        Permission = permission;
    }

    public int PersonId { get; private set; }

    public string Permission { get; private set; } = "";
}

public sealed class GroupMembership
{
    private GroupMembership() { }

    public GroupMembership(int groupId, int personId)
    {
        GroupId = groupId;
        PersonId = personId;
    }

    public int GroupId { get; private set; }

    public int PersonId { get; private set; }
}

/// <summary>What a group may do with a node: read from it, send to it.</summary>
public sealed class NodeAccess
{
    private NodeAccess() { }

    public NodeAccess(int groupId, int nodeId, bool isSource, bool isDestination)
    {
        GroupId = groupId;
        NodeId = nodeId;
        IsSource = isSource;
        IsDestination = isDestination;
    }

    public int GroupId { get; private set; }

    public int NodeId { get; private set; }

    public bool IsSource { get; private set; }

    public bool IsDestination { get; private set; }

    public void Change(bool isSource, bool isDestination)
    {
        IsSource = isSource;
        IsDestination = isDestination;
    }
}
