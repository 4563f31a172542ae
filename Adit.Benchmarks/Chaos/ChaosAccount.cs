using System.Globalization;
using Adit.Domain.Jobs;

namespace Adit.Benchmarks.Chaos;

/// <summary>
/// What became of every image, from three independent sides: what the harness put into the sources, what Adit's ledger says, and what
/// the destinations have. An image whose fate the ledger does not tell, or tells wrongly, is unaccounted.
/// </summary>
internal sealed class ChaosAccount
{
    private readonly List<string> _violations = [];
    private readonly List<string> _unconfirmed = [];
    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _routesTaken = new(StringComparer.Ordinal);
    private readonly HashSet<long> _suspicious = [];

    public int Images { get; private set; }

    public int Stored { get; private set; }

    /// <summary>Images of the ledger with a reason why they are not stored.</summary>
    public int FailedWithReason { get; private set; }

    /// <summary>Images of tasks that failed, with a reason, before the source had told what it has.</summary>
    public int NeverListed { get; private set; }

    public int Unaccounted { get; private set; }

    /// <summary>At the destination, though the ledger does not say that they are stored: an answer was lost.</summary>
    public IReadOnlyList<string> Unconfirmed => _unconfirmed;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>Why images or tasks failed, and how often.</summary>
    public IReadOnlyDictionary<string, int> Reasons => _reasons;

    /// <summary>Images stored by route, as the tasks name it.</summary>
    public IReadOnlyDictionary<string, int> RoutesTaken => _routesTaken;

    /// <summary>Tasks whose log should be read.</summary>
    public IReadOnlyCollection<long> Suspicious => _suspicious;

    public void CheckJobs(IEnumerable<Job> jobs)
    {
        foreach (var job in jobs)
        {
            if (!job.IsFinished)
            {
                Violate(null, $"Job {job.Id} has not ended: {job.Status}. {job.Message}");
            }
            else if (job.Status != JobStatus.Success && string.IsNullOrWhiteSpace(job.Message))
            {
                Violate(null, $"Job {job.Id} is {job.Status} without a reason.");
            }
        }
    }

    /// <summary>One study, which one task was to transfer.</summary>
    public void CheckStudy(
        ChaosStudy study,
        JobTask task,
        IReadOnlyCollection<TransferredInstance> ledger,
        ILookup<string, ArrivedImage> arrived
    )
    {
        Images += study.Pixels.Count;
        var name = $"{study.Route.Name}, task {task.Id}";
        var rows = ledger.ToDictionary(row => row.SopInstanceUid, StringComparer.Ordinal);
        foreach (var row in ledger.Where(row => !study.Pixels.ContainsKey(row.SopInstanceUid)))
        {
            Violate(task, $"{name}: the ledger has {row.SopInstanceUid}, which the study has not.");
        }
        if (task.Status != JobTaskStatus.Success && string.IsNullOrWhiteSpace(task.Message))
        {
            Violate(task, $"{name}: {task.Status} without a reason.");
        }
        var stored = 0;
        foreach (var (uid, pixels) in study.Pixels)
        {
            var there = arrived[uid].ToList();
            if (there.Count > 1)
            {
                Violate(task, $"{name}: {uid} is {there.Count} times at the destination.");
            }
            var row = rows.GetValueOrDefault(uid);
            if (row is { IsStored: true })
            {
                stored++;
                Stored++;
                if (there.Count == 0)
                {
                    Violate(task, $"{name}: {uid} is stored, says the ledger, and is not there.");
                }
                else if (!there[0].File.AsSpan().EndsWith(pixels))
                {
                    Violate(task, $"{name}: {uid} is stored with other pixels.");
                }
                continue;
            }
            if (there.Count > 0)
            {
                _unconfirmed.Add($"{name}: {uid} ({row?.Outcome.ToString() ?? "not listed"})");
            }
            CheckFate(name, task, uid, row, anyRows: rows.Count > 0);
        }
        if (stored > 0)
        {
            var route = $"{study.Route.Name}: {task.Route ?? "?"}";
            _routesTaken[route] = _routesTaken.GetValueOrDefault(route) + stored;
        }
        if (task.Status == JobTaskStatus.Success && stored < study.Pixels.Count)
        {
            Violate(task, $"{name}: a success with {stored} of {study.Pixels.Count} images.");
        }
        if (task.StoredImages != stored)
        {
            Violate(
                task,
                $"{name}: the task counts {task.StoredImages} images as stored, its ledger {stored}."
            );
        }
        if (task.Status is JobTaskStatus.Warning or JobTaskStatus.Failure)
        {
            Because($"{task.Status}: {task.Message}");
        }
    }

    /// <summary>What is at a destination although nobody sent it there.</summary>
    public void CheckForeign(string route, IEnumerable<string> uids)
    {
        foreach (var uid in uids)
        {
            Violate(null, $"{route}: {uid} is at the destination, and nobody asked for it.");
        }
    }

    public void Violate(JobTask? task, string what)
    {
        Unaccounted++;
        _violations.Add(what);
        if (task is not null)
        {
            _suspicious.Add(task.Id);
        }
    }

    private void CheckFate(
        string name,
        JobTask task,
        string uid,
        TransferredInstance? row,
        bool anyRows
    )
    {
        switch (row)
        {
            case {
                Outcome: InstanceOutcome.Failed or InstanceOutcome.Excluded,
                Reason.Length: > 0
            }:
                FailedWithReason++;
                break;
            case null when !anyRows && task.Status == JobTaskStatus.Failure:
                NeverListed++;
                break;
            default:
                Violate(
                    task,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name} ({task.Status}): the fate of {uid} is not told: {row?.Outcome.ToString() ?? "no line in the ledger"}."
                    )
                );
                break;
        }
    }

    private void Because(string reason) =>
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
}
