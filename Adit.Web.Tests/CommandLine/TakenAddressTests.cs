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
        TakenAddress.Is(new IOException("The disk is full.")).ShouldBeFalse();
    }

    [Fact]
    public void Message_Address_SaysWhereAndWhatToDo() =>
        TakenAddress
            .Message(["http://127.0.0.1:8000"])
            .ShouldBe(
                "Adit cannot listen on http://127.0.0.1:8000: another program does already, perhaps another Adit. "
                    + "End that one, or choose another address with --urls http://127.0.0.1:8001."
            );

    private static WebApplication Server(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        return builder.Build();
    }
}
