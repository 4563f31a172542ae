using System.Collections.ObjectModel;

namespace Adit.Dicom.Data;

/// <summary>A sequence of items (PS3.5 section 7.5).</summary>
public sealed class DicomSequence : DicomItem
{
    private readonly ItemCollection _items;

    /// <summary>Makes a sequence.</summary>
    public DicomSequence(DicomTag tag, params ReadOnlySpan<DicomDataset> items)
        : this(tag, DicomVr.SQ)
    {
        foreach (var item in items)
        {
            _items.Add(item);
        }
    }

    /// <summary>Makes an empty sequence with the value representation that it was read with.</summary>
    internal DicomSequence(DicomTag tag, DicomVr vr)
        : base(tag, vr)
    {
        _items = new ItemCollection(this);
    }

    /// <summary>The items, in order.</summary>
    public IList<DicomDataset> Items => _items;

    /// <summary>True to write the sequence with a delimiter in place of a length; as read, and for new sequences true.</summary>
    public bool HasUndefinedLength { get; set; } = true;

    /// <summary>The data set that holds this sequence; items inherit its character set.</summary>
    internal DicomDataset? Owner { get; set; }

    /// <summary>Adds an item while reading.</summary>
    internal void Append(DicomDataset item) => _items.Add(item);

    private sealed class ItemCollection(DicomSequence sequence) : Collection<DicomDataset>
    {
        protected override void InsertItem(int index, DicomDataset item)
        {
            ArgumentNullException.ThrowIfNull(item);
            item.ParentSequence = sequence;
            base.InsertItem(index, item);
        }

        protected override void SetItem(int index, DicomDataset item)
        {
            ArgumentNullException.ThrowIfNull(item);
            item.ParentSequence = sequence;
            base.SetItem(index, item);
        }
    }
}
