using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <content>Reading a bulk value piece by piece into memory of the caller: nothing is allocated for it.</content>
public sealed partial class DicomStreamReader
{
    private const int FragmentHeaderLength = 8;

    private readonly byte[] _fragmentHeader = new byte[FragmentHeaderLength];

    /// <summary>How much of an open value of known length has been used.</summary>
    private long _bulkUsed;

    /// <summary>How much of an open fragment has not been used.</summary>
    private long _fragmentLeft;

    /// <summary>Fills the memory with the next bytes of the open bulk value of known length; fewer at its end, behind which it is closed.</summary>
    /// <exception cref="DicomDataException">The data end before the value does.</exception>
    /// <exception cref="InvalidOperationException">No bulk value of known length is open.</exception>
    internal async ValueTask<int> ReadBulkBytesAsync(
        Memory<byte> destination,
        CancellationToken cancellationToken = default
    )
    {
        if (RequireBulk().Length is not { } length)
        {
            throw new InvalidOperationException("The open value consists of fragments.");
        }
        var wanted = (int)Math.Min(destination.Length, length - _bulkUsed);
        await FillAsync(destination[..wanted], cancellationToken).ConfigureAwait(false);
        _bulkUsed += wanted;
        if (_bulkUsed == length)
        {
            _bulk = null;
        }
        return wanted;
    }

    /// <summary>
    /// Goes to the next fragment of the open encapsulated value and gives its length; null behind the last one. The basic
    /// offset table and what is left of the fragment before are skipped.
    /// </summary>
    /// <exception cref="DicomDataException">The data are damaged.</exception>
    /// <exception cref="InvalidOperationException">No encapsulated value is open.</exception>
    internal async ValueTask<long?> OpenFragmentAsync(CancellationToken cancellationToken = default)
    {
        if (RequireBulk() is not { IsFragments: true } value)
        {
            throw new InvalidOperationException("The open value does not consist of fragments.");
        }
        while (true)
        {
            Require(
                await _source.SkipAsync(_fragmentLeft, cancellationToken).ConfigureAwait(false)
            );
            _fragmentLeft = 0;
            await FillAsync(_fragmentHeader, cancellationToken).ConfigureAwait(false);
            var length = _parser.ReadFragmentHeader(
                _fragmentHeader,
                value.Tag,
                Offset - FragmentHeaderLength
            );
            _fragmentLeft = length ?? 0;
            if (length is null)
            {
                _bulk = null;
                return null;
            }
            if (_offsetTableRead)
            {
                return length;
            }
            _offsetTableRead = true;
        }
    }

    /// <summary>Fills the memory with the next bytes of the open fragment; fewer at its end.</summary>
    /// <exception cref="DicomDataException">The data end before the fragment does.</exception>
    internal async ValueTask<int> ReadFragmentBytesAsync(
        Memory<byte> destination,
        CancellationToken cancellationToken = default
    )
    {
        var wanted = (int)Math.Min(destination.Length, _fragmentLeft);
        await FillAsync(destination[..wanted], cancellationToken).ConfigureAwait(false);
        _fragmentLeft -= wanted;
        return wanted;
    }

    private async ValueTask FillAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        while (!destination.IsEmpty)
        {
            var count = await _source
                .ReadSomeAsync(destination, cancellationToken)
                .ConfigureAwait(false);
            // An empty read of a pipe that goes on is possible; only its end is the end.
            Require(count > 0 || !_source.IsCompleted);
            destination = destination[count..];
        }
    }
}
