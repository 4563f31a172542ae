using Adit.Web.Features.StudySearch;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.StudySearch;

public sealed class PatientNameTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("Muster", "Muster")]
    [InlineData("Muster^Mia", "Muster, Mia")]
    [InlineData("Muster^Mia^Eva^Dr", "Muster, Mia Eva")]
    [InlineData("^Mia", "Mia")]
    [InlineData("Yamada^Tarou=山田^太郎=やまだ^たろう", "Yamada, Tarou (山田, 太郎)")]
    [InlineData("=山田^太郎", "山田, 太郎")]
    public void Format_RawName_ReadsLastFirst(string? raw, string text) =>
        PatientNameText.Format(raw).ShouldBe(text);
}
