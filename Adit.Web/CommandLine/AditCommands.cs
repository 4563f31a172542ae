namespace Adit.Web.CommandLine;

/// <summary>
/// What the commands beside <c>dicom</c> do; each gives the exit code. The host's start-up hands them in. A command without
/// a body is not offered.
/// </summary>
public sealed record AditCommands
{
    /// <summary>Runs the application with the arguments that belong to the host, for example --urls.</summary>
    public required Func<string[], CancellationToken, Task<int>> Serve { get; init; }

    /// <summary>Brings the database up to date, with the arguments that belong to the host.</summary>
    public Func<string[], CancellationToken, Task<int>>? Migrate { get; init; }

    /// <summary>Creates a person who administers: the name, then the arguments that belong to the host.</summary>
    public Func<string, string[], CancellationToken, Task<int>>? CreateAdmin { get; init; }
}
