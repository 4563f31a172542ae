namespace Adit.Dicom.Data;

/// <summary>A member of a data set: a <see cref="DicomElement"/>, a <see cref="DicomSequence"/> or <see cref="DicomFragments"/>.</summary>
public abstract class DicomItem
{
    private protected DicomItem(DicomTag tag, DicomVr vr)
    {
        Tag = tag;
        Vr = vr;
    }

    /// <summary>The tag.</summary>
    public DicomTag Tag { get; }

    /// <summary>The value representation as read, or as chosen for a new element.</summary>
    public DicomVr Vr { get; }
}
