using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes;
using Adit.Infrastructure.Transfers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>The connection test of servers that have DICOMweb alone.</summary>
[Collection(nameof(TransferServers))]
public sealed class WebProbeTests(TransferServers servers)
{
    [Fact]
    public async Task EchoAsync_ServerWithWebAlone_IsAskedByWeb()
    {
        var result = await ProbeAsync(new Uri(servers.Source.Rest.BaseAddress!, "dicom-web"));

        result.Answered.ShouldBeTrue(result.Message);
    }

    [Theory]
    [InlineData(401, NodeFault.Refused)]
    [InlineData(404, NodeFault.None)]
    [InlineData(503, NodeFault.Unreachable)]
    public async Task EchoAsync_Status_MeansWhatATaskMayDo(int status, NodeFault meaning)
    {
        await using var peer = HttpPeer.Answering(_ => HttpPeer.Response(status, "text/plain", ""));

        var result = await ProbeAsync(new Uri($"http://127.0.0.1:{peer.Port}/"));

        result.Answered.ShouldBeFalse();
        result.Fault.ShouldBe(meaning);
    }

    private static async Task<ProbeResult> ProbeAsync(Uri address)
    {
        var connector = new TransferRun().Connector;
        await using var services = new ServiceCollection()
            .AddOptions<TransferOptions>()
            .Services.BuildServiceProvider();
        var web = new DicomWebConnector(
            connector,
            new AuthorizationProtector(new EphemeralDataProtectionProvider())
        );
        var probe = new ServerProbe(
            connector,
            web,
            new DicomFaultMessages(),
            services.GetRequiredService<IOptionsMonitor<TransferOptions>>(),
            TimeProvider.System
        );
        return await probe.EchoAsync(
            TransferRun.WebServer("Web PACS", address, ServerServices.QidoRs),
            LimiterLane.Interactive,
            TestContext.Current.CancellationToken
        );
    }
}
