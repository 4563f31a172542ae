using System.Buffers;
using System.Security.Cryptography;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Transfers;
using Adit.Infrastructure.Transfers.Routes;
using Microsoft.Win32.SafeHandles;

namespace Adit.Infrastructure.Folders;

/// <summary>An image on its way into a folder: written aside, not yet under its name. Disposing it removes what is aside.</summary>
internal sealed class StagedImage : IDisposable
{
    private const long SyncEvery = 64 << 20;

    private readonly FolderSpace _space;
    private readonly SafeFileHandle _handle;
    private long _reserved;
    private long _syncedUpTo;

    private StagedImage(
        InstanceInTransit instance,
        FolderSpace space,
        SafeFileHandle handle,
        string path
    )
    {
        (Image, TransferSyntax) = (instance.Image, instance.TransferSyntax);
        OutputSopInstanceUid = instance.OutputSopInstanceUid?.Value;
        (_space, _handle, Path) = (space, handle, path);
    }

    public ListedImage Image { get; }

    /// <summary>Its identifier in the file, when that is not the source's.</summary>
    public string? OutputSopInstanceUid { get; }

    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Where it is until it has its name.</summary>
    public string Path { get; }

    /// <summary>Where the data set begins.</summary>
    public long DatasetOffset { get; private set; }

    /// <summary>Size of the whole file.</summary>
    public long Length { get; private set; }

    public long DatasetLength => Length - DatasetOffset;

    /// <summary>Of the whole file.</summary>
    public byte[] Sha256 { get; private set; } = [];

    public OutgoingHeader Header { get; private set; } = new();

    /// <summary>Where it will go; set before it is handed on.</summary>
    public SeriesPlace? Place { get; set; }

    /// <summary>Copies an image from its buffer into a file aside, hashing it and booking its space while it goes by.</summary>
    /// <exception cref="FolderUnavailableException">No room is left.</exception>
    /// <exception cref="DicomDataException">The header cannot be read.</exception>
    public static async Task<StagedImage> WriteAsync(
        InstanceInTransit instance,
        long taskId,
        DicomFolderNode folder,
        StagingArea staging,
        FolderSpace space,
        DicomReadOptions reading,
        TimeSpan stallTimeout,
        CancellationToken cancellationToken
    )
    {
        var (handle, path) = staging.Create(taskId);
        var staged = new StagedImage(instance, space, handle, path);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var prologue = DicomFile.EncodePrologue(
                DicomFile.CreateFileMeta(
                    instance.SopClassUid,
                    instance.SentUid,
                    instance.TransferSyntax
                )
            );
            staged.DatasetOffset = prologue.Length;
            await staged
                .AppendAsync(new ReadOnlySequence<byte>(prologue), folder, hash, cancellationToken)
                .WaitAsync(stallTimeout, cancellationToken)
                .ConfigureAwait(false);
            while (true)
            {
                var result = await instance.Data.ReadAsync(cancellationToken).ConfigureAwait(false);
                await staged
                    .AppendAsync(result.Buffer, folder, hash, cancellationToken)
                    .WaitAsync(stallTimeout, cancellationToken)
                    .ConfigureAwait(false);
                instance.Data.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }
            staged.Sha256 = hash.GetHashAndReset();
            staged.Header = await OutgoingHeader
                .ReadAsync(
                    handle,
                    prologue.Length,
                    instance.TransferSyntax,
                    reading.FallbackCharacterSet,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return staged;
        }
        catch (TimeoutException)
        {
            // The file system hangs, and removing the file would hang as well.
            _ = Task.Run(staged.Dispose, CancellationToken.None);
            throw;
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Returns when its bytes are on the disk.</summary>
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    /// <summary>Gives it its name; false when something has that name already.</summary>
    public bool TryMoveTo(string target)
    {
        if (!FileSystemCalls.TryMove(Path, target))
        {
            return false;
        }
        // What is booked is there now, and stays booked.
        _reserved = 0;
        return true;
    }

    /// <summary>
    /// Whether a file holds the same data set in the same transfer syntax. Their file meta information may differ: it names the
    /// version of the program that wrote it.
    /// </summary>
    public async Task<bool> IsSameAsAsync(string other, CancellationToken cancellationToken)
    {
        if (
            (File.GetAttributes(other) & (FileAttributes.Directory | FileAttributes.ReparsePoint))
            != 0
        )
        {
            return false;
        }
        try
        {
            var file = await DicomFile
                .OpenAsync(other, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            var (offset, syntax) = (file.DatasetOffset, file.TransferSyntax);
            await file.DisposeAsync().ConfigureAwait(false);
            if (syntax.Uid != TransferSyntax.Uid)
            {
                return false;
            }
            using var handle = File.OpenHandle(other);
            return RandomAccess.GetLength(handle) - offset == DatasetLength
                && await HaveSameBytesAsync(handle, offset, cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is DicomDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        StagingArea.Discard(_handle, Path);
        _space.Release(_reserved);
        _reserved = 0;
    }

    private async Task AppendAsync(
        ReadOnlySequence<byte> bytes,
        DicomFolderNode folder,
        IncrementalHash hash,
        CancellationToken cancellationToken
    )
    {
        if (bytes.IsEmpty)
        {
            return;
        }
        await _space.ReserveAsync(folder, bytes.Length, cancellationToken).ConfigureAwait(false);
        _reserved += bytes.Length;
        foreach (var part in bytes)
        {
            await RandomAccess
                .WriteAsync(_handle, part, Length, cancellationToken)
                .ConfigureAwait(false);
            hash.AppendData(part.Span);
            Length += part.Length;
        }
        // Large objects piece by piece, so that no sync takes long.
        if (Length - _syncedUpTo >= SyncEvery)
        {
            await Task.Run(Sync, cancellationToken).ConfigureAwait(false);
            _syncedUpTo = Length;
        }
    }

    private async Task<bool> HaveSameBytesAsync(
        SafeFileHandle other,
        long offset,
        CancellationToken cancellationToken
    )
    {
        const int Block = 128 << 10;
        var (mine, its) = (ArrayPool<byte>.Shared.Rent(Block), ArrayPool<byte>.Shared.Rent(Block));
        try
        {
            for (long done = 0; done < DatasetLength; )
            {
                var count = await RandomAccess
                    .ReadAsync(
                        _handle,
                        mine.AsMemory(0, Block),
                        DatasetOffset + done,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                for (var got = 0; got < count; )
                {
                    var read = await RandomAccess
                        .ReadAsync(
                            other,
                            its.AsMemory(got, count - got),
                            offset + done + got,
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    if (read == 0)
                    {
                        return false;
                    }
                    got += read;
                }
                if (count == 0 || !mine.AsSpan(0, count).SequenceEqual(its.AsSpan(0, count)))
                {
                    return false;
                }
                done += count;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(mine);
            ArrayPool<byte>.Shared.Return(its);
        }
    }
}
