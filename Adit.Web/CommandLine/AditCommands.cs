namespace Adit.Web.CommandLine;

/// <summary>What the commands beside <c>dicom</c> do; each gives the exit code. The host's start-up hands them in.</summary>
/// <param name="Serve">Runs the application with the arguments that belong to the host, for example --urls.</param>
/// <param name="Migrate">Brings the database up to date, with the arguments that belong to the host.</param>
/// <param name="CreateAdmin">Creates a person who administers; name, then the arguments that belong to the host.</param>
public sealed record AditCommands(
    Func<string[], CancellationToken, Task<int>> Serve,
    Func<string[], CancellationToken, Task<int>> Migrate,
    Func<string, string[], CancellationToken, Task<int>> CreateAdmin
);
