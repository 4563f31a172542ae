using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Adit.Dicom.Data;

/// <summary>A data set or an item of a sequence: items ordered by tag. Not safe for concurrent use.</summary>
public sealed partial class DicomDataset : IEnumerable<DicomItem>
{
    private DicomItem[] _items;
    private int _count;
    private bool _unsorted;
    private DicomCharacterSet? _characterSet;
    private DicomCharacterSet? _fallbackCharacterSet;

    /// <summary>Makes an empty data set.</summary>
    public DicomDataset()
        : this(0) { }

    internal DicomDataset(int capacity)
    {
        _items = capacity == 0 ? [] : new DicomItem[capacity];
    }

    /// <summary>The number of items on this level.</summary>
    public int Count
    {
        get
        {
            EnsureSorted();
            return _count;
        }
    }

    /// <summary>True to write this item of a sequence with a delimiter in place of a length; as read, and for new items true.</summary>
    public bool HasUndefinedLength { get; set; } = true;

    /// <summary>The item with this tag, or null.</summary>
    public DicomItem? this[DicomTag tag] => TryGet(tag, out var item) ? item : null;

    /// <summary>
    /// How text is encoded here: (0008,0005) of this data set, else of the enclosing one, else the fallback for senders
    /// that do not say, else ASCII.
    /// </summary>
    public DicomCharacterSet CharacterSet
    {
        get
        {
            for (var level = this; level is not null; level = level.ParentSequence?.Owner)
            {
                if (level.OwnCharacterSet() is { } own)
                {
                    return own;
                }
                if (level._fallbackCharacterSet is { } fallback)
                {
                    return fallback;
                }
            }
            return DicomCharacterSet.Default;
        }
    }

    /// <summary>Used when (0008,0005) is missing here and in all enclosing data sets; null means ASCII.</summary>
    public DicomCharacterSet? FallbackCharacterSet
    {
        get => _fallbackCharacterSet;
        set => _fallbackCharacterSet = value;
    }

    internal DicomSequence? ParentSequence { get; set; }

    /// <summary>True when an item with this tag is there, even an empty one.</summary>
    public bool Contains(DicomTag tag) => Find(tag) >= 0;

    /// <summary>Gives the item with this tag; false when it is not there.</summary>
    public bool TryGet(DicomTag tag, [NotNullWhen(true)] out DicomItem? item)
    {
        var index = Find(tag);
        item = index >= 0 ? _items[index] : null;
        return index >= 0;
    }

    /// <summary>Adds the item, in place of the one with the same tag.</summary>
    public void Set(DicomItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var index = Find(item.Tag);
        if (index >= 0)
        {
            _items[index] = item;
        }
        else
        {
            index = ~index;
            Grow();
            Array.Copy(_items, index, _items, index + 1, _count - index);
            _items[index] = item;
            _count++;
        }
        Adopt(item);
    }

    /// <summary>Removes the item with this tag; false when it was not there.</summary>
    public bool Remove(DicomTag tag)
    {
        var index = Find(tag);
        if (index < 0)
        {
            return false;
        }
        _count--;
        Array.Copy(_items, index + 1, _items, index, _count - index);
        _items[_count] = null!;
        if (tag == DicomTag.SpecificCharacterSet)
        {
            _characterSet = null;
        }
        return true;
    }

    /// <summary>A copy that shares encoded values; sequences are copied with their items, to any depth.</summary>
    public DicomDataset Clone()
    {
        EnsureSorted();
        var root = new DicomDataset(_count)
        {
            _fallbackCharacterSet = _fallbackCharacterSet,
            HasUndefinedLength = HasUndefinedLength,
        };
        var open = new Stack<(DicomDataset Source, DicomDataset Copy)>();
        open.Push((this, root));
        while (open.TryPop(out var pair))
        {
            foreach (var item in pair.Source)
            {
                if (item is not DicomSequence sequence)
                {
                    pair.Copy.Append(item);
                    continue;
                }
                var copy = new DicomSequence(sequence.Tag, sequence.Vr)
                {
                    HasUndefinedLength = sequence.HasUndefinedLength,
                };
                foreach (var child in sequence.Items)
                {
                    var childCopy = new DicomDataset(child.Count)
                    {
                        _fallbackCharacterSet = child._fallbackCharacterSet,
                        HasUndefinedLength = child.HasUndefinedLength,
                    };
                    copy.Append(childCopy);
                    open.Push((child, childCopy));
                }
                pair.Copy.Append(copy);
            }
        }
        return root;
    }

    /// <summary>The items by ascending tag. The data set must not be changed meanwhile.</summary>
    public Enumerator GetEnumerator()
    {
        EnsureSorted();
        return new Enumerator(_items, _count);
    }

    IEnumerator<DicomItem> IEnumerable<DicomItem>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds an item that usually has the greatest tag so far; order and doubles are put right at the first question.</summary>
    internal void Append(DicomItem item)
    {
        Grow();
        if (_count > 0 && _items[_count - 1].Tag.Value >= item.Tag.Value)
        {
            _unsorted = true;
        }
        _items[_count++] = item;
        Adopt(item);
    }

    private void Adopt(DicomItem item)
    {
        if (item is DicomSequence sequence)
        {
            sequence.Owner = this;
        }
        else if (item.Tag == DicomTag.SpecificCharacterSet)
        {
            _characterSet = null;
        }
    }

    private DicomCharacterSet? OwnCharacterSet()
    {
        if (
            _characterSet is null
            && TryGet(DicomTag.SpecificCharacterSet, out var item)
            && item is DicomElement element
        )
        {
            var text = System.Text.Encoding.ASCII.GetString(element.RawValue.Span).Trim('\0', ' ');
            // An empty value says as little as a missing one.
            _characterSet = text.Length == 0 ? null : DicomCharacterSet.Parse(text);
        }
        return _characterSet;
    }

    private int Find(DicomTag tag)
    {
        EnsureSorted();
        var value = tag.Value;
        int low = 0;
        int high = _count - 1;
        while (low <= high)
        {
            var middle = (int)((uint)(low + high) >> 1);
            var candidate = _items[middle].Tag.Value;
            if (candidate == value)
            {
                return middle;
            }
            if (candidate < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return ~low;
    }

    private void Grow()
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count == 0 ? 4 : _count * 2);
        }
    }

    private void EnsureSorted()
    {
        if (!_unsorted)
        {
            return;
        }
        _unsorted = false;
        // A stable sort, then the last of equal tags stays: what replacing one by one would give, without its cost.
        var sorted = _items.Take(_count).OrderBy(item => item.Tag.Value).ToArray();
        var kept = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i + 1 < sorted.Length && sorted[i + 1].Tag == sorted[i].Tag)
            {
                continue;
            }
            sorted[kept++] = sorted[i];
        }
        Array.Clear(sorted, kept, sorted.Length - kept);
        _items = sorted;
        _count = kept;
        _characterSet = null;
    }

    /// <summary>Walks over the items without an allocation.</summary>
    public struct Enumerator : IEnumerator<DicomItem>
    {
        private readonly DicomItem[] _items;
        private readonly int _count;
        private int _index = -1;

        internal Enumerator(DicomItem[] items, int count)
        {
            _items = items;
            _count = count;
        }

        /// <inheritdoc/>
        public readonly DicomItem Current => _items[_index];

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose() { }
    }
}
