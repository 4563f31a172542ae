using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes.Health;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.DicomNodes;

/// <summary>Who is asked when, and how long a silent node is left alone.</summary>
public sealed class NodeHealthTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedProbe _probe = new();
    private readonly NodeHealthBook _book;
    private readonly NodeHealth _health;
    private readonly DicomServerNode _server = new("Archive", "ARCHIVE", "pacs.example.org", 104);

    public NodeHealthTests()
    {
        _book = HealthBooks.New(_time);
        _health = new NodeHealth(_book, _probe, _probe, _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckAsync_ManyAtOnce_OneQuestionForAll()
    {
        _probe.Hold = new TaskCompletionSource();
        var checks = Enumerable
            .Range(0, 20)
            .Select(_ => _health.CheckAsync(_server, asSource: true, Token).AsTask())
            .ToList();

        _probe.Hold.SetResult();

        (await Task.WhenAll(checks)).ShouldAllBe(state => state.IsUsable);
        _probe.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task CheckAsync_WithinThirtySeconds_IsNotAskedAgain()
    {
        await _health.CheckAsync(_server, true, Token);
        _time.Advance(TimeSpan.FromSeconds(29));
        await _health.CheckAsync(_server, true, Token);
        _probe.Asked.Count.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(2));
        await _health.CheckAsync(_server, true, Token);
        _probe.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Succeeded_Transfer_CountsAsACheck()
    {
        await _health.CheckAsync(_server, true, Token);
        _time.Advance(TimeSpan.FromSeconds(29));
        _health.Succeeded(_server.Id);
        _time.Advance(TimeSpan.FromSeconds(29));

        (await _health.CheckAsync(_server, true, Token)).IsUsable.ShouldBeTrue();

        _probe.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task CheckAsync_NodeIsDown_SaysSoWithoutAskingAndTellsWatchers()
    {
        var told = 0;
        using var watch = _health.Watch(() => told++);
        _probe.Down["Archive"] = NodeFault.Unreachable;

        var state = await _health.CheckAsync(_server, true, Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _health.CheckAsync(_server, true, Token);

        state.Fault.ShouldBe(NodeFault.Unreachable);
        state.Message.ShouldBe("Archive does not answer.");
        _probe.Asked.Count.ShouldBe(1);
        var row = _health.Snapshot().ShouldHaveSingleItem();
        row.NodeName.ShouldBe("Archive");
        row.NextTryAt.ShouldBeGreaterThan(row.DownSince);
        _book.IsDown(_server).ShouldBeTrue();
        told.ShouldBe(1);

        _health.Succeeded(_server.Id);

        _health.Snapshot().ShouldBeEmpty();
        _book.IsDown(_server).ShouldBeFalse();
        told.ShouldBe(2);
    }

    [Fact]
    public async Task Failed_AgainAndAgain_PausesGrowToTwoMinutes()
    {
        _probe.Down["Archive"] = NodeFault.Unreachable;
        List<double> pauses = [];
        for (var i = 0; i < 8; i++)
        {
            await _health.AskAsync(_server);
            var row = _health.Snapshot().Single();
            pauses.Add((row.NextTryAt - row.CheckedAt).TotalSeconds);
        }

        double[] expected = [5, 10, 20, 40, 80, 120, 120, 120];
        foreach (var (pause, should) in pauses.Zip(expected))
        {
            pause.ShouldBe(should, should * 0.11);
        }
    }

    [Fact]
    public async Task Failed_ServerRefuses_IsLeftAloneForMinutes()
    {
        _probe.Down["Archive"] = NodeFault.Refused;

        await _health.CheckAsync(_server, true, Token);

        var row = _health.Snapshot().Single();
        row.Fault.ShouldBe(NodeFault.Refused);
        (row.NextTryAt - row.CheckedAt).ShouldBeGreaterThan(TimeSpan.FromMinutes(4));
    }

    [Fact]
    public void Unreachable_ManyTasksReportIt_IsOneFailure()
    {
        _health.Unreachable(7, "Gone.");
        var first = _health.Snapshot().Single();
        _time.Advance(TimeSpan.FromSeconds(1));
        _health.Unreachable(7, "Gone, too.");

        _health.Snapshot().Single().ShouldBe(first);
    }

    [Fact]
    public async Task IsDown_AddressWasChanged_IsWorthATry()
    {
        _probe.Down["Archive"] = NodeFault.Unreachable;
        await _health.CheckAsync(_server, true, Token);

        _server.MoveTo("ARCHIVE", "other.example.org", 104);

        _book.IsDown(_server).ShouldBeFalse();
        await _health.CheckAsync(_server, true, Token);
        _probe.Asked.Count.ShouldBe(2);
    }
}
