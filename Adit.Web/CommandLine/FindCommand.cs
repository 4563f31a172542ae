using System.CommandLine;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

internal static class FindCommand
{
    public static Command Build()
    {
        var peer = new PeerArguments();
        var query = new QueryArguments();
        var limit = new Option<int?>("--limit")
        {
            Description = "Cancel the query after so many matches.",
        };
        var command = new Command("find", "Query a system (C-FIND). One match per line.") { limit };
        peer.AddTo(command);
        query.AddTo(command);
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var client = new DicomClient(peer.Peer(parsed), peer.Timeouts(parsed));
                var model = query.IsPatientRoot(parsed)
                    ? DicomUids.PatientRootFind
                    : DicomUids.StudyRootFind;
                var identifier = query.Identifier(parsed, withReturnKeys: true);
                var left = parsed.GetValue(limit) ?? int.MaxValue;
                if (left < 1)
                {
                    throw new CommandUsageException("--limit takes a number from 1 on.");
                }
                await foreach (var match in client.FindAsync(model, identifier, cancellationToken))
                {
                    output.Write(ToLine(match), () => CommandOutput.ToJson(match));
                    if (--left == 0)
                    {
                        break;
                    }
                }
                return ExitCodes.Success;
            }
        );
        return command;
    }

    private static string ToLine(DicomDataset match) =>
        string.Join(
            "  ",
            match
                .Where(item =>
                    item.Tag != DicomTag.QueryRetrieveLevel
                    && item.Tag != DicomTag.SpecificCharacterSet
                )
                .Select(item => (item.Tag, Value: match.GetString(item.Tag)))
                .Where(pair => pair.Value is not null)
                .Select(pair =>
                    $"{CommandOutput.NameOf(pair.Tag)}={CommandOutput.Printable(pair.Value!)}"
                )
        );
}
