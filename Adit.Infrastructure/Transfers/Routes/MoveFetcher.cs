using System.Runtime.ExceptionServices;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Receiver;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// Fetches by C-MOVE to the own receiver: the images come over associations that the source opens, and the receiver brings them
/// here by the message id of the C-MOVE.
/// </summary>
internal sealed class MoveFetcher(ServerConnector connector, IMoveReceiver receiver, FetchJob job)
    : IFetcher
{
    /// <summary>After the final response: how long nothing may come before what is missing counts as not sent.</summary>
    private static readonly TimeSpan RestIdle = TimeSpan.FromSeconds(3);

    private readonly StudyIdentifiers _identifiers = new(
        job.Source,
        job.Task,
        ServerServices.StudyRootMove,
        ServerServices.PatientRootMove
    );

    private bool _hasSaidThatNothingCame;

    public async Task FetchAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<FetchScope> scopes,
        ArrivingImageHandler deliver,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var model = _identifiers.IsStudyRoot ? DicomUids.StudyRootMove : DicomUids.PatientRootMove;
        // The rows of the images that are listed; from here on an acknowledged image cannot be forgotten by a crash.
        await job.Manifest.FlushAsync(stop).ConfigureAwait(false);
        var order = new MoveOrder(
            job.Source.AeTitle,
            connector.Peer(job.Source).CallingAeTitle,
            job.Task.StudyInstanceUid,
            (image, token) => TakeAsync(image, deliver, token)
        );
        var expectation = await receiver.ExpectAsync(order, stop).ConfigureAwait(false);
        await using var closing = expectation.ConfigureAwait(false);
        // Silence is watched by what comes, over whichever association: many archives send no pending responses.
        var timeouts = ServerConnector.ImageTimeouts(job.Source);
        var association = await connector
            .OpenAsync(
                job.Source,
                [new(model, QuerySyntaxes.All)],
                timeouts with
                {
                    Response = timeouts.Total ?? timeouts.Response,
                    Idle = timeouts.Total ?? timeouts.Idle,
                },
                stop
            )
            .ConfigureAwait(false);
        await using var _ = association.ConfigureAwait(false);
        await using var killed = abort
            .UnsafeRegister(static state => ((DicomAssociation)state!).Abort(), association)
            .ConfigureAwait(false);
        DicomStatusException? failed = null;
        foreach (var scope in scopes)
        {
            try
            {
                await MoveAsync(association, expectation, model, scope, timeouts, stop)
                    .ConfigureAwait(false);
            }
            catch (DicomStatusException status)
                when (status.Status != DicomStatus.MoveDestinationUnknown)
            {
                // The association goes on; what this request did not bring is asked for again later.
                failed = status;
            }
        }
        await association.ReleaseAsync(stop).ConfigureAwait(false);
        if (failed is not null)
        {
            throw failed;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task MoveAsync(
        DicomAssociation association,
        MoveExpectation expectation,
        DicomUid model,
        FetchScope scope,
        DicomTimeouts timeouts,
        CancellationToken stop
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var messageId = expectation.BeginMove();
        var move = association.MoveAsync(
            model,
            _identifiers.Of(scope),
            receiver.AeTitle,
            new Pulse(expectation),
            messageId,
            ending.Token
        );
        var silence = expectation.WaitForSilenceAsync(
            timeouts.Response,
            timeouts.Idle,
            watching.Token
        );
        DicomRetrieveResult? result = null;
        try
        {
            var first = await Task.WhenAny(move, silence, expectation.Fault).ConfigureAwait(false);
            if (first == silence && silence.IsCompletedSuccessfully && !move.IsCompleted)
            {
                association.Abort();
                await Task.WhenAny(move).ConfigureAwait(false);
                throw Silent(expectation, timeouts);
            }
            if (first == expectation.Fault)
            {
                await ending.CancelAsync().ConfigureAwait(false);
                await Task.WhenAny(move).ConfigureAwait(false);
                await ThrowFaultAsync(expectation).ConfigureAwait(false);
            }
            result = await move.ConfigureAwait(false);
        }
        catch (DicomStatusException status) when (status.Retrieve is not null)
        {
            // Failed as a whole, and yet images may be on their way.
            var counts = status.Retrieve.SubOperations;
            await EndAsync(
                    expectation,
                    messageId,
                    counts is null && IsRefusal(status.Status) ? 0 : Sent(counts),
                    scope,
                    stop
                )
                .ConfigureAwait(false);
            if (expectation.TakenBy(messageId) == 0)
            {
                // The source reports what the line did to it as a failure of the image; another attempt may well succeed.
                if (expectation.BrokenBy(messageId) is { } broken)
                {
                    ExceptionDispatchInfo.Throw(broken);
                }
                SayThatNothingCame(expectation);
            }
            throw;
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(silence).ConfigureAwait(false);
        }
        await EndAsync(expectation, messageId, Sent(result.SubOperations), scope, stop)
            .ConfigureAwait(false);
    }

    private static int? Sent(DicomSubOperations? counts) =>
        counts is { } known ? known.Completed + known.Warning : null;

    /// <summary>PS3.4 C.4.2.1.5: Axxx, "refused" and "data set does not match": nothing was begun.</summary>
    private static bool IsRefusal(DicomStatus status) => status.Code >> 12 == 0xA;

    /// <summary>Few archives answer "move destination unknown" to a name that they do not know.</summary>
    private void SayThatNothingCame(MoveExpectation expectation)
    {
        if (expectation.Taken > 0 || _hasSaidThatNothingCame)
        {
            return;
        }
        _hasSaidThatNothingCame = true;
        job.Log.Write(
            LogLevel.Warning,
            $"Nothing has come by C-MOVE. When that is so for every study, {job.Source.Name} does not know Adit's receiver or cannot reach it: have the AE title {receiver.AeTitle} registered there with Adit's address and the receiver's port."
        );
    }

    private async Task EndAsync(
        MoveExpectation expectation,
        int messageId,
        int? sent,
        FetchScope scope,
        CancellationToken stop
    )
    {
        var rest = expectation.WaitForRestAsync(messageId, sent, RestIdle, stop);
        await Task.WhenAny(rest, expectation.Fault).ConfigureAwait(false);
        if (expectation.Fault.IsCompleted)
        {
            await ThrowFaultAsync(expectation).ConfigureAwait(false);
        }
        var isComplete = await rest.ConfigureAwait(false);
        var taken = expectation.TakenBy(messageId);
        if (!isComplete)
        {
            job.Log.Write(
                LogLevel.Warning,
                $"{job.Source.Name} says that it sent {sent} images, {taken} have come. What is missing is asked for again."
            );
        }
        else if (scope is FetchScope.Images images && taken < images.SopInstanceUids.Count)
        {
            job.Log.Write(
                LogLevel.Warning,
                $"{job.Source.Name} was asked for {images.SopInstanceUids.Count} images and sent {taken}."
            );
        }
    }

    private async ValueTask<DicomStatus> TakeAsync(
        DicomIncomingInstance image,
        ArrivingImageHandler deliver,
        CancellationToken cancellationToken
    )
    {
        if (!job.Manifest.IsListedOrOwed(image.SopInstanceUid.Value))
        {
            await OweAsync(image, cancellationToken).ConfigureAwait(false);
        }
        return await deliver(
                new ArrivingImage(
                    image.SopClassUid,
                    image.SopInstanceUid,
                    image.TransferSyntax,
                    image.Data
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>An image that no list names: it is in the ledger before the source is told that we have it.</summary>
    private async ValueTask OweAsync(
        DicomIncomingInstance image,
        CancellationToken cancellationToken
    )
    {
        var uid = image.SopInstanceUid.Value;
        if (
            uid.Length > DicomUid.MaxLength
            || image.SopClassUid.Value.Length > DicomUid.MaxLength
            || await StudyPeek.ReadAsync(image, cancellationToken).ConfigureAwait(false)
                is not { } place
            || place.StudyInstanceUid != job.Task.StudyInstanceUid
            || (
                job.Task.SeriesInstanceUids.Count > 0
                && !job.Task.SeriesInstanceUids.Contains(place.SeriesInstanceUid)
            )
        )
        {
            // Refused or settled as not ours when it is looked at; nothing of it is owed.
            return;
        }
        await job
            .Manifest.OweAsync(
                new ListedImage(uid, place.SeriesInstanceUid, image.SopClassUid.Value),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static async Task ThrowFaultAsync(MoveExpectation expectation) =>
        ExceptionDispatchInfo.Throw(await expectation.Fault.ConfigureAwait(false));

    private DicomTimeoutException Silent(MoveExpectation expectation, DicomTimeouts timeouts)
    {
        var isFirst = expectation.Taken == 0;
        var limit = isFirst ? timeouts.Response : timeouts.Idle;
        var awaited = isFirst
            ? "the first image of the C-MOVE"
            : "the next image or response of the C-MOVE";
        return new DicomTimeoutException(
            $"{connector.Peer(job.Source)} sent nothing for {limit.TotalSeconds:0} s; awaited was {awaited}.",
            awaited,
            limit
        );
    }

    /// <summary>Pending responses show that the source is at work.</summary>
    private sealed class Pulse(MoveExpectation expectation) : IProgress<DicomSubOperations>
    {
        public void Report(DicomSubOperations value) => expectation.Touch();
    }
}

internal sealed class MoveRoute(ServerConnector connector, IMoveReceiver receiver) : IFetchRoute
{
    public FetchMethod Method => FetchMethod.CMove;

    public bool NeedsImageList => true;

    public bool IsOfferedBy(DicomServerNode source) =>
        receiver.IsEnabled
        && (
            source.Offers(ServerServices.StudyRootMove)
            || source.Offers(ServerServices.PatientRootMove)
        );

    public IFetcher Create(FetchJob job) => new MoveFetcher(connector, receiver, job);
}
