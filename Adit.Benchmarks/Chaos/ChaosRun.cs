using System.Diagnostics;
using System.Globalization;
using Adit.Dicom.Tests.Peers;

namespace Adit.Benchmarks.Chaos;

/// <summary>One run: the plan is carried out, everything is healed, everything is counted.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    private const int ImagesPerStudy = 40;
    private const int ImageSize = 160;
    private const int BytesPerSecond = 1_500_000;
    private const int JobsPerMinute = 24;
    private static readonly TimeSpan _endDeadline = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan _quietDeadline = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _duration;
    private readonly DirectoryInfo _root;
    private readonly string _mark = $"ADIT_CHAOS_RUN={Guid.NewGuid():N}";
    private readonly ChaosPlan _plan;
    private readonly ChaosPeers _peers;
    private readonly ChaosApplication _adit;
    private readonly ChaosOffice _office;
    private readonly Dictionary<ChaosPeer, SemaphoreSlim> _turns = [];
    private readonly List<ChaosStudy> _studies = [];
    private readonly long _started = Stopwatch.GetTimestamp();
    private IReadOnlyList<ChaosRoute> _routes = [];

    public ChaosRun(int seed, TimeSpan duration, DirectoryInfo root)
    {
        (_duration, _root) = (duration, root);
        _plan = ChaosPlan.Make(seed, duration, (int)(duration.TotalMinutes * JobsPerMinute));
        _peers = new ChaosPeers(root, BytesPerSecond);
        var data = root.CreateSubdirectory("data");
        Temporary = root.CreateSubdirectory("tmp");
        var settings = Settings(data);
        _adit = new ChaosApplication(data, settings);
        _office = new ChaosOffice(settings);
    }

    public int PeerFaults { get; private set; }

    public ChaosApplication Adit => _adit;

    public ChaosOffice Office => _office;

    public ChaosAccount Account { get; } = new();

    private DirectoryInfo Temporary { get; }

    public async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        await SetUpAsync(cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            TroubleAditAsync(begun, cancellationToken),
            TroublePeersAsync(begun, cancellationToken),
            CreateJobsAsync(begun, cancellationToken)
        );
        var left = _duration - Stopwatch.GetElapsedTime(begun);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, cancellationToken);
        }
        Say("everything is healed");
        await WhenAllJobsEndedAsync(cancellationToken);
        await CheckQuietAsync(cancellationToken);
        await CountAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _adit.DisposeAsync();
        _office.Dispose();
        await _peers.DisposeAsync();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        await _peers.StartAsync(cancellationToken);
        foreach (var peer in _peers.All)
        {
            _turns.Add(peer, new SemaphoreSlim(1));
        }
        _routes = ChaosRoutes.All(_peers, _root);
        await MakeStudiesAsync(cancellationToken);
        await _adit.StartAsync(cancellationToken);
        await _office.SetUpAsync(_routes, cancellationToken);
        Say($"{_routes.Count} routes, {_studies.Count} studies");
    }

    /// <summary>Small images: what counts is how many answers can be lost.</summary>
    private async Task MakeStudiesAsync(CancellationToken cancellationToken)
    {
        // Jobs of one, two and three studies in turn, route after route.
        for (var job = 0; job < _plan.Jobs.Count; job++)
        {
            var route = _routes[job % _routes.Count];
            for (var count = 0; count <= job / _routes.Count % 3; count++)
            {
                var ct = new SyntheticCt
                {
                    PatientId = $"CHAOS-{_studies.Count}",
                    PatientName = $"Chaos^{_studies.Count}",
                    Size = ImageSize,
                };
                var numbers = Enumerable.Range(1, ImagesPerStudy);
                await route.Put([.. numbers.Select(ct.File)], cancellationToken);
                _studies.Add(
                    new ChaosStudy(
                        route,
                        job,
                        ct.PatientId,
                        ct.StudyInstanceUid,
                        numbers.ToDictionary(ct.SopInstanceUid, ct.Pixels, StringComparer.Ordinal)
                    )
                );
            }
        }
    }

    private async Task CreateJobsAsync(long begun, CancellationToken cancellationToken)
    {
        foreach (var (number, at) in _plan.Jobs.Index())
        {
            await UntilAsync(begun, at, cancellationToken);
            var studies = _studies.Where(study => study.Job == number).ToList();
            await _office.CreateJobAsync(studies[0].Route, studies, cancellationToken);
        }
    }

    private async Task TroubleAditAsync(long begun, CancellationToken cancellationToken)
    {
        foreach (var trouble in _plan.OfAdit)
        {
            await UntilAsync(begun, trouble.At, cancellationToken);
            Say($"{trouble.Fault}");
            switch (trouble.Fault)
            {
                case ChaosFault.RestartAdit:
                    await _adit.StopAsync(cancellationToken);
                    break;
                case ChaosFault.KillAditTwice:
                    await _adit.KillAsync();
                    await _adit.KillWhileStartingAsync(trouble.Lasts, cancellationToken);
                    break;
                default:
                    await _adit.KillAsync();
                    break;
            }
            await _adit.StartAsync(cancellationToken);
        }
    }

    private async Task TroublePeersAsync(long begun, CancellationToken cancellationToken)
    {
        List<Task> faults = [];
        foreach (var trouble in _plan.OfPeers)
        {
            await UntilAsync(begun, trouble.At, cancellationToken);
            faults.Add(TroublePeerAsync(trouble, cancellationToken));
        }
        await Task.WhenAll(faults);
    }

    private async Task TroublePeerAsync(ChaosEvent trouble, CancellationToken cancellationToken)
    {
        var candidates = _peers
            .All.Where(peer =>
                trouble.Fault != ChaosFault.MisbehavingPeer || peer.Misbehaviours.Count > 0
            )
            .ToList();
        var peer = candidates[trouble.Target % candidates.Count];
        var line = _peers.Lines[trouble.Target % _peers.Lines.Count];
        var turn = _turns[peer];
        await turn.WaitAsync(cancellationToken);
        try
        {
            PeerFaults++;
            var seconds = trouble.Lasts.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            switch (trouble.Fault)
            {
                case ChaosFault.KillPeer:
                    Say($"{peer.Name} is killed for {seconds} s");
                    await peer.KillAsync();
                    await Task.Delay(trouble.Lasts, cancellationToken);
                    await peer.StartAsync(cancellationToken);
                    break;
                case ChaosFault.StopPeer:
                    Say($"{peer.Name} is stopped for {seconds} s");
                    await peer.StopAsync(cancellationToken);
                    await Task.Delay(trouble.Lasts, cancellationToken);
                    await peer.StartAsync(cancellationToken);
                    break;
                case ChaosFault.FreezePeer:
                    Say($"{peer.Name} is frozen for {seconds} s");
                    await peer.FreezeAsync(cancellationToken);
                    await Task.Delay(trouble.Lasts, cancellationToken);
                    await peer.ThawAsync(cancellationToken);
                    break;
                case ChaosFault.MisbehavingPeer:
                    var how = peer.Misbehaviours[
                        trouble.Target / candidates.Count % peer.Misbehaviours.Count
                    ];
                    Say($"{peer.Name} misbehaves for {seconds} s: {how}");
                    await peer.KillAsync();
                    await peer.StartAsync(cancellationToken, how.Split(' '));
                    await Task.Delay(trouble.Lasts, cancellationToken);
                    await peer.KillAsync();
                    await peer.StartAsync(cancellationToken);
                    break;
                case ChaosFault.RefusingLine:
                    Say($"the line {line.Name} refuses for {seconds} s");
                    line.Refuse();
                    line.BreakOff();
                    await Task.Delay(trouble.Lasts, cancellationToken);
                    line.Restore();
                    break;
                case ChaosFault.SilentLine:
                    Say($"the line {line.Name} falls silent for {seconds} s");
                    line.FallSilent();
                    await Task.Delay(trouble.Lasts, cancellationToken);
                    line.Restore();
                    break;
                case ChaosFault.BrokenLine:
                    Say($"the line {line.Name} breaks off");
                    line.BreakOff();
                    break;
                default:
                    throw new InvalidOperationException($"{trouble.Fault} is no fault of a peer.");
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task WhenAllJobsEndedAsync(CancellationToken cancellationToken)
    {
        var healed = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (Stopwatch.GetElapsedTime(healed) < _endDeadline + (_duration / 2))
        {
            var jobs = await _office.JobsAsync(cancellationToken);
            if (jobs.Count == _plan.Jobs.Count && jobs.All(job => job.IsFinished))
            {
                Say("every job has ended");
                return;
            }
            await ticks.WaitForNextTickAsync(cancellationToken);
        }
        Say("jobs are still open");
    }

    /// <summary>Nothing may be left of all that: no association, no process, no temporary file.</summary>
    private async Task CheckQuietAsync(CancellationToken cancellationToken)
    {
        await ExpectQuietAsync(
            () =>
                _peers
                    .Lines.Where(line => !line.IsWeb && line.Connections > 0)
                    .Select(line => $"{line.Connections} open connections {line.Name}"),
            cancellationToken
        );
        foreach (var child in ProcessTree.DescendantsOf(_adit.ProcessId!.Value))
        {
            Account.Violate(null, $"Adit still has a child process: {child}.");
        }
        await _adit.StopAsync(cancellationToken);
        await ExpectQuietAsync(
            () =>
                _peers
                    .Lines.Where(line => line.Connections > 0)
                    .Select(line => $"{line.Connections} open connections {line.Name}"),
            cancellationToken
        );
        foreach (var process in ProcessTree.WithEnvironment(_mark))
        {
            Account.Violate(null, $"A process of Adit is left: {process}.");
        }
        var left = Temporary
            .EnumerateFiles("*", SearchOption.AllDirectories)
            .Concat(
                _routes
                    .Select(route => route.Folder)
                    .OfType<DirectoryInfo>()
                    .SelectMany(folder => folder.EnumerateFiles("*", SearchOption.AllDirectories))
                    .Where(file => file.Extension is not (".dcm" or ".csv"))
            );
        foreach (var file in left)
        {
            Account.Violate(null, $"A temporary file is left: {file.FullName}.");
        }
        foreach (var violation in _adit.Violations)
        {
            Account.Violate(null, violation);
        }
    }

    private async Task ExpectQuietAsync(
        Func<IEnumerable<string>> left,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (left().Any() && Stopwatch.GetElapsedTime(started) < _quietDeadline)
        {
            await ticks.WaitForNextTickAsync(cancellationToken);
        }
        foreach (var what in left())
        {
            Account.Violate(null, $"{what}, {_quietDeadline.TotalSeconds:0} s after the end.");
        }
    }

    private async Task CountAsync(CancellationToken cancellationToken)
    {
        Account.CheckJobs(await _office.JobsAsync(cancellationToken));
        var tasks = (await _office.TasksAsync(cancellationToken)).ToDictionary(
            task => task.StudyInstanceUid,
            StringComparer.Ordinal
        );
        var ledger = await _office.LedgerAsync(cancellationToken);
        foreach (var shared in _routes.GroupBy(route => route.Arrived))
        {
            var arrived = (await shared.Key(cancellationToken)).ToLookup(
                image => image.SopInstanceUid,
                StringComparer.Ordinal
            );
            var routes = shared.ToHashSet();
            var studies = _studies.Where(study => routes.Contains(study.Route)).ToList();
            foreach (var study in studies)
            {
                var task = tasks[study.StudyInstanceUid];
                Account.CheckStudy(study, task, [.. ledger[task.Id]], arrived);
            }
            var expected = studies.SelectMany(study => study.Pixels.Keys).ToHashSet();
            Account.CheckForeign(
                string.Join(", ", shared.Select(route => route.Name)),
                arrived.Select(image => image.Key).Where(uid => !expected.Contains(uid))
            );
        }
    }

    private static async Task UntilAsync(
        long begun,
        TimeSpan at,
        CancellationToken cancellationToken
    )
    {
        var left = at - Stopwatch.GetElapsedTime(begun);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, cancellationToken);
        }
    }

    private void Say(string what) =>
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Stopwatch.GetElapsedTime(_started).TotalSeconds, 7:0.0} {what}"
            )
        );

    private Dictionary<string, string> Settings(DirectoryInfo data) =>
        new()
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Database__Provider"] = "Sqlite",
            ["Database__ConnectionString"] =
                $"Data Source={Path.Combine(data.FullName, "adit.db")}",
            ["DataProtection__KeyDirectory"] = data.CreateSubdirectory("keys").FullName,
            ["TMPDIR"] = Temporary.FullName,
            // The runtime would leave the sockets of its debugger behind when it is killed.
            ["DOTNET_EnableDiagnostics"] = "0",
            [_mark.Split('=')[0]] = _mark.Split('=')[1],
            ["Jobs__MaxAttempts"] = "8",
            ["Jobs__MaxCrashes"] = "8",
            ["Jobs__RetryDelaySeconds__0"] = "1",
            ["Jobs__RetryDelaySeconds__1"] = "3",
            ["Jobs__RetryDelaySeconds__2"] = "6",
            ["Jobs__TickSeconds"] = "1",
            ["Jobs__LeaseSeconds"] = "15",
            ["Jobs__MaxParallelTasks"] = "8",
            ["Receiver__Address"] = "127.0.0.1",
            ["Receiver__Port"] = _peers.ReceiverPort.ToString(CultureInfo.InvariantCulture),
            ["Receiver__IdleSeconds"] = "10",
            ["Receiver__SameStudyWaitSeconds"] = "60",
            ["Folders__ReserveBytes"] = "1000000",
            ["Seed__Groups__0__Name"] = ChaosOffice.Group,
            ["Seed__Groups__0__Permissions__0"] = "*",
            ["Seed__People__0__UserName"] = ChaosOffice.UserName,
            ["Seed__People__0__Password"] = ChaosOffice.Password,
            ["Seed__People__0__IsStaff"] = "true",
            ["Seed__People__0__Groups__0"] = ChaosOffice.Group,
        };
}
