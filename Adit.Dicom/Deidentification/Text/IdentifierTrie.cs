namespace Adit.Dicom.Deidentification.Text;

/// <summary>
/// Numbers and codes that are looked for, all at once: the cost of a look does not grow with their number. They are held folded,
/// without separators; where the text may have some is noted at each node.
/// </summary>
internal sealed class IdentifierTrie
{
    /// <summary>Longer identifiers are known by their beginning.</summary>
    public const int MaxLength = 128;

    private readonly Dictionary<long, int> _next = [];
    private readonly List<Node> _nodes = [default];

    /// <summary>The node in front of all identifiers.</summary>
    public const int Root = 0;

    /// <summary>True when there are none.</summary>
    public bool IsEmpty => _nodes.Count == 1;

    /// <summary>How much it holds: at most the characters of all identifiers.</summary>
    public int NodeCount => _nodes.Count;

    /// <summary>Adds an identifier.</summary>
    /// <param name="folded">Its letters and digits, folded.</param>
    /// <param name="maySplit">Says for each position whether the text may have a separator in front of it.</param>
    public void Add(ReadOnlySpan<char> folded, Func<int, bool> maySplit)
    {
        if (folded.Length > MaxLength)
        {
            folded = folded[..MaxLength];
        }
        var node = Root;
        for (var i = 0; i < folded.Length; i++)
        {
            if (i > 0 && maySplit(i))
            {
                _nodes[node] = _nodes[node] with { MaySplit = true };
            }
            if (!_next.TryGetValue(Key(node, folded[i]), out var next))
            {
                next = _nodes.Count;
                _nodes.Add(default);
                _next.Add(Key(node, folded[i]), next);
            }
            node = next;
        }
        if (node != Root)
        {
            _nodes[node] = _nodes[node] with { IsEnd = true };
        }
    }

    /// <summary>Goes on by one character; false when no identifier goes on like this.</summary>
    public bool TryStep(ref int node, char c) => _next.TryGetValue(Key(node, c), out node);

    /// <summary>True when an identifier ends here.</summary>
    public bool IsEnd(int node) => _nodes[node].IsEnd;

    /// <summary>True when the text may have a separator here.</summary>
    public bool MaySplit(int node) => _nodes[node].MaySplit;

    private static long Key(int node, char c) => ((long)node << 16) | c;

    private readonly record struct Node(bool IsEnd, bool MaySplit);
}
