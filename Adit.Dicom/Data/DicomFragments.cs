namespace Adit.Dicom.Data;

/// <summary>Encapsulated pixel data held in memory (PS3.5 Annex A.4). Large pixel data is streamed instead.</summary>
public sealed class DicomFragments : DicomItem
{
    /// <summary>Makes encapsulated pixel data.</summary>
    /// <param name="tag">Usually (7FE0,0010).</param>
    /// <param name="vr">OB, or OW in some old data.</param>
    /// <param name="offsetTable">The basic offset table as bytes: 32-bit little endian offsets, or empty.</param>
    /// <param name="fragments">The fragments behind the offset table.</param>
    public DicomFragments(
        DicomTag tag,
        DicomVr vr,
        ReadOnlyMemory<byte> offsetTable,
        IReadOnlyList<ReadOnlyMemory<byte>> fragments
    )
        : base(tag, vr)
    {
        OffsetTable = offsetTable;
        Fragments = fragments;
    }

    /// <summary>The basic offset table, possibly empty.</summary>
    public ReadOnlyMemory<byte> OffsetTable { get; }

    /// <summary>The fragments behind the offset table.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Fragments { get; }
}
