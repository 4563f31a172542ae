using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

/// <summary>Writes received instances as Part 10 files named by their SOP Instance UID.</summary>
internal sealed class InstanceFolder(string path)
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public async ValueTask<string> WriteAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(path);
        // What a peer calls a UID may hold anything, also the way to another folder.
        var uid = instance.SopInstanceUid.IsValid ? instance.SopInstanceUid : DicomUid.New();
        var file = Path.Combine(path, $"{uid.Value}.dcm");
        var part = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            var meta = DicomFile.CreateFileMeta(
                instance.SopClassUid,
                instance.SopInstanceUid,
                instance.TransferSyntax,
                instance.SenderAeTitle
            );
            await using (
                var stream = new FileStream(
                    part,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    bufferSize: 0
                )
            )
            {
                await DicomFile.WriteAsync(stream, meta, instance.Data, cancellationToken);
            }
            File.Move(part, file, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
        Interlocked.Increment(ref _count);
        return file;
    }
}
