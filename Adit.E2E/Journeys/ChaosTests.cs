using Adit.Dicom.Tests.Peers;
using Adit.E2E.Application;
using Shouldly;
using Xunit;

namespace Adit.E2E.Journeys;

/// <summary>Alone on the machine: it takes whatever processor it can get, and other tests have deadlines.</summary>
[CollectionDefinition(nameof(ChaosTests), DisableParallelization = true)]
public sealed class ChaosCollection;

/// <summary>The short form of <c>./dev chaos</c>.</summary>
[Collection(nameof(ChaosTests))]
public sealed class ChaosTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(9);

    [Fact]
    public async Task Transfers_ProgramKilledAndPeersInTrouble_EveryImageIsAccountedFor()
    {
        await using var chaos = PeerProcess.Start(
            "dotnet",
            [AditApplication.OutputOf("Adit.Benchmarks", "Adit.Benchmarks.dll"), "chaos", "2"]
        );

        var exitCode = await chaos.WaitForExitAsync(
            Deadline,
            TestContext.Current.CancellationToken
        );

        exitCode.ShouldBe(0, chaos.Output);
        chaos.Output.Split('\n').ShouldContain("unaccounted 0", chaos.Output);
    }
}
