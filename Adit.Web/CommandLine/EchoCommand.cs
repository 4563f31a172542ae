using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

internal static class EchoCommand
{
    public static Command Build()
    {
        var peer = new PeerArguments();
        var command = new Command("echo", "Ask a system whether it answers (C-ECHO).");
        peer.AddTo(command);
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var client = new DicomClient(peer.Peer(parsed), peer.Timeouts(parsed));
                var started = Stopwatch.GetTimestamp();
                await client.EchoAsync(cancellationToken);
                var milliseconds = Math.Round(
                    Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                    1
                );
                output.Write(
                    $"{client.Peer} answers ({milliseconds} ms).",
                    () =>
                        new JsonObject
                        {
                            ["peer"] = client.Peer.ToString(),
                            ["milliseconds"] = milliseconds,
                        }
                );
                return ExitCodes.Success;
            }
        );
        return command;
    }
}
