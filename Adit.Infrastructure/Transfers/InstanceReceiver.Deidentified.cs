using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Network;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Transfers.Routes;

namespace Adit.Infrastructure.Transfers;

/// <summary>Images that are de-identified between the source and the buffer: what lies in the buffer may leave.</summary>
internal sealed partial class InstanceReceiver
{
    private async ValueTask<DicomStatus> ReceiveDeidentifiedAsync(
        ArrivingImage instance,
        TransferDeidentification deidentification,
        ChannelWriter<InstanceInTransit> sending,
        CancellationToken cancellationToken
    )
    {
        var session = deidentification.Begin(instance);
        await using var _ = session.ConfigureAwait(false);
        try
        {
            if (
                await IdentifyAsync(instance, session, cancellationToken).ConfigureAwait(false)
                is not { } image
            )
            {
                return DicomStatus.CannotUnderstand;
            }
            if (image.IsForeign)
            {
                return DicomStatus.Success;
            }
            return await PassDeidentifiedAsync(
                    instance,
                    session,
                    image.Image,
                    sending,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch
        {
            _underWay.Remove(instance.SopInstanceUid.Value);
            throw;
        }
    }

    /// <summary>Looks at the original header; null when nobody can tell whose image it is.</summary>
    private async ValueTask<(ListedImage Image, bool IsForeign)?> IdentifyAsync(
        ArrivingImage instance,
        InstanceDeidentification session,
        CancellationToken cancellationToken
    )
    {
        DicomDataset original;
        try
        {
            original = await session.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DicomDataException)
        {
            await SettleUnreadableAsync(instance, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DeidentificationRefusedException tooLong)
        {
            await SettleUnreadableAsync(instance, cancellationToken, tooLong.Message)
                .ConfigureAwait(false);
            return null;
        }
        var identity = new InstanceIdentity(
            Raw(original, DicomTag.SpecificCharacterSet),
            Raw(original, DicomTag.PatientId),
            Raw(original, DicomTag.StudyInstanceUid),
            Raw(original, DicomTag.SeriesInstanceUid)
        );
        if (identity.StudyInstanceUid.IsEmpty)
        {
            await SettleUnreadableAsync(instance, cancellationToken).ConfigureAwait(false);
            return null;
        }
        var image = new ListedImage(
            instance.SopInstanceUid.Value,
            Shared(Text(identity.SeriesInstanceUid)),
            Shared(instance.SopClassUid.Value)
        );
        var belongs = await BelongsAsync(identity, image, cancellationToken).ConfigureAwait(false);
        return (image, !belongs);
    }

    private async ValueTask<DicomStatus> PassDeidentifiedAsync(
        ArrivingImage instance,
        InstanceDeidentification session,
        ListedImage image,
        ChannelWriter<InstanceInTransit> sending,
        CancellationToken cancellationToken
    )
    {
        InstanceBuffer? data = null;
        var handedOver = false;
        try
        {
            var header = session.Prepare();
            data = new InstanceBuffer(buffer);
            var transit = new InstanceInTransit(
                image,
                header.SopClassUid,
                session.OutputSyntax,
                data
            )
            {
                OutputSopInstanceUid = header.SopInstanceUid,
            };
            var output = new InstanceBufferWriter(data, HandOverLargeAsync);
            try
            {
                await session.WriteAsync(output, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await output.CompleteAsync().ConfigureAwait(false);
            }
            await data.CompleteWritingAsync(null, CancellationToken.None).ConfigureAwait(false);
            if (!handedOver)
            {
                await sending.WriteAsync(transit, cancellationToken).ConfigureAwait(false);
            }
            Received++;
            return DicomStatus.Success;

            // A small image waits until it is whole; a large one flows on while it arrives.
            async ValueTask HandOverLargeAsync(CancellationToken token)
            {
                if (!handedOver && data.Length >= buffer.HandOverBytes)
                {
                    await sending.WriteAsync(transit, token).ConfigureAwait(false);
                    handedOver = true;
                }
            }
        }
        catch (DeidentificationRefusedException revealing)
            when (revealing.Reason == DeidentificationRefusal.RevealingPseudonym)
        {
            // True of every image: the search that the task was made from has shown less than the images say.
            throw new RevealingPseudonymException(
                $"{revealing.Message} The images say so, and the transfer was stopped. Make a new job with another pseudonym."
            );
        }
        catch (DeidentificationRefusedException refused)
            when (refused.Reason != DeidentificationRefusal.Damaged)
        {
            await GiveUpAsync(refused).ConfigureAwait(false);
            await SettleAsync(InstanceOutcome.Excluded, refused.Message).ConfigureAwait(false);
            Received++;
            return DicomStatus.Success;
        }
        catch (DicomException damaged)
            when (damaged is DicomDataException or DeidentificationRefusedException)
        {
            await GiveUpAsync(damaged).ConfigureAwait(false);
            await SettleAsync(
                    InstanceOutcome.Failed,
                    $"The image is damaged, so that it cannot be de-identified. {damaged.Message}"
                )
                .ConfigureAwait(false);
            return DicomStatus.CannotUnderstand;
        }
        catch (Exception fault)
        {
            await GiveUpAsync(fault).ConfigureAwait(false);
            throw;
        }

        // Who reads from it already breaks off, so that nothing half-treated is stored.
        ValueTask GiveUpAsync(Exception fault) =>
            data is null ? ValueTask.CompletedTask : AbandonAsync(data, fault, handedOver);

        ValueTask SettleAsync(InstanceOutcome outcome, string reason) =>
            manifest.SettleAsync(image, outcome, cancellationToken, reason: reason);
    }

    private static ReadOnlyMemory<byte> Raw(DicomDataset dataset, DicomTag tag) =>
        dataset[tag] is DicomElement element ? element.RawValue : default;
}
