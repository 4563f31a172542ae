namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>Looks for markers in bytes: as ASCII without regard to case, as UTF-16 in both orders, and with the bytes of 16-bit words swapped.</summary>
public sealed class MarkerScan
{
    private const int KeyLength = 8;

    private readonly Dictionary<ulong, List<(byte[] Bytes, Marker Marker)>> _byKey = [];
    private readonly bool[] _filter = new bool[1 << 16];

    public MarkerScan(IEnumerable<Marker> markers)
    {
        foreach (var marker in markers)
        {
            var bytes = System.Text.Encoding.ASCII.GetBytes(marker.Text.ToLowerInvariant());
            // The end of a marker is what is unique about it.
            var key = BitConverter.ToUInt64(bytes, bytes.Length - KeyLength);
            if (!_byKey.TryGetValue(key, out var same))
            {
                _byKey.Add(key, same = []);
            }
            same.Add((bytes, marker));
            _filter[Slot(key)] = true;
        }
    }

    /// <summary>The markers that are there.</summary>
    public IReadOnlyCollection<Marker> Find(ReadOnlySpan<byte> output)
    {
        var found = new HashSet<Marker>(ReferenceEqualityComparer.Instance);
        var plain = new byte[output.Length];
        for (var i = 0; i < output.Length; i++)
        {
            plain[i] = output[i] is >= (byte)'A' and <= (byte)'Z'
                ? (byte)(output[i] | 0x20)
                : output[i];
        }
        Find(plain, found);
        var view = new byte[output.Length];
        for (var i = 0; i < output.Length; i++)
        {
            view[i] = plain[Math.Min(i ^ 1, output.Length - 1)];
        }
        Find(view, found);
        for (var phase = 0; phase < 2; phase++)
        {
            var length = (output.Length - phase + 1) / 2;
            for (var i = 0; i < length; i++)
            {
                view[i] = plain[(2 * i) + phase];
            }
            Find(view.AsSpan(0, length), found);
        }
        return found;
    }

    private void Find(ReadOnlySpan<byte> view, HashSet<Marker> found)
    {
        for (var i = 0; i + KeyLength <= view.Length; i++)
        {
            var key = BitConverter.ToUInt64(view[i..]);
            if (!_filter[Slot(key)] || !_byKey.TryGetValue(key, out var candidates))
            {
                continue;
            }
            foreach (var (bytes, marker) in candidates)
            {
                var start = i + KeyLength - bytes.Length;
                if (start >= 0 && view[start..].StartsWith(bytes))
                {
                    found.Add(marker);
                }
            }
        }
    }

    private static int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> 48);
}
