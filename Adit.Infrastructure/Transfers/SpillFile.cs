using Microsoft.Win32.SafeHandles;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// Where a transfer puts what it has received while the destination does not take any more. Private to this process, bounded,
/// and gone when it is closed, also after a crash of the process on systems where an open file can be unlinked.
/// </summary>
internal sealed class SpillFile(string directory, long maxBytes) : IDisposable
{
    private readonly Lock _gate = new();
    private SafeFileHandle? _handle;
    private long _position;
    private long _outstanding;

    public long BytesWritten { get; private set; }

    /// <summary>Writes a block and says where it stands; null when the file is at its limit or the disk is full.</summary>
    public async ValueTask<long?> TryWriteAsync(
        ReadOnlyMemory<byte> block,
        CancellationToken cancellationToken
    )
    {
        long offset;
        SafeFileHandle handle;
        lock (_gate)
        {
            if (_position + block.Length > maxBytes)
            {
                return null;
            }
            handle = _handle ??= Open();
            offset = _position;
            _position += block.Length;
            _outstanding += block.Length;
            BytesWritten += block.Length;
        }
        try
        {
            await RandomAccess
                .WriteAsync(handle, block, offset, cancellationToken)
                .ConfigureAwait(false);
            return offset;
        }
        catch (IOException)
        {
            // A full disk is the same to the transfer as a full file: it stops fetching and goes on with what it has.
            Release(block.Length);
            return null;
        }
    }

    public async ValueTask ReadAsync(
        long offset,
        Memory<byte> block,
        CancellationToken cancellationToken
    )
    {
        var handle = _handle ?? throw new InvalidOperationException("Nothing has been spilled.");
        while (!block.IsEmpty)
        {
            var read = await RandomAccess
                .ReadAsync(handle, block, offset, cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException(
                    "The temporary file of a transfer is shorter than what was written to it."
                );
            }
            block = block[read..];
            offset += read;
        }
    }

    /// <summary>What has been read is not needed again; once nothing is outstanding the file is filled from its start.</summary>
    public void Release(int length)
    {
        lock (_gate)
        {
            _outstanding -= length;
            if (_outstanding == 0)
            {
                _position = 0;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _handle?.Dispose();
            _handle = null;
        }
    }

    private SafeFileHandle Open()
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Path.GetRandomFileName());
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(
                path,
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                FileOptions.Asynchronous | FileOptions.DeleteOnClose
            );
        }
        // Images of patients: readable by nobody else, and unlinked at once so that nothing stays behind whatever happens.
        using var created = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }
        );
        var handle = File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete,
            FileOptions.Asynchronous
        );
        File.Delete(path);
        return handle;
    }
}
