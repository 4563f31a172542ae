namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>Which side of a transfer is faulty; a healthy real server is at the other side.</summary>
public enum Role
{
    CGet,
    CMove,
    WadoRs,
    CStore,
    StowRs,
    Folder,
}

public enum Fault
{
    Success,
    SomeFailures,
    AllFailures,
    Warnings,
    MissingInstances,
    Cancel,
    AbortDuring,
    AbortAfter,
    Refuse,
    Silence,
    Cut,
    DiskFull,
}

/// <summary>How the attempt ends.</summary>
public enum Ending
{
    Success,
    Warning,

    /// <summary>Final: another attempt would not help.</summary>
    Failure,

    /// <summary>Another attempt follows, counted or not.</summary>
    Retriable,

    Canceled,
}

/// <summary>What the ledger may say about an image.</summary>
[Flags]
public enum Lines
{
    /// <summary>No line at all: the source was never asked for its list.</summary>
    None = 1,

    /// <summary>Expected and not settled: the next attempt asks for it.</summary>
    Open = 2,
    Stored = 4,
    Warned = 8,

    /// <summary>Not stored, with the reason.</summary>
    Failed = 16,
}
