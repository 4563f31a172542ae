using System.CommandLine;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

internal static class StoreCommand
{
    private const int MaxContexts = 128;

    private static readonly StreamPipeReaderOptions Reading = new(
        bufferSize: 128 * 1024,
        minimumReadSize: 64 * 1024
    );

    private sealed record Candidate(
        string Path,
        DicomUid SopClass,
        DicomUid SopInstance,
        DicomTransferSyntax TransferSyntax,
        long DatasetOffset
    );

    public static Command Build()
    {
        var peer = new PeerArguments();
        var paths = new Argument<string[]>("paths")
        {
            Description = "Part 10 files, or folders with such files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("store", "Send files to a system (C-STORE).") { paths };
        peer.AddTo(command);
        command.SetGuardedAction(
            async (parsed, output, cancellationToken) =>
            {
                var to = peer.Peer(parsed);
                var timeouts = peer.Timeouts(parsed);
                var (candidates, failed) = await ScanAsync(
                    parsed.GetRequiredValue(paths),
                    output,
                    cancellationToken
                );
                var stored = 0;
                foreach (var batch in ByAssociation(candidates))
                {
                    var sent = await SendAsync(to, timeouts, batch, output, cancellationToken);
                    stored += sent;
                    failed += batch.Count - sent;
                }
                output.Write(
                    $"{stored} stored, {failed} failed.",
                    () => new JsonObject { ["stored"] = stored, ["failed"] = failed }
                );
                return failed == 0 && stored > 0 ? ExitCodes.Success : ExitCodes.Failure;
            }
        );
        return command;
    }

    private static async Task<(List<Candidate> Candidates, int Failed)> ScanAsync(
        string[] paths,
        CommandOutput output,
        CancellationToken cancellationToken
    )
    {
        var candidates = new List<Candidate>();
        var failed = 0;
        foreach (var path in paths)
        {
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                throw new CommandUsageException($"There is no file or folder '{path}'.");
            }
            var files = Directory.Exists(path)
                ? Directory
                    .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[path];
            foreach (var file in files)
            {
                try
                {
                    await using var opened = await DicomFile.OpenAsync(
                        file,
                        cancellationToken: cancellationToken
                    );
                    candidates.Add(Describe(file, opened));
                }
                catch (Exception exception) when (exception is DicomException or IOException)
                {
                    failed++;
                    output.WriteError($"{file}: {exception.Message}");
                }
            }
        }
        return (candidates, failed);
    }

    private static Candidate Describe(string path, DicomFile file) =>
        new(
            path,
            Uid(file, DicomTag.MediaStorageSopClassUid, DicomTag.SopClassUid),
            Uid(file, DicomTag.MediaStorageSopInstanceUid, DicomTag.SopInstanceUid),
            file.TransferSyntax,
            file.DatasetOffset
        );

    private static DicomUid Uid(DicomFile file, DicomTag inMeta, DicomTag inDataset) =>
        new(
            file.FileMeta.GetString(inMeta)
                ?? file.Dataset.GetString(inDataset)
                ?? throw new DicomDataException("The file names no such UID.", inDataset)
        );

    private static IEnumerable<List<Candidate>> ByAssociation(List<Candidate> candidates)
    {
        foreach (
            var chunk in candidates
                .GroupBy(candidate => (candidate.SopClass, candidate.TransferSyntax))
                .Chunk(MaxContexts)
        )
        {
            yield return [.. chunk.SelectMany(candidate => candidate)];
        }
    }

    private static async Task<int> SendAsync(
        DicomPeer peer,
        DicomTimeouts timeouts,
        List<Candidate> batch,
        CommandOutput output,
        CancellationToken cancellationToken
    )
    {
        var proposals = batch
            .Select(candidate => (candidate.SopClass, candidate.TransferSyntax))
            .Distinct()
            .Select(pair => new PresentationContextProposal(pair.SopClass, pair.TransferSyntax))
            .ToList();
        await using var association = await DicomAssociation.RequestAsync(
            peer,
            proposals,
            timeouts,
            cancellationToken
        );
        var stored = 0;
        foreach (var candidate in batch)
        {
            try
            {
                var result = await SendAsync(association, candidate, cancellationToken);
                stored += result.IsStored ? 1 : 0;
                output.Write(
                    $"{candidate.Path}: {result.Status}",
                    () =>
                        new JsonObject
                        {
                            ["file"] = candidate.Path,
                            ["sopInstanceUid"] = candidate.SopInstance.Value,
                            ["status"] = result.Status.Code.ToString("X4", null),
                            ["comment"] = result.ErrorComment,
                        }
                );
            }
            catch (DicomPresentationContextException exception)
            {
                output.WriteError($"{candidate.Path}: {exception.Message}");
            }
        }
        await association.ReleaseAsync(cancellationToken);
        return stored;
    }

    private static async Task<DicomStoreResult> SendAsync(
        DicomAssociation association,
        Candidate candidate,
        CancellationToken cancellationToken
    )
    {
        await using var stream = new FileStream(
            candidate.Path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 0
        );
        stream.Position = candidate.DatasetOffset;
        var data = PipeReader.Create(stream, Reading);
        try
        {
            return await association.StoreAsync(
                new DicomStoreRequest(
                    candidate.SopClass,
                    candidate.SopInstance,
                    candidate.TransferSyntax,
                    data
                ),
                cancellationToken
            );
        }
        finally
        {
            await data.CompleteAsync();
        }
    }
}
