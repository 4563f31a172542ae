using System.Net;
using System.Net.Sockets;
using Adit.E2E.Application;
using Shouldly;
using Xunit;

namespace Adit.E2E.Journeys;

/// <summary>The program when it cannot start.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_AddressTaken_SaysSoInOneLineAndEnds()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var data = Directory.CreateTempSubdirectory("adit-start-");
        try
        {
            await using var adit = AditApplication.Launch(
                data,
                new Dictionary<string, string>(),
                $"http://{other.LocalEndpoint}"
            );

            var code = await adit.WaitForExitAsync(
                TimeSpan.FromSeconds(60),
                TestContext.Current.CancellationToken
            );

            code.ShouldBe(1);
            adit.Output.ShouldContain($"http://{other.LocalEndpoint}: address already in use");
            adit.Output.ShouldContain("choose another address with --urls");
            adit.Output.ShouldNotContain("   at ");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
