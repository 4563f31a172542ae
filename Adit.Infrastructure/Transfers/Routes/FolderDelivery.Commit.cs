using System.Threading.Channels;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Folders;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>From written aside to stored: synced, named, the name synced, then written down.</summary>
internal sealed partial class FolderDelivery
{
    private const string IdenticalReason = "The same file was there already.";

    private async Task CommitAllAsync(
        ChannelReader<StagedImage> ready,
        CancellationTokenSource lost,
        CancellationToken abort
    )
    {
        List<StagedImage> batch = new(MaxWaiting);
        try
        {
            while (await ready.WaitToReadAsync(abort).ConfigureAwait(false))
            {
                // Whatever has gathered while the last batch was synced: the slower the disk, the larger the batch.
                for (
                    long bytes = 0;
                    batch.Count < MaxWaiting
                        && bytes < MaxBatchBytes
                        && ready.TryRead(out var staged);

                )
                {
                    batch.Add(staged);
                    bytes += staged.Length;
                }
                await CommitAsync(batch, abort).ConfigureAwait(false);
                Discard(batch);
            }
        }
        catch (Exception fault)
        {
            await lost.CancelAsync().ConfigureAwait(false);
            if (fault is TimeoutException)
            {
                // The file system hangs; what is aside is removed when it goes on, or at the next start.
                _ = Task.Run(() => Discard(batch), CancellationToken.None);
            }
            else
            {
                Discard(batch);
            }
            throw;
        }
    }

    private static void Discard(List<StagedImage> batch)
    {
        foreach (var staged in batch)
        {
            staged.Dispose();
        }
        batch.Clear();
    }

    private async Task CommitAsync(List<StagedImage> batch, CancellationToken abort)
    {
        await InParallelAsync(batch, staged => staged.Sync(), abort).ConfigureAwait(false);
        var moved = await Task.Run(() => Move(batch, abort), CancellationToken.None)
            .WaitAsync(_stallTimeout, writing.Time, abort)
            .ConfigureAwait(false);
        var directories = batch
            .Select(staged => staged.Place!.SeriesPath)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        await InParallelAsync(
                directories,
                path => FileSystemCalls.SyncDirectory(Path.Combine(folder.Path, path)),
                abort
            )
            .ConfigureAwait(false);
        for (var i = 0; i < batch.Count; i++)
        {
            await SettleAsync(batch[i], moved[i], abort).ConfigureAwait(false);
        }
    }

    private Task InParallelAsync<T>(
        IReadOnlyCollection<T> items,
        Action<T> action,
        CancellationToken abort
    ) =>
        Parallel
            .ForEachAsync(
                items,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = MaxSyncsAtOnce,
                    CancellationToken = abort,
                },
                (item, _) =>
                {
                    action(item);
                    return ValueTask.CompletedTask;
                }
            )
            .WaitAsync(_stallTimeout, writing.Time, abort);

    private enum MoveResult
    {
        Done,
        Exists,
        TooLong,
    }

    private List<MoveResult> Move(List<StagedImage> batch, CancellationToken abort)
    {
        foreach (
            var place in batch.Select(s => s.Place!.SeriesPath).Distinct(StringComparer.Ordinal)
        )
        {
            Tree.Ensure(place);
        }
        List<MoveResult> moved = new(batch.Count);
        foreach (var staged in batch)
        {
            abort.ThrowIfCancellationRequested();
            try
            {
                moved.Add(staged.TryMoveTo(TargetOf(staged)) ? MoveResult.Done : MoveResult.Exists);
            }
            catch (PathTooLongException)
            {
                moved.Add(MoveResult.TooLong);
            }
        }
        return moved;
    }

    private async Task SettleAsync(StagedImage staged, MoveResult move, CancellationToken abort)
    {
        switch (move)
        {
            case MoveResult.Done:
                Remember(staged);
                await StoredAsync(staged, null, abort).ConfigureAwait(false);
                break;
            case MoveResult.Exists
                when await staged.IsSameAsAsync(TargetOf(staged), abort).ConfigureAwait(false):
                RowsOf(staged);
                await StoredAsync(staged, IdenticalReason, abort).ConfigureAwait(false);
                break;
            case MoveResult.Exists:
                await FailAsync(
                        staged.Image,
                        "Another file of this name is in the folder already. It was left as it is; move it away and retry.",
                        abort
                    )
                    .ConfigureAwait(false);
                break;
            case MoveResult.TooLong:
                await FailAsync(
                        staged.Image,
                        $"The path of the file would be longer than {folder.Name} allows. Choose a folder with a shorter path.",
                        abort
                    )
                    .ConfigureAwait(false);
                break;
        }
    }

    private ValueTask StoredAsync(StagedImage staged, string? reason, CancellationToken abort) =>
        job.Manifest.SettleAsync(
            staged.Image,
            InstanceOutcome.Stored,
            abort,
            staged.DatasetLength,
            reason: reason,
            outputSopInstanceUid: staged.OutputSopInstanceUid
        );

    private void Remember(StagedImage staged)
    {
        var header = staged.Header;
        var path = Path.GetRelativePath(
                staged.Place!.StudyPath,
                Path.Combine(staged.Place.SeriesPath, FileNameOf(staged))
            )
            .Replace(Path.DirectorySeparatorChar, '/');
        RowsOf(staged)[path] = new ManifestRow(
            path,
            header.StudyInstanceUid,
            header.SeriesInstanceUid,
            header.SopInstanceUid,
            header.SeriesNumber,
            header.SeriesDescription,
            staged.Length,
            Convert.ToHexStringLower(staged.Sha256)
        );
    }

    private Dictionary<string, ManifestRow> RowsOf(StagedImage staged)
    {
        _manifestIsOld = true;
        if (!_written.TryGetValue(staged.Place!.StudyPath, out var rows))
        {
            _written[staged.Place.StudyPath] = rows = new(StringComparer.Ordinal);
        }
        return rows;
    }

    private string TargetOf(StagedImage staged) =>
        Path.Combine(folder.Path, staged.Place!.SeriesPath, FileNameOf(staged));

    private static string FileNameOf(StagedImage staged) =>
        SafeName.Of(staged.Header.SopInstanceUid, OutgoingHeader.Undefined, ".dcm");
}
