using System.Collections.Concurrent;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Jobs;

/// <summary>
/// In-process form of the broker: knows the latest counters of each running task and all watchers. Nothing runs here
/// while nothing happens.
/// </summary>
internal sealed class JobProgressBroker(TimeProvider time) : IJobProgressBroker
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<long, TaskProgress> _running = [];
    private JobWatch[] _watchers = [];

    public void Announce(JobChange change)
    {
        foreach (var watcher in Volatile.Read(ref _watchers))
        {
            watcher.Offer(change);
        }
    }

    public ITaskProgress ProgressFor(int jobId, int ownerId, long taskId)
    {
        var progress = new TaskProgress(this, jobId, ownerId, taskId, time);
        _running[taskId] = progress;
        return progress;
    }

    public JobWatch Watch(JobWatchScope scope)
    {
        // The lock is held by whoever publishes progress too: a counter is in the snapshot or comes as a change.
        lock (_gate)
        {
            var snapshot = _running
                .Values.Select(running => running.Latest)
                .OfType<JobChange.TaskProgressed>()
                .Where(scope.Covers)
                .ToDictionary(latest => latest.Progress.TaskId);
            var watch = new JobWatch(scope, snapshot, time, Remove);
            Volatile.Write(ref _watchers, [.. _watchers, watch]);
            return watch;
        }
    }

    private void Remove(JobWatch watch)
    {
        lock (_gate)
        {
            Volatile.Write(
                ref _watchers,
                [.. _watchers.Where(other => !ReferenceEquals(other, watch))]
            );
        }
    }

    private void Publish(TaskProgress source, JobChange.TaskProgressed latest)
    {
        lock (_gate)
        {
            source.Latest = latest;
            foreach (var watcher in _watchers)
            {
                watcher.Offer(latest);
            }
        }
    }

    /// <summary>Turns counters into rates over the last seconds.</summary>
    private sealed class TaskProgress(
        JobProgressBroker broker,
        int jobId,
        int ownerId,
        long taskId,
        TimeProvider time
    ) : ITaskProgress
    {
        private static readonly TimeSpan SampleEvery = TimeSpan.FromMilliseconds(200);
        private const int Samples = 16; // about three seconds

        private readonly Lock _gate = new();
        private readonly Queue<(long At, int Images, long Bytes)> _samples = new();
        private long _lastSample;
        private bool _ended;

        public JobChange.TaskProgressed? Latest { get; set; }

        public void Report(TransferProgress value)
        {
            lock (_gate)
            {
                if (_ended)
                {
                    return;
                }

                var now = time.GetTimestamp();
                if (_samples.Count == 0)
                {
                    Sample(now, value);
                }

                var (at, images, bytes) = _samples.Peek();
                var seconds = time.GetElapsedTime(at, now).TotalSeconds;
                if (time.GetElapsedTime(_lastSample, now) >= SampleEvery)
                {
                    Sample(now, value);
                }

                // Less than half a second says nothing about a rate.
                var known = seconds >= 0.5;
                broker.Publish(
                    this,
                    new JobChange.TaskProgressed(
                        ownerId,
                        value with
                        {
                            JobId = jobId,
                            TaskId = taskId,
                        },
                        known ? Math.Max(0, value.ImagesDone - images) / seconds : 0,
                        known ? Math.Max(0, value.BytesDone - bytes) / seconds : 0
                    )
                );
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
            }

            broker._running.TryRemove(new KeyValuePair<long, TaskProgress>(taskId, this));
        }

        private void Sample(long now, TransferProgress value)
        {
            _lastSample = now;
            _samples.Enqueue((now, value.ImagesDone, value.BytesDone));
            if (_samples.Count > Samples)
            {
                _samples.Dequeue();
            }
        }
    }
}
