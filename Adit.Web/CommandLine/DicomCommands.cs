using System.CommandLine;
using Adit.Dicom.Data;

namespace Adit.Web.CommandLine;

/// <summary>The commands <c>adit dicom …</c> with what they share.</summary>
internal static class DicomCommands
{
    public static Command Build() =>
        new("dicom", "Talk DICOM to other systems, and look into files.")
        {
            EchoCommand.Build(),
            FindCommand.Build(),
            GetCommand.Build(),
            MoveCommand.Build(),
            StoreCommand.Build(),
            ReceiveCommand.Build(),
            DumpCommand.Build(),
            DeidCommand.Build(),
        };

    /// <summary>Sets what a command does; failures of the peer and of files become a line and exit code 1.</summary>
    public static void SetGuardedAction(
        this Command command,
        Func<ParseResult, CommandOutput, CancellationToken, Task<int>> action
    )
    {
        var json = new Option<bool>("--json") { Description = "Write the result as JSON." };
        command.Options.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var output = new CommandOutput(
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error,
                    parsed.GetValue(json)
                );
                try
                {
                    return await action(parsed, output, cancellationToken);
                }
                catch (CommandUsageException exception)
                {
                    output.WriteError(exception.Message);
                    return ExitCodes.WrongUsage;
                }
                catch (Exception exception)
                    when (exception is DicomException or IOException or UnauthorizedAccessException)
                {
                    output.WriteFailure(exception);
                    return ExitCodes.Failure;
                }
                catch (OperationCanceledException)
                {
                    output.WriteError("Cancelled.");
                    return ExitCodes.Failure;
                }
            }
        );
    }
}

/// <summary>An argument that was understood but makes no sense.</summary>
internal sealed class CommandUsageException(string message) : Exception(message);
