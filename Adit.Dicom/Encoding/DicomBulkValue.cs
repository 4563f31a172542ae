using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>The header of a value that is not held in memory; its bytes are read from the reader that gave it.</summary>
public sealed class DicomBulkValue : DicomItem
{
    /// <summary>Describes a value to be streamed.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="vr">The value representation.</param>
    /// <param name="length">The length in bytes; null for fragments, which end with a delimiter.</param>
    /// <param name="isBigEndian">True when the value's numbers are big endian.</param>
    public DicomBulkValue(DicomTag tag, DicomVr vr, long? length, bool isBigEndian = false)
        : base(tag, vr)
    {
        Length = length;
        IsBigEndian = isBigEndian;
    }

    /// <summary>The length in bytes; null for fragments.</summary>
    public long? Length { get; }

    /// <summary>True when the value is encapsulated: an offset table and fragments.</summary>
    public bool IsFragments => Length is null;

    /// <summary>True when the value's numbers are big endian.</summary>
    public bool IsBigEndian { get; }
}
