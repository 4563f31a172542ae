using System.Net.NetworkInformation;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>
/// Whatever one side does wrong, at the end every image is accounted for: what the ledger calls stored is at the destination, what
/// is not stored has a reason or is asked for again, nothing hangs and nothing is left over.
/// </summary>
[Collection(nameof(FaultBench))]
public sealed class FaultMatrixTests(FaultBench bench)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<Role, Fault> Cells =>
        [.. FaultMatrix.Cells.Keys.Select(key => (key.Role, key.Fault))];

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Transfer_SideIsFaulty_EveryImageIsAccountedFor(Role role, Fault fault)
    {
        var cell = FaultMatrix.Cells[(role, fault)];
        Assert.SkipWhen(cell.Skipped.Length > 0, cell.Skipped);
        await using var scene = await SetAsync(role, fault);

        var run = await bench.RunAsync(scene, Cancel);

        var there = (await scene.AskDestination(Cancel)).ToHashSet(StringComparer.Ordinal);
        var account = Describe(scene, run, there);
        run.Ending.ShouldBe(cell.Ends, account);
        run.Message.ShouldContain(cell.Says, Case.Sensitive, account);
        run.Took.ShouldBeLessThan(scene.Deadline, account);
        foreach (var uid in scene.Images)
        {
            var line = run.Ledger.GetValueOrDefault(uid);
            var allowed = scene.Hit.Contains(uid) ? cell.Hit : cell.Others;
            allowed
                .HasFlag(LineOf(line))
                .ShouldBeTrue($"{uid}: {LineOf(line)}, not {allowed}. {account}");
            if (line is { IsStored: true })
            {
                there.ShouldContain(uid, account);
            }
            if (LineOf(line) is Lines.Failed or Lines.Warned)
            {
                line!.Reason.ShouldNotBeNullOrWhiteSpace(account);
            }
        }
        run.Ledger.Keys.Except(scene.Images).ShouldBeEmpty(account);
        there.Except(scene.Images).ShouldBeEmpty(account);
        (run.Ending == Ending.Success).ShouldBe(
            scene.Images.All(uid => LineOf(run.Ledger.GetValueOrDefault(uid)) == Lines.Stored),
            account
        );
        scene.Lines.ShouldAllBe(line => line.Faults > 0, account);
        scene.AlsoHolds(run).ShouldBeNull(account);
        await NothingIsLeftAsync(scene);
    }

    [Fact]
    public void Cells_RolesWithARow_HaveEveryFault() =>
        FaultMatrix
            .Cells.Keys.GroupBy(key => key.Role)
            .ShouldAllBe(role => role.Count() == Enum.GetValues<Fault>().Length);

    private Task<Scene> SetAsync(Role role, Fault fault)
    {
        var stage = new Stage(bench, Cancel);
        return role switch
        {
            Role.CGet => GetColumn.SetAsync(fault, bench, stage),
            Role.CMove => MoveColumn.SetAsync(fault, bench, stage),
            Role.WadoRs => WadoColumn.SetAsync(fault, bench, stage),
            Role.StowRs => StowColumn.SetAsync(fault, bench, stage),
            Role.Folder => FolderColumn.SetAsync(fault, bench, stage),
            Role.CStore => StoreColumn.SetAsync(fault, bench, stage),
        };
    }

    private static Lines LineOf(TransferredInstance? line) =>
        line is null
            ? Lines.None
            : line.Outcome switch
            {
                InstanceOutcome.Expected or InstanceOutcome.InFlight => Lines.Open,
                InstanceOutcome.Stored => Lines.Stored,
                InstanceOutcome.StoredWithWarning => Lines.Warned,
                InstanceOutcome.Failed or InstanceOutcome.Excluded or InstanceOutcome.Unexpected =>
                    Lines.Failed,
            };

    private async Task NothingIsLeftAsync(Scene scene)
    {
        bench.Spilled.ShouldBeEmpty();
        // The other side of a socket may take a moment to say goodbye.
        int[] ports = [Port(scene.Source), Port(scene.Destination)];
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 1000 && Connections().Any(); i++)
        {
            await ticks.WaitForNextTickAsync(Cancel);
        }
        Connections().ShouldBeEmpty();
        bench.Receiver.RunningRetrieves.ShouldBe(0);

        IEnumerable<string> Connections() =>
            IPGlobalProperties
                .GetIPGlobalProperties()
                .GetActiveTcpConnections()
                .Where(c =>
                    c.State == TcpState.Established && ports.Contains(c.RemoteEndPoint.Port)
                )
                .Select(c => $"{c.LocalEndPoint} to {c.RemoteEndPoint}");
    }

    private static int Port(DicomNode node) => (node as DicomServerNode)?.Port ?? 0;

    private static string Describe(Scene scene, FaultRun run, HashSet<string> there) =>
        $"{run.Ending} after {run.Took.TotalSeconds:0.0} s: {run.Message}\n"
        + string.Join(
            '\n',
            scene.Images.Select(
                (uid, i) =>
                    $"image {i + 1}{(scene.Hit.Contains(uid) ? " (hit)" : "")}: "
                    + $"{run.Ledger.GetValueOrDefault(uid)?.Outcome.ToString() ?? "no line"}, "
                    + $"{(there.Contains(uid) ? "there" : "not there")}, {run.Ledger.GetValueOrDefault(uid)?.Reason}"
            )
        )
        + $"\n{run.LogText}";
}
