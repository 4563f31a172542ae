using System.CommandLine;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

internal static class GetCommand
{
    /// <summary>One of the 128 presentation contexts is the retrieve itself.</summary>
    private const int MaxStorageContexts = 127;

    public static Command Build()
    {
        var peer = new PeerArguments();
        var query = new QueryArguments();
        var folder = new Option<DirectoryInfo>("--output", "-o")
        {
            Description = "Folder for the files.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var classes = new Option<string[]>("--sop-class")
        {
            Description =
                "UID of a storage SOP class to take; all current ones when not given. May be repeated.",
            DefaultValueFactory = _ => [],
        };
        var syntaxes = new Option<string[]>("--transfer-syntax")
        {
            Description =
                "UID of a transfer syntax to take; explicit VR little endian when not given. May be repeated, with --sop-class.",
            DefaultValueFactory = _ => [],
        };
        var command = new Command(
            "get",
            "Retrieve images over the same connection (C-GET) and write them as files."
        )
        {
            folder,
            classes,
            syntaxes,
        };
        peer.AddTo(command);
        query.AddTo(command);
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var target = new InstanceFolder(parsed.GetRequiredValue(folder).FullName);
                var client = new DicomClient(peer.Peer(parsed), peer.Timeouts(parsed));
                var result = await client.GetAsync(
                    query.IsPatientRoot(parsed) ? DicomUids.PatientRootGet : DicomUids.StudyRootGet,
                    query.Identifier(parsed, withReturnKeys: false),
                    Contexts(parsed.GetRequiredValue(classes), parsed.GetRequiredValue(syntaxes)),
                    async (instance, stopping) =>
                    {
                        await target.WriteAsync(instance, stopping);
                        return DicomStatus.Success;
                    },
                    progress: null,
                    cancellationToken
                );
                return RetrieveOutput.Write(output, result);
            }
        );
        return command;
    }

    private static List<(DicomUid, DicomTransferSyntax)> Contexts(
        string[] classes,
        string[] syntaxes
    )
    {
        var wanted =
            classes.Length > 0 ? classes.Select(uid => new DicomUid(uid)) : CurrentClasses();
        DicomTransferSyntax[] takes =
            syntaxes.Length > 0
                ? [.. syntaxes.Select(DicomTransferSyntax.Lookup)]
                : [DicomTransferSyntax.ExplicitVrLittleEndian];
        var contexts = wanted
            .SelectMany(sopClass => takes.Select(syntax => (sopClass, syntax)))
            .ToList();
        if (classes.Length > 0 && contexts.Count > MaxStorageContexts)
        {
            throw new CommandUsageException(
                $"{contexts.Count} pairs of --sop-class and --transfer-syntax are too many: one association takes {MaxStorageContexts}."
            );
        }
        return contexts.Count <= MaxStorageContexts ? contexts : contexts[..MaxStorageContexts];
    }

    // The usual ones first: the list is longer than an association has room for.
    private static IEnumerable<DicomUid> CurrentClasses() =>
        new[]
        {
            DicomUids.CtImageStorage,
            DicomUids.MrImageStorage,
            DicomUids.EnhancedCtImageStorage,
            DicomUids.EnhancedMrImageStorage,
        }
            .Concat(
                DicomUids.StorageClasses.Where(uid =>
                    uid.Name?.Contains("Retired", StringComparison.OrdinalIgnoreCase) != true
                )
            )
            .Distinct();
}
