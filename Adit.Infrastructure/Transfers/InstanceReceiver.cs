using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Transfers.Routes;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// The source's side of a transfer: takes what a route brings into the buffer, looks at whose it is, and hands it to the sender.
/// The sub-operation is acknowledged as soon as the bytes are here: the source keeps its copy, and what counts is the destination's
/// answer.
/// </summary>
internal sealed partial class InstanceReceiver(
    JobTask task,
    TransferManifest manifest,
    TransferBuffer buffer,
    DicomCharacterSet? fallbackCharacterSet,
    TransferDeidentification? deidentification
)
{
    private const int MaxUnderWay = 8192;
    private const string UnreadableReason =
        "The source sent an image whose header cannot be read, so that nobody can tell whose it is.";

    private readonly HashSet<string> _chosenSeries = task.SeriesInstanceUids.ToHashSet(
        StringComparer.Ordinal
    );
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sharedUids = new(StringComparer.Ordinal);
    private byte[] _lastAcceptedPatient = [];

    /// <summary>Images taken in, in all rounds; what shows that a broken retrieve has come forward.</summary>
    public int Received { get; private set; }

    public async ValueTask<DicomStatus> ReceiveAsync(
        ArrivingImage instance,
        ChannelWriter<InstanceInTransit> sending,
        CancellationToken cancellationToken
    )
    {
        var uid = instance.SopInstanceUid.Value;
        if (
            uid.Length > DicomUid.MaxLength
            || instance.SopClassUid.Value.Length > DicomUid.MaxLength
        )
        {
            return DicomStatus.CannotUnderstand;
        }
        if (manifest.IsSettled(uid) || !TryBegin(uid))
        {
            // Delivered again by a retrieve of the whole series; the association skips what is not read.
            return DicomStatus.Success;
        }
        if (deidentification is not null)
        {
            return await ReceiveDeidentifiedAsync(
                    instance,
                    deidentification,
                    sending,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        var scan = new HeaderScan(instance.TransferSyntax);
        var data = new InstanceBuffer(buffer);
        InstanceInTransit? transit = null;
        var handedOver = false;
        try
        {
            while (true)
            {
                var result = await instance.Data.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (scan.State == HeaderScanState.NeedsMore)
                {
                    var state = scan.Feed(result.Buffer, result.IsCompleted);
                    if (state == HeaderScanState.Unreadable)
                    {
                        await SettleUnreadableAsync(instance, cancellationToken)
                            .ConfigureAwait(false);
                        await AbandonAsync(data, null).ConfigureAwait(false);
                        return DicomStatus.CannotUnderstand;
                    }
                    if (state == HeaderScanState.Found)
                    {
                        var image = new ListedImage(
                            uid,
                            Shared(Text(scan.Identity.SeriesInstanceUid)),
                            Shared(instance.SopClassUid.Value)
                        );
                        if (
                            !await BelongsAsync(scan.Identity, image, cancellationToken)
                                .ConfigureAwait(false)
                        )
                        {
                            await AbandonAsync(data, null).ConfigureAwait(false);
                            return DicomStatus.Success;
                        }
                        transit = new InstanceInTransit(
                            image,
                            instance.SopClassUid,
                            instance.TransferSyntax,
                            data
                        );
                    }
                }
                await data.WriteAsync(result.Buffer, cancellationToken).ConfigureAwait(false);
                instance.Data.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
                // A small image waits until it is whole, so that a source that breaks off does not break the destination's
                // association too; a large one flows on while it arrives.
                if (!handedOver && transit is not null && data.Length >= buffer.HandOverBytes)
                {
                    await sending.WriteAsync(transit, cancellationToken).ConfigureAwait(false);
                    handedOver = true;
                }
            }
            await data.CompleteWritingAsync(null, CancellationToken.None).ConfigureAwait(false);
            if (!handedOver)
            {
                await sending.WriteAsync(transit!, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            _underWay.Remove(uid);
            await AbandonAsync(data, exception, keepForReader: handedOver).ConfigureAwait(false);
            throw;
        }
        Received++;
        return DicomStatus.Success;
    }

    /// <summary>Before each round: what the last one handed over has been settled or is wanted again.</summary>
    public void BeginRound() => _underWay.Clear();

    /// <summary>False for an image that the source sends a second time while the first is still on its way to the destination.</summary>
    private bool TryBegin(string uid)
    {
        if (_underWay.Count >= MaxUnderWay)
        {
            _underWay.RemoveWhere(manifest.IsSettled);
        }
        return _underWay.Add(uid);
    }

    /// <summary>Series and SOP classes are few; thousands of images hold the same string.</summary>
    private string Shared(string uid)
    {
        if (_sharedUids.TryGetValue(uid, out var shared))
        {
            return shared;
        }
        if (_sharedUids.Count < 1000)
        {
            _sharedUids[uid] = uid;
        }
        return uid;
    }

    /// <summary>Gives the memory back, or leaves it to the sender that reads from it already.</summary>
    private static async ValueTask AbandonAsync(
        InstanceBuffer data,
        Exception? fault,
        bool keepForReader = false
    )
    {
        await data.CompleteWritingAsync(
                fault ?? new IOException("The image is not passed on."),
                CancellationToken.None
            )
            .ConfigureAwait(false);
        if (!keepForReader)
        {
            await data.CompleteAsync().ConfigureAwait(false);
        }
    }

    private ValueTask SettleUnreadableAsync(
        ArrivingImage instance,
        CancellationToken cancellationToken,
        string reason = UnreadableReason
    ) =>
        manifest.SettleAsync(
            new ListedImage(instance.SopInstanceUid.Value, "", instance.SopClassUid.Value),
            InstanceOutcome.Failed,
            cancellationToken,
            reason: reason
        );

    private async ValueTask<bool> BelongsAsync(
        InstanceIdentity identity,
        ListedImage image,
        CancellationToken cancellationToken
    )
    {
        if (Text(identity.StudyInstanceUid) != task.StudyInstanceUid)
        {
            await SettleForeignAsync("It belongs to another study.").ConfigureAwait(false);
            throw new ForeignInstanceException("another study", foundPatientId: null);
        }
        if (OtherPatient(identity) is { } other)
        {
            await SettleForeignAsync("It belongs to another patient.").ConfigureAwait(false);
            throw new ForeignInstanceException("another patient", other);
        }
        if (_chosenSeries.Count > 0 && !_chosenSeries.Contains(image.SeriesInstanceUid))
        {
            await SettleForeignAsync("It belongs to a series that was not chosen.")
                .ConfigureAwait(false);
            return false;
        }
        return true;

        ValueTask SettleForeignAsync(string reason) =>
            manifest.SettleAsync(
                image,
                InstanceOutcome.Unexpected,
                cancellationToken,
                reason: reason
            );
    }

    /// <summary>Null when the image is the task's patient's.</summary>
    private string? OtherPatient(InstanceIdentity identity)
    {
        var bytes = identity.PatientId.Span;
        if (bytes.Length > 0 && bytes.SequenceEqual(_lastAcceptedPatient))
        {
            return null;
        }
        var header = new DicomDataset { FallbackCharacterSet = fallbackCharacterSet };
        if (!identity.CharacterSet.IsEmpty)
        {
            header.Set(DicomTag.SpecificCharacterSet, Text(identity.CharacterSet));
        }
        header.Set(new DicomElement(DicomTag.PatientId, DicomVr.LO, identity.PatientId.ToArray()));
        var patient = header.GetString(DicomTag.PatientId)?.Trim() ?? "";
        if (!TaskPatient.Is(task, patient))
        {
            return patient;
        }
        _lastAcceptedPatient = bytes.ToArray();
        return null;
    }

    private static string Text(ReadOnlyMemory<byte> value) =>
        System.Text.Encoding.Latin1.GetString(value.Span).TrimEnd('\0', ' ').TrimStart(' ');
}

/// <summary>Whose images a task may transfer.</summary>
internal static class TaskPatient
{
    /// <summary>The task's own patient, or the other ID that a person has accepted for this study.</summary>
    public static bool Is(JobTask task, string patientId) =>
        patientId.Trim() is var patient
        && (patient == task.PatientId.Trim() || patient == task.AcceptedPatientId?.Trim());
}

/// <summary>The source delivered an image of somebody else.</summary>
internal sealed class ForeignInstanceException : Exception
{
    public ForeignInstanceException(string owner, string? foundPatientId)
        : base($"The source delivered an image that belongs to {owner}.") =>
        FoundPatientId = foundPatientId;

    public ForeignInstanceException(ForeignInstanceException cause)
        : base(cause.Message, cause) => FoundPatientId = cause.FoundPatientId;

    /// <summary>For the person who may accept it; never for a log.</summary>
    public string? FoundPatientId { get; }
}
