using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Network;

public sealed class PeerTests
{
    [Fact]
    public async Task Start_NoConfiguration_AnswersAndIsEmpty()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var orthanc = await OrthancServer.StartAsync(
            "ORTHANC1",
            cancellationToken: cancellationToken
        );

        (await orthanc.InstancesOfStudyAsync("1.2.3", cancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task WaitForOutput_ProgramEnds_SaysWhatItWrote()
    {
        await using var peer = PeerProcess.Start("echoscu", ["--version"]);

        var exception = await Should.ThrowAsync<InvalidOperationException>(() =>
            peer.WaitForOutputAsync(
                "never written",
                TimeSpan.FromSeconds(10),
                TestContext.Current.CancellationToken
            )
        );

        exception.Message.ShouldContain("echoscu ended");
    }
}
