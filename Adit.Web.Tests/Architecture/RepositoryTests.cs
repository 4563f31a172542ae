using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Architecture;

public sealed class RepositoryTests
{
    private static readonly IReadOnlyDictionary<string, string> _versions =
        RepositoryRules.PackageVersions(SourceTree.Read("Directory.Packages.props"));

    [Fact]
    public void Tree_AnyCheckout_IsRead() => SourceTree.Files.ShouldContain("Adit.Web/Program.cs");

    [Fact]
    public void Folders_AnyFolder_IsNoDrawer() =>
        RepositoryRules.DrawersIn(SourceTree.Files).ShouldBeEmpty();

    [Theory]
    [InlineData("Adit.Web/Shared/Page.razor")]
    [InlineData("Adit.Domain/Jobs/Helpers/Dates.cs")]
    public void Folders_Drawer_IsFound(string path) =>
        RepositoryRules.DrawersIn([path]).ShouldBe([path]);

    [Fact]
    public void Folders_FileNamedLikeADrawer_IsFine() =>
        RepositoryRules.DrawersIn(["Adit.Domain/Jobs/Common"]).ShouldBeEmpty();

    [Fact]
    public void Files_AnyFile_NamesNoMachineAndNoRegistry() =>
        SourceTree
            .TextFiles.SelectMany(path =>
                RepositoryRules.ForeignPlacesIn(path, SourceTree.Read(path))
            )
            .ShouldBeEmpty();

    [Fact]
    public void Files_PathOfAMachine_IsFound() =>
        RepositoryRules.ForeignPlacesIn("a.md", "see /" + "work/somewhere").ShouldHaveSingleItem();

    [Fact]
    public void Files_AnySource_IsShortEnoughToRead() =>
        SourceTree
            .TextFiles.Where(path => RepositoryRules.IsTooLong(path, SourceTree.Read(path)))
            .ShouldBeEmpty();

    [Fact]
    public void Files_LongSource_IsFound()
    {
        var text = string.Concat(Enumerable.Repeat("\n", RepositoryRules.LongestFile + 1));

        RepositoryRules.IsTooLong("Adit.Domain/Long.cs", text).ShouldBeTrue();
        RepositoryRules
            .IsTooLong("Adit.Infrastructure/Persistence/Migrations/Sqlite/Long.cs", text)
            .ShouldBeFalse();
    }

    [Fact]
    public void Warnings_AnyFile_SilencesNoneWithoutAReason() =>
        SourceTree
            .TextFiles.SelectMany(path =>
                RepositoryRules.SilencedWarningsIn(path, SourceTree.Read(path))
            )
            .ShouldBeEmpty();

    [Theory]
    [InlineData("A.csproj", "<" + "NoWarn>CS1591</NoWarn>", 1)]
    [InlineData("A.cs", "  #pragma warning disable CA1000", 1)]
    [InlineData("A.cs", "  #pragma warning disable CA1000 // the interface asks for it", 0)]
    public void Warnings_Silenced_IsFound(string path, string text, int expected) =>
        RepositoryRules.SilencedWarningsIn(path, text).Count().ShouldBe(expected);

    [Fact]
    public void Packages_AnyProject_TakesItsVersionsFromOnePlace() =>
        ProjectFiles()
            .SelectMany(path =>
                RepositoryRules
                    .UnpinnedIn(SourceTree.Read(path), _versions)
                    .Select(name => $"{path}: {name}")
            )
            .ShouldBeEmpty();

    [Theory]
    [InlineData("""<Project><PackageReference Include="Shouldly" Version="4.3.0" /></Project>""")]
    [InlineData(
        """<Project><PackageReference Include="Shouldly" VersionOverride="4.2.0" /></Project>"""
    )]
    [InlineData("""<Project><PackageReference Include="NobodyKnowsThis" /></Project>""")]
    public void Packages_UnpinnedReference_IsFound(string projectFile) =>
        RepositoryRules.UnpinnedIn(projectFile, _versions).ShouldHaveSingleItem();

    [Fact]
    public void Packages_AnyVersion_IsExact()
    {
        _versions.ShouldNotBeEmpty();
        RepositoryRules.FloatingIn(_versions).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("10.*")]
    [InlineData("[10.0.0,11)")]
    [InlineData("10")]
    public void Packages_FloatingVersion_IsFound(string version) =>
        RepositoryRules
            .FloatingIn(new Dictionary<string, string> { ["Some"] = version })
            .ShouldBe(["Some"]);

    private static IEnumerable<string> ProjectFiles() =>
        SourceTree.Files.Where(path =>
            path.EndsWith(".csproj", StringComparison.Ordinal) || path == "Directory.Build.props"
        );
}
