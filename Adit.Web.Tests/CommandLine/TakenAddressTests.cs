using Adit.Web.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.CommandLine;

public sealed class TakenAddressTests
{
    [Fact]
    public async Task Is_SecondServerOnOnePort_RecognisesItsFault()
    {
        var token = Xunit.TestContext.Current.CancellationToken;
        await using var first = Server("http://127.0.0.1:0");
        await first.StartAsync(token);
        await using var second = Server(first.Urls.Single());

        var fault = await Should.ThrowAsync<IOException>(() => second.StartAsync(token));

        TakenAddress.Is(fault).ShouldBeTrue();
        TakenAddress.Message(fault).ShouldContain(first.Urls.Single());
        TakenAddress.Message(fault).ShouldNotContain("\n");
        TakenAddress.Is(new IOException("The disk is full.")).ShouldBeFalse();
    }

    private static WebApplication Server(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        return builder.Build();
    }
}
