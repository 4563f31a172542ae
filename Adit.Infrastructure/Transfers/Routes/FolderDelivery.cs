using System.Threading.Channels;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Folders;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// Writes the images of one attempt into a folder. Two halves work at the same time: one writes files aside, the other makes
/// them durable in batches, names them, and only then calls them stored.
/// </summary>
internal sealed partial class FolderDelivery(
    DeliveryJob job,
    DicomFolderNode folder,
    FolderWriting writing,
    ILogger<FolderDelivery> logger
) : IDelivery
{
    // Not yet durable; what a crash may cost, and what one batch syncs at once.
    private const int MaxWaiting = 64;
    private const long MaxBatchBytes = 64 << 20;
    private const int MaxSyncsAtOnce = 8;
    private static readonly TimeSpan LongestCount = TimeSpan.FromMinutes(10);

    private readonly StagingArea _staging = new(folder.Path);
    private readonly FolderSpace _space = writing.Spaces.Of(folder);
    private readonly TimeSpan _stallTimeout = writing.Options.CurrentValue.StallTimeout;
    private readonly Dictionary<(string, string, string), SeriesPlace> _places = [];

    // What this attempt has written, by directory of the study and by path in it.
    private readonly Dictionary<string, Dictionary<string, ManifestRow>> _written = new(
        StringComparer.Ordinal
    );
    private readonly DicomReadOptions _reading = new()
    {
        FallbackCharacterSet = job.Context.Source
            is DicomServerNode { FallbackCharacterSet: { } set }
            ? DicomCharacterSet.Parse(set)
            : null,
    };

    private OutputTrees.Lease? _lease;
    private bool _manifestIsOld;

    private OutputTree Tree => _lease!.Tree;

    public async Task RunAsync(
        ChannelReader<InstanceInTransit> arriving,
        IReadOnlyList<StorageContext> likely,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        try
        {
            await PrepareAsync(abort).ConfigureAwait(false);
            await WriteAllAsync(arriving, stop, abort).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfFolder(fault))
        {
            abort.ThrowIfCancellationRequested();
            throw Lost(fault);
        }
        finally
        {
            while (arriving.TryRead(out var left))
            {
                await left.Data.CompleteAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Brings the list of what lies in the study's directory up to date.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_manifestIsOld && job.Manifest.StoredEarlier > 0)
            {
                // An attempt before this one wrote everything, and may have been cut off before it wrote the list.
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
                var study = await Tree.FindStudyAsync(
                        job.Context.Task.Pseudonym
                            ?? job.Context.Task.AcceptedPatientId
                            ?? job.Context.Task.PatientId,
                        job.StudyInstanceUid,
                        _reading,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (study is not null)
                {
                    _written[study] = [];
                }
            }
            await WriteManifestsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfFolder(fault))
        {
            throw Lost(fault);
        }
        if (
            folder.WarnGb is { } warn
            && _space.UsedBytes is { } used
            && used >= warn * FolderSpace.Gigabyte
        )
        {
            job.Context.Log.Write(
                LogLevel.Warning,
                $"{folder.Name} is filling up: {FolderSpace.InGigabytes(used)} GB are used, and staff is warned from {warn} GB on."
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_lease is not { } lease)
        {
            return;
        }
        if (_manifestIsOld)
        {
            // Stopped in the middle: the list tells what is there all the same.
            using var deadline = new CancellationTokenSource(_stallTimeout, writing.Time);
            try
            {
                await WriteManifestsAsync(deadline.Token).ConfigureAwait(false);
            }
            catch (Exception fault) when (IsOfFolder(fault) || fault is OperationCanceledException)
            {
                LogManifestFailed(job.Context.Task.Id, fault.GetType().Name);
            }
        }
        _lease = null;
        lease.Dispose();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_lease is not null)
        {
            return;
        }
        var name = await writing
            .Folders.NameAsync(job.Context.Job, cancellationToken)
            .ConfigureAwait(false);
        var removed = await Task.Run(
                () => _staging.RemoveLeftovers(job.Context.Task.Id),
                CancellationToken.None
            )
            .WaitAsync(_stallTimeout, writing.Time, cancellationToken)
            .ConfigureAwait(false);
        if (removed > 0)
        {
            job.Context.Log.Write(
                LogLevel.Information,
                $"Removed {removed} unfinished files of an attempt that was cut off."
            );
        }
        if (folder.QuotaGb is not null || folder.WarnGb is not null)
        {
            await CountAsync(cancellationToken).ConfigureAwait(false);
        }
        _lease = writing.Trees.Take(folder.Path, name);
    }

    /// <summary>Without a quota nobody has to wait for it; with one, only the first time.</summary>
    private async Task CountAsync(CancellationToken cancellationToken)
    {
        var counting = _space.CountInBackground();
        if (folder.QuotaGb is null || _space.UsedBytes is not null)
        {
            return;
        }
        try
        {
            await counting
                .WaitAsync(LongestCount, writing.Time, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new FolderUnavailableException(
                $"{folder.Name} has a quota, and its files are still being counted. The transfer goes on by itself when that is done."
            );
        }
    }

    private async Task WriteAllAsync(
        ChannelReader<InstanceInTransit> arriving,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var ready = Channel.CreateBounded<StagedImage>(
            new BoundedChannelOptions(MaxWaiting) { SingleReader = true, SingleWriter = true }
        );
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var committing = CommitAllAsync(ready.Reader, lost, abort);
        try
        {
            while (await arriving.WaitToReadAsync(lost.Token).ConfigureAwait(false))
            {
                while (arriving.TryRead(out var instance))
                {
                    try
                    {
                        lost.Token.ThrowIfCancellationRequested();
                        await WriteAsync(instance, ready.Writer, lost.Token, abort)
                            .ConfigureAwait(false);
                    }
                    finally
                    {
                        await instance.Data.CompleteAsync().ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            ready.Writer.Complete();
            try
            {
                // A fault of the other half is the cause of whatever happened in this one.
                await committing.ConfigureAwait(false);
            }
            finally
            {
                while (ready.Reader.TryRead(out var left))
                {
                    left.Dispose();
                }
            }
        }
    }

    private async Task WriteAsync(
        InstanceInTransit instance,
        ChannelWriter<StagedImage> ready,
        CancellationToken lost,
        CancellationToken abort
    )
    {
        StagedImage staged;
        try
        {
            staged = await StagedImage
                .WriteAsync(
                    instance,
                    job.Context.Task.Id,
                    folder,
                    _staging,
                    _space,
                    _reading,
                    _stallTimeout,
                    abort
                )
                .ConfigureAwait(false);
        }
        catch (IOException) when (instance.Data.IsBroken)
        {
            // The source broke off, not the folder; the retrieve knows.
            return;
        }
        catch (DicomDataException)
        {
            await FailAsync(
                    instance.Image,
                    "The header of the image cannot be read, so that there is no name for its file.",
                    abort
                )
                .ConfigureAwait(false);
            return;
        }
        try
        {
            if (staged.Header.SopInstanceUid != instance.SentUid.Value)
            {
                staged.Dispose();
                await FailAsync(
                        instance.Image,
                        "The image has another SOP Instance UID in its data set than it was sent with; a file of it would contradict itself.",
                        abort
                    )
                    .ConfigureAwait(false);
                return;
            }
            staged.Place = await PlaceAsync(staged.Header, abort).ConfigureAwait(false);
            await ready.WriteAsync(staged, lost).ConfigureAwait(false);
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    private async Task<SeriesPlace> PlaceAsync(
        OutgoingHeader header,
        CancellationToken cancellationToken
    )
    {
        var key = (header.PatientId, header.StudyInstanceUid, header.SeriesInstanceUid);
        if (!_places.TryGetValue(key, out var place))
        {
            place = await Task.Run(
                    () => Tree.PlaceAsync(header, Modalities(header), _reading, cancellationToken),
                    cancellationToken
                )
                .WaitAsync(_stallTimeout, writing.Time, cancellationToken)
                .ConfigureAwait(false);
            _places[key] = place;
        }
        return place;
    }

    /// <summary>Those of the series that are transferred, in the same order whatever comes first.</summary>
    private string Modalities(OutgoingHeader header)
    {
        IReadOnlyList<string> modalities = job.Manifest.Modalities;
        if (modalities.Count == 0)
        {
            modalities = (job.Context.Task.Modalities ?? header.Modality ?? "").Split(
                [',', '\\'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            );
        }
        return modalities.Count == 0
            ? OutgoingHeader.Undefined
            : string.Join(
                ',',
                modalities.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            );
    }

    private async Task WriteManifestsAsync(CancellationToken cancellationToken)
    {
        foreach (var (study, rows) in _written)
        {
            await Tree.ManifestTurn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await new StudyManifest(_staging, job.Context.Task.Id, _reading)
                    .WriteAsync(Path.Combine(folder.Path, study), rows, cancellationToken)
                    .ConfigureAwait(false);
            }
            finally
            {
                Tree.ManifestTurn.Release();
            }
        }
        _manifestIsOld = false;
    }

    private ValueTask FailAsync(
        ListedImage image,
        string reason,
        CancellationToken cancellationToken
    ) => job.Manifest.SettleAsync(image, InstanceOutcome.Failed, cancellationToken, reason: reason);

    private DestinationLostException Lost(Exception fault)
    {
        LogLost(job.Context.Task.Id, folder.Name, fault.GetType().Name, fault.HResult);
        var cause = FolderFaults.Wrap(fault, folder.Name);
        return new DestinationLostException(cause.Message, cause);
    }

    private static bool IsOfFolder(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or TimeoutException;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Task {TaskId}: folder {Folder} is lost after {Fault} ({Code:X})"
    )]
    private partial void LogLost(long taskId, string folder, string fault, int code);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Task {TaskId}: the list of files was not written after {Fault}; the next attempt writes it"
    )]
    private partial void LogManifestFailed(long taskId, string fault);
}
