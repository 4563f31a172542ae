namespace Adit.Dicom.Network;

/// <summary>The deadlines of an association. Every wait for the peer ends at one of them.</summary>
public sealed record DicomTimeouts
{
    /// <summary>The deadlines used when none are given.</summary>
    public static readonly DicomTimeouts Default = new();

    /// <summary>Making the TCP connection.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The answer to the association request, and to the request to release it.</summary>
    public TimeSpan Association { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The (first) response to a DIMSE request.</summary>
    public TimeSpan Response { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Silence inside an operation: between two responses or sub-operations, between two pieces of a data set, or while
    /// the peer does not take what is sent. On the accepting side also: between two requests.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a peer has to confirm a C-CANCEL before the association is aborted.</summary>
    public TimeSpan Cancel { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>One whole operation; null for no limit.</summary>
    public TimeSpan? Total { get; init; }

    /// <summary>The clock that the deadlines go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
