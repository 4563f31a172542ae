namespace Adit.Benchmarks.Chaos;

internal enum ChaosFault
{
    /// <summary>kill -9, then a new start on the same database.</summary>
    KillAdit,

    /// <summary>kill -9, and once more while it starts.</summary>
    KillAditTwice,

    /// <summary>An orderly stop in the middle of the work, then a new start.</summary>
    RestartAdit,
    KillPeer,
    StopPeer,
    FreezePeer,
    MisbehavingPeer,
    RefusingLine,
    SilentLine,
    BrokenLine,
}

/// <param name="At">When it begins, after the start of the run.</param>
/// <param name="Fault">What happens.</param>
/// <param name="Target">Which peer or line; taken modulo the number of those that there are.</param>
/// <param name="Lasts">How long until it is made good.</param>
internal sealed record ChaosEvent(TimeSpan At, ChaosFault Fault, int Target, TimeSpan Lasts);

/// <summary>What goes wrong and when. The same seed gives the same plan.</summary>
internal sealed record ChaosPlan(
    IReadOnlyList<ChaosEvent> OfAdit,
    IReadOnlyList<ChaosEvent> OfPeers,
    IReadOnlyList<TimeSpan> Jobs
)
{
    private static readonly ChaosFault[] _adit =
    [
        ChaosFault.KillAdit,
        ChaosFault.KillAdit,
        ChaosFault.KillAdit,
        ChaosFault.KillAditTwice,
        ChaosFault.RestartAdit,
    ];

    private static readonly ChaosFault[] _peers =
    [
        ChaosFault.KillPeer,
        ChaosFault.StopPeer,
        ChaosFault.FreezePeer,
        ChaosFault.MisbehavingPeer,
        ChaosFault.MisbehavingPeer,
        ChaosFault.RefusingLine,
        ChaosFault.SilentLine,
        ChaosFault.BrokenLine,
        ChaosFault.BrokenLine,
    ];

    public static ChaosPlan Make(int seed, TimeSpan duration, int jobs)
    {
        var random = new Random(seed);
        List<ChaosEvent> ofAdit = [];
        for (var at = Between(6, 12); at < duration; at += Between(8, 18))
        {
            ofAdit.Add(new ChaosEvent(at, Any(_adit), 0, Between(0.2, 2.5)));
        }
        List<ChaosEvent> ofPeers = [];
        for (var at = Between(1, 4); at < duration; at += Between(1.5, 4.5))
        {
            var lasts = random.Next(6) == 0 ? Between(10, 20) : Between(0.5, 6);
            ofPeers.Add(new ChaosEvent(at, Any(_peers), random.Next(), lasts));
        }
        var starts = Enumerable
            .Range(0, jobs)
            .Select(_ => random.NextDouble() * 0.9 * duration)
            .Order();
        return new ChaosPlan(ofAdit, ofPeers, [.. starts]);

        TimeSpan Between(double from, double to) =>
            TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));
        ChaosFault Any(ChaosFault[] faults) => faults[random.Next(faults.Length)];
    }
}
