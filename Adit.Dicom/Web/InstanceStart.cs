using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Web;

internal enum InstanceStartState
{
    NeedsMore,
    Known,
    Unknown,
}

/// <summary>
/// Finds out from the first bytes of a file which instance it is: from the file meta information, or, where that leaves it out,
/// from the first elements of the data set.
/// </summary>
internal sealed class InstanceStart(string? announcedSyntax)
{
    private const int MaxLength = 1 << 20;

    private DicomFilePrologue.Result? _prologue;
    private DicomTransferSyntax _syntax = DicomTransferSyntax.ImplicitVrLittleEndian;
    private DicomUid? _sopClassUid;
    private DicomUid? _sopInstanceUid;

    /// <summary>Where the data set begins.</summary>
    public int DatasetOffset => _prologue?.Length ?? 0;

    /// <summary>Looks at all that has come.</summary>
    public InstanceStartState Look(ReadOnlyMemory<byte> data, bool final)
    {
        try
        {
            return (_prologue ??= ReadPrologue(data, final)) is null
                ? InstanceStartState.NeedsMore
                : ReadDataset(data, final);
        }
        catch (DicomDataException)
        {
            return InstanceStartState.Unknown;
        }
    }

    public DicomWebInstance ToInstance(PipeReader data) =>
        new(_sopClassUid!.Value, _sopInstanceUid!.Value, _syntax, data);

    private DicomFilePrologue.Result? ReadPrologue(ReadOnlyMemory<byte> data, bool final)
    {
        if (DicomFilePrologue.TryRead(data, final) is not { } prologue)
        {
            return null;
        }
        var meta = prologue.FileMeta;
        _sopClassUid = meta.GetUid(DicomTag.MediaStorageSopClassUid);
        _sopInstanceUid = meta.GetUid(DicomTag.MediaStorageSopInstanceUid);
        _syntax =
            !meta.Contains(DicomTag.TransferSyntaxUid) && announcedSyntax is { Length: > 1 }
                ? DicomTransferSyntax.Lookup(announcedSyntax)
                : prologue.TransferSyntax;
        // The elements lie in memory that is used again.
        return prologue with { FileMeta = [] };
    }

    private InstanceStartState ReadDataset(ReadOnlyMemory<byte> data, bool final)
    {
        if (_sopClassUid is not null && _sopInstanceUid is not null)
        {
            return InstanceStartState.Known;
        }
        if (_syntax.IsDeflated)
        {
            return InstanceStartState.Unknown;
        }
        var parser = new DicomParser(_syntax, DicomReadOptions.Default, streaming: true)
        {
            StopTag = new DicomTag(0x0008, 0x0019),
        };
        var position = DatasetOffset;
        var status = parser.Read(data, ref position, final);
        if (status == ParseStatus.NeedMore && data.Length < MaxLength)
        {
            return InstanceStartState.NeedsMore;
        }
        _sopClassUid ??= parser.Root.GetUid(DicomTag.SopClassUid);
        _sopInstanceUid ??= parser.Root.GetUid(DicomTag.SopInstanceUid);
        return _sopClassUid is null || _sopInstanceUid is null
            ? InstanceStartState.Unknown
            : InstanceStartState.Known;
    }
}
