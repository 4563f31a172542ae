using System.CommandLine;

namespace Adit.Web.CommandLine;

/// <summary>The commands of the executable: <c>adit serve</c> (also without a command), <c>migrate</c>, <c>create-admin</c>, <c>dicom …</c>.</summary>
public static class AditCommandLine
{
    private const string ServeName = "serve";

    private static readonly string[] Known =
    [
        ServeName,
        "migrate",
        "create-admin",
        "dicom",
        "--help",
        "-h",
        "-?",
        "/?",
        "/h",
        "--version",
    ];

    /// <param name="args">The arguments of the process. Without a command they all belong to the host.</param>
    /// <param name="commands">The bodies of the commands that need the host.</param>
    /// <param name="output">Where results go; the console when null.</param>
    /// <param name="error">Where messages go; the console when null.</param>
    /// <param name="cancellationToken">Ends the command, beside Ctrl+C.</param>
    /// <returns>0 when it worked, 1 when something failed, 2 when it was used wrongly.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        AditCommands commands,
        TextWriter? output = null,
        TextWriter? error = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(commands);
        // The host ends itself on Ctrl+C, and its arguments are not ours to understand.
        if (args.Length == 0 || !Known.Contains(args[0], StringComparer.Ordinal))
        {
            if (args is [{ Length: > 0 } word, ..] && char.IsAsciiLetter(word[0]))
            {
                await (error ?? Console.Error).WriteLineAsync(
                    $"There is no command '{word}'. The commands are: serve, migrate, create-admin, dicom. More with --help."
                );
                return ExitCodes.WrongUsage;
            }
            return await commands.Serve(args, cancellationToken);
        }
        if (args[0] == ServeName && !args.Contains("--help"))
        {
            return await commands.Serve(args[1..], cancellationToken);
        }
        var parsed = BuildRoot(commands).Parse(args);
        var configuration = new InvocationConfiguration
        {
            Output = output ?? Console.Out,
            Error = error ?? Console.Error,
            EnableDefaultExceptionHandler = false,
        };
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await configuration.Error.WriteLineAsync(problem.Message);
            }
            await configuration.Error.WriteLineAsync("More with --help.");
            return ExitCodes.WrongUsage;
        }
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    private static RootCommand BuildRoot(AditCommands commands)
    {
        var root = new RootCommand("Adit moves DICOM data between hospital systems.")
        {
            HostCommand(
                ServeName,
                "Run the application (also without a command). All arguments go to the host, for example --urls.",
                commands.Serve
            ),
            DicomCommands.Build(),
        };
        if (commands.Migrate is { } migrate)
        {
            root.Subcommands.Add(
                HostCommand("migrate", "Bring the database up to date and end.", migrate)
            );
        }
        if (commands.CreateAdmin is { } createAdmin)
        {
            root.Subcommands.Add(CreateAdminCommand(createAdmin));
        }
        return root;
    }

    private static Command HostCommand(
        string name,
        string description,
        Func<string[], CancellationToken, Task<int>> body
    )
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(
            (parsed, cancellationToken) => body([.. parsed.UnmatchedTokens], cancellationToken)
        );
        return command;
    }

    private static Command CreateAdminCommand(
        Func<string, string[], CancellationToken, Task<int>> body
    )
    {
        var name = new Argument<string>("name") { Description = "Name to log in with." };
        var command = new Command("create-admin", "Create a person who administers.") { name };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            (parsed, cancellationToken) =>
                body(parsed.GetRequiredValue(name), [.. parsed.UnmatchedTokens], cancellationToken)
        );
        return command;
    }
}
