using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

/// <summary><c>adit dicom serve</c>: takes what is sent and writes it as files.</summary>
internal static class ReceiveCommand
{
    public static Command Build()
    {
        var title = new Option<string>("--title", "-a")
        {
            Description = "Own AE title.",
            DefaultValueFactory = _ => "ADIT",
        };
        var port = new Option<int>("--port", "-p")
        {
            Description = "TCP port; 0 takes a free one.",
            DefaultValueFactory = _ => 11112,
        };
        var address = new Option<string>("--address")
        {
            Description = "Address to listen on.",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var folder = new Option<DirectoryInfo>("--output", "-o")
        {
            Description = "Folder for the files.",
            DefaultValueFactory = _ => new DirectoryInfo("."),
        };
        var command = new Command(
            "serve",
            "Receive images (C-STORE) and write them as files, until Ctrl+C."
        )
        {
            title,
            port,
            address,
            folder,
        };
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                if (!IPAddress.TryParse(parsed.GetRequiredValue(address), out var listenOn))
                {
                    throw new CommandUsageException(
                        "--address takes an IP address, for example 0.0.0.0."
                    );
                }
                if (parsed.GetValue(port) is < 0 or > 65535)
                {
                    throw new CommandUsageException("--port takes a number from 0 to 65535.");
                }
                var options = new DicomServerOptions
                {
                    AeTitle = parsed.GetRequiredValue(title),
                    Address = listenOn,
                    Port = parsed.GetValue(port),
                    AcceptsSopClass = uid =>
                        uid == DicomUids.Verification || DicomUids.IsStorageClass(uid),
                };
                var receiver = new Receiver(
                    new InstanceFolder(parsed.GetRequiredValue(folder).FullName),
                    output
                );
                await using var server = DicomServer.Start(options, receiver);
                output.Write(
                    $"{options.AeTitle} listens on {listenOn}:{server.Port}. Ctrl+C ends it.",
                    () =>
                        new JsonObject { ["listening"] = server.Port, ["title"] = options.AeTitle }
                );
                var ended = new TaskCompletionSource();
                await using var registration = cancellationToken.Register(ended.SetResult);
                await ended.Task;
                return ExitCodes.Success;
            }
        );
        return command;
    }

    private sealed class Receiver(InstanceFolder folder, CommandOutput output) : IDicomService
    {
        private readonly Lock _writing = new();

        public ValueTask<DicomStatus> EchoAsync(
            DicomCaller caller,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(DicomStatus.Success);

        public async ValueTask<DicomStatus> StoreAsync(
            DicomIncomingInstance instance,
            CancellationToken cancellationToken
        )
        {
            string file;
            try
            {
                file = await folder.WriteAsync(instance, cancellationToken);
            }
            catch (IOException exception)
            {
                output.WriteError(exception.Message);
                return DicomStatus.OutOfResources;
            }
            lock (_writing)
            {
                output.Write(
                    file,
                    () =>
                        new JsonObject
                        {
                            ["file"] = file,
                            ["sopInstanceUid"] = instance.SopInstanceUid.Value,
                            ["from"] = instance.CallingAeTitle,
                        }
                );
            }
            return DicomStatus.Success;
        }

        public IAsyncEnumerable<DicomDataset> FindAsync(
            DicomFindRequest request,
            CancellationToken cancellationToken
        ) =>
            throw new DicomStatusException(
                "Queries are not served.",
                DicomStatus.UnrecognizedOperation
            );

        public ValueTask<IReadOnlyList<IDicomInstanceSource>> RetrieveAsync(
            DicomRetrieveRequest request,
            CancellationToken cancellationToken
        ) =>
            throw new DicomStatusException(
                "Retrieves are not served.",
                DicomStatus.UnrecognizedOperation
            );

        public DicomPeer? ResolveMoveDestination(string aeTitle) => null;
    }
}
