using System.Buffers;
using System.Runtime.CompilerServices;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Infrastructure.Sandbox.Archive;
using Adit.Infrastructure.Sandbox.Matching;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Sandbox;

/// <summary>
/// A small picture archive in memory: it answers C-ECHO, C-FIND, C-GET and C-MOVE over its index and keeps what it is sent
/// by C-STORE, up to a limit.
/// </summary>
internal sealed partial class SandboxPacs(
    string aeTitle,
    long capacity,
    Func<string, DicomPeer?> resolveDestination,
    ILogger logger
) : IDicomService
{
    private readonly ArchiveIndex index = new(aeTitle);
    private long used;

    public int Count => index.Count;

    /// <summary>Bytes of the stored data sets; synthetic ones take none.</summary>
    public long Used => Interlocked.Read(ref used);

    public void Fill(IEnumerable<IArchivedInstance> instances)
    {
        foreach (var instance in instances)
        {
            index.Add(instance);
        }
    }

    public ValueTask<DicomStatus> EchoAsync(
        DicomCaller caller,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(DicomStatus.Success);

    public async IAsyncEnumerable<DicomDataset> FindAsync(
        DicomFindRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (
            !QueryIdentifier.TryParseQuery(
                request.Model,
                request.Identifier,
                out var query,
                out var fault
            )
        )
        {
            throw Refuse(fault);
        }
        foreach (var answer in index.Find(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return answer;
        }
        await Task.CompletedTask.ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<IDicomInstanceSource>> RetrieveAsync(
        DicomRetrieveRequest request,
        CancellationToken cancellationToken
    )
    {
        if (
            !QueryIdentifier.TryParseRetrieval(
                request.Model,
                request.Identifier,
                out var retrieval,
                out var fault
            )
        )
        {
            throw Refuse(fault);
        }
        return ValueTask.FromResult<IReadOnlyList<IDicomInstanceSource>>([
            .. index.Select(retrieval).Select(instance => new Source(instance)),
        ]);
    }

    public DicomPeer? ResolveMoveDestination(string aeTitle) => resolveDestination(aeTitle);

    /// <summary>
    /// Keeps the instance. One that is here already is taken and dropped, so that sending again is harmless; one that does
    /// not fit into memory any more is refused as out of resources (A700).
    /// </summary>
    public async ValueTask<DicomStatus> StoreAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    )
    {
        if (index.Contains(instance.SopInstanceUid))
        {
            return DicomStatus.Success;
        }
        var data = await ReadAsync(instance, cancellationToken).ConfigureAwait(false);
        if (data is not { } bytes)
        {
            LogFull(aeTitle, capacity / (1024 * 1024));
            return DicomStatus.OutOfResources;
        }
        if (!TryParse(bytes, instance, out var stored))
        {
            Interlocked.Add(ref used, -bytes.Length);
            return DicomStatus.CannotUnderstand;
        }
        if (
            stored.SopInstanceUid != instance.SopInstanceUid
            || stored.SopClassUid != instance.SopClassUid
        )
        {
            Interlocked.Add(ref used, -bytes.Length);
            return DicomStatus.DatasetDoesNotMatchSopClass;
        }
        if (!index.Add(stored))
        {
            Interlocked.Add(ref used, -bytes.Length);
        }
        return DicomStatus.Success;
    }

    /// <summary>Collects the data set and counts it as used; null, with nothing counted, when it does not fit.</summary>
    private async ValueTask<byte[]?> ReadAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    )
    {
        var collected = new ArrayBufferWriter<byte>(64 * 1024);
        var kept = false;
        try
        {
            while (true)
            {
                var read = await instance.Data.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (Interlocked.Add(ref used, read.Buffer.Length) > capacity)
                {
                    Interlocked.Add(ref used, -read.Buffer.Length);
                    instance.Data.AdvanceTo(read.Buffer.End);
                    return null;
                }
                foreach (var segment in read.Buffer)
                {
                    collected.Write(segment.Span);
                }
                instance.Data.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    kept = true;
                    // The writer grows by doubling; what stays for long must not hold the reserve.
                    return collected.WrittenSpan.ToArray();
                }
            }
        }
        finally
        {
            if (!kept)
            {
                Interlocked.Add(ref used, -collected.WrittenCount);
            }
        }
    }

    private bool TryParse(byte[] bytes, DicomIncomingInstance instance, out StoredInstance stored)
    {
        try
        {
            stored = StoredInstance.Parse(bytes, instance.TransferSyntax);
            return stored.IsComplete;
        }
        catch (DicomDataException exception)
        {
            LogDamaged(exception, aeTitle, instance.SopInstanceUid);
            stored = null!;
            return false;
        }
    }

    private static DicomStatusException Refuse(string fault) =>
        new(
            $"The identifier does not fit its model: {fault}.",
            DicomStatus.DatasetDoesNotMatchSopClass
        )
        {
            ErrorComment = fault,
        };

    private sealed class Source(IArchivedInstance instance) : IDicomInstanceSource
    {
        public DicomUid SopClassUid => instance.SopClassUid;

        public DicomUid SopInstanceUid => instance.SopInstanceUid;

        public DicomTransferSyntax TransferSyntax => instance.TransferSyntax;

        public ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken) =>
            new(instance.OpenDataset());
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{AeTitle} holds {Megabytes} MB and refuses more; Sandbox:CapacityMegabytes raises the limit, a restart empties it"
    )]
    private partial void LogFull(string aeTitle, long megabytes);

    [LoggerMessage(
        LogLevel.Warning,
        "{AeTitle} was sent instance {SopInstanceUid}, which cannot be read"
    )]
    private partial void LogDamaged(Exception exception, string aeTitle, DicomUid sopInstanceUid);
}
