namespace Adit.Domain.DicomNodes;

public enum NodeKind
{
    Server = 0,
    Folder = 1,
}

/// <summary>Which kinds of data a destination accepts.</summary>
[Flags]
public enum AcceptedData
{
    None = 0,
    Identified = 1,
    Pseudonymised = 2,
}

/// <summary>A place that data comes from or goes to.</summary>
public abstract class DicomNode
{
    public const int MaxNameLength = 64;
    public const int MaxIdDomainLength = 64;

    protected DicomNode() { }

    protected DicomNode(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
    }

    public int Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Who gives out the patient IDs of this node: a patient is an ID within its domain.</summary>
    public string IdDomain { get; private set; } = "default";

    /// <summary>New nodes take pseudonymised data only, until staff says otherwise.</summary>
    public AcceptedData AcceptedData { get; private set; } = AcceptedData.Pseudonymised;

    /// <summary>An archived node keeps its history and takes part in nothing new.</summary>
    public bool IsArchived { get; private set; }

    /// <summary>A suspended node starts no task until it is released or the time has come.</summary>
    public bool IsSuspended { get; private set; }

    public DateTime? SuspendedUntil { get; private set; }

    public string? SuspendedReason { get; private set; }

    public abstract NodeKind Kind { get; }

    public bool Accepts(AcceptedData data) => (AcceptedData & data) == data;

    public bool IsSuspendedAt(DateTime now) =>
        IsSuspended && (SuspendedUntil is not { } until || now < until);

    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
    }

    public void Accept(AcceptedData data) => AcceptedData = data;

    public void UseIdDomain(string? idDomain) =>
        IdDomain = string.IsNullOrWhiteSpace(idDomain) ? "default" : idDomain.Trim();

    public void Archive() => IsArchived = true;

    public void Restore() => IsArchived = false;

    public void Suspend(string? reason, DateTime? until)
    {
        IsSuspended = true;
        SuspendedReason = reason;
        SuspendedUntil = until;
    }

    public void Release()
    {
        IsSuspended = false;
        SuspendedReason = null;
        SuspendedUntil = null;
    }
}
