using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Infrastructure.Sandbox.Archive;

/// <summary>An object that was sent to the sandbox, kept in memory exactly as it came from the wire.</summary>
internal sealed class StoredInstance : IArchivedInstance
{
    private readonly byte[] data;
    private readonly DicomDataset header;

    private StoredInstance(byte[] data, DicomTransferSyntax transferSyntax, DicomDataset header)
    {
        this.data = data;
        this.header = header;
        TransferSyntax = transferSyntax;
        PatientId = header.GetString(DicomTag.PatientId) ?? "";
        StudyInstanceUid = Uid(header, DicomTag.StudyInstanceUid);
        SeriesInstanceUid = Uid(header, DicomTag.SeriesInstanceUid);
        SopInstanceUid = Uid(header, DicomTag.SopInstanceUid);
        SopClassUid = Uid(header, DicomTag.SopClassUid);
    }

    public string PatientId { get; }

    public DicomUid StudyInstanceUid { get; }

    public DicomUid SeriesInstanceUid { get; }

    public DicomUid SopInstanceUid { get; }

    public DicomUid SopClassUid { get; }

    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Whether the object says all that an archive needs to file it.</summary>
    public bool IsComplete =>
        !StudyInstanceUid.IsEmpty
        && !SeriesInstanceUid.IsEmpty
        && !SopInstanceUid.IsEmpty
        && !SopClassUid.IsEmpty;

    /// <exception cref="DicomDataException">The bytes are no data set of this transfer syntax.</exception>
    public static StoredInstance Parse(byte[] data, DicomTransferSyntax transferSyntax)
    {
        var header = DicomSerializer.Parse(data, transferSyntax);
        foreach (
            var tag in header.Select(item => item.Tag).Where(tag => tag.Group >= 0x7FE0).ToArray()
        )
        {
            header.Remove(tag);
        }
        return new StoredInstance(data, transferSyntax, header);
    }

    public DicomDataset ReadHeader() => header;

    public Stream OpenDataset() => new MemoryStream(data, writable: false);

    private static DicomUid Uid(DicomDataset header, DicomTag tag) =>
        new(header.GetString(tag) ?? "");
}
