using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

public sealed class AssociationGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_TasksFillTheirShare_OneStaysForPeople()
    {
        var gate = new AssociationGate(3, 10);
        await gate.AcquireAsync(LimiterLane.Task, Cancel);
        await gate.AcquireAsync(LimiterLane.Task, Cancel);

        gate.TryAcquire(LimiterLane.Task).ShouldBeNull();
        gate.TryAcquire(LimiterLane.Interactive).ShouldNotBeNull();
        gate.TryAcquire(LimiterLane.Interactive).ShouldBeNull();
    }

    [Fact]
    public async Task DisposeAsync_PersonAndTaskWait_PersonIsServedFirst()
    {
        var gate = new AssociationGate(1, 10);
        var first = await gate.AcquireAsync(LimiterLane.Task, Cancel);
        var task = gate.AcquireAsync(LimiterLane.Task, Cancel).AsTask();
        var person = gate.AcquireAsync(LimiterLane.Interactive, Cancel).AsTask();

        await first.DisposeAsync();
        await first.DisposeAsync();

        var served = await person.WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        task.IsCompleted.ShouldBeFalse();
        await served.DisposeAsync();
        await task.WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        gate.Open.ShouldBe(1);
    }

    [Fact]
    public async Task AcquireAsync_Cancelled_LeavesTheLine()
    {
        var gate = new AssociationGate(1, 1);
        var first = await gate.AcquireAsync(LimiterLane.Task, Cancel);
        using var cancel = new CancellationTokenSource();
        var waiting = gate.AcquireAsync(LimiterLane.Task, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await first.DisposeAsync();
        gate.Open.ShouldBe(0);
        gate.TryAcquire(LimiterLane.Task).ShouldNotBeNull();
    }

    [Fact]
    public async Task AcquireAsync_LineIsFull_Refused()
    {
        var gate = new AssociationGate(1, 1);
        await gate.AcquireAsync(LimiterLane.Task, Cancel);
        var waiting = gate.AcquireAsync(LimiterLane.Task, Cancel).AsTask();

        await Should.ThrowAsync<ServerBusyException>(
            gate.AcquireAsync(LimiterLane.Task, Cancel).AsTask()
        );
        waiting.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Configure_HigherLimit_LetsWaitingOnesIn()
    {
        var gate = new AssociationGate(1, 10);
        await gate.AcquireAsync(LimiterLane.Interactive, Cancel);
        var waiting = gate.AcquireAsync(LimiterLane.Interactive, Cancel).AsTask();

        gate.Configure(2);

        await waiting.WaitAsync(TimeSpan.FromSeconds(5), Cancel);
        gate.Open.ShouldBe(2);
    }
}
