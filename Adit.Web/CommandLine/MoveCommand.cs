using System.CommandLine;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

internal static class MoveCommand
{
    public static Command Build()
    {
        var peer = new PeerArguments();
        var query = new QueryArguments();
        var destination = new Option<string>("--to")
        {
            Description = "AE title of the receiver, as the peer knows it.",
            Required = true,
        };
        var command = new Command("move", "Let a system send images to a third one (C-MOVE).")
        {
            destination,
        };
        peer.AddTo(command);
        query.AddTo(command);
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var client = new DicomClient(peer.Peer(parsed), peer.Timeouts(parsed));
                var model = query.IsPatientRoot(parsed)
                    ? DicomUids.PatientRootMove
                    : DicomUids.StudyRootMove;
                var result = await client.MoveAsync(
                    model,
                    query.Identifier(parsed, withReturnKeys: false),
                    parsed.GetRequiredValue(destination),
                    progress: null,
                    cancellationToken
                );
                return RetrieveOutput.Write(output, result);
            }
        );
        return command;
    }
}
