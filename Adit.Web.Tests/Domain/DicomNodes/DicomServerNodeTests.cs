using Adit.Domain.DicomNodes;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.DicomNodes;

public sealed class DicomServerNodeTests
{
    [Theory]
    [InlineData("https://PACS/other", true)]
    [InlineData("https://other/dicom-web", false)]
    [InlineData("http://pacs/dicom-web", false)]
    [InlineData("https://pacs:8443/dicom-web", false)]
    [InlineData(null, false)]
    public void ConfigureDicomWeb_AnotherAddress_KeepsTheSecretOnlyForTheSameServer(
        string? url,
        bool kept
    )
    {
        var server = new DicomServerNode("Web PACS", "WEB", "pacs", 104);
        server.ConfigureDicomWeb("https://pacs/dicom-web", null, null, null);
        server.Authorize("secret");

        server.ConfigureDicomWeb(url, null, null, null);

        server.ProtectedAuthorization.ShouldBe(kept ? "secret" : null);
    }
}
