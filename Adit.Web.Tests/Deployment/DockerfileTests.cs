using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Adit.Web.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Deployment;

/// <summary>No container engine takes part in the tests: the file is read, and everything that it names is looked up.</summary>
public sealed partial class DockerfileTests
{
    private static readonly IReadOnlyList<IReadOnlyList<DockerInstruction>> _stages =
        Dockerfile.Stages(SourceTree.Read("Dockerfile"));

    private static IReadOnlyList<DockerInstruction> Final => _stages[^1];

    [Fact]
    public void Copy_AnySource_Exists() =>
        SourcesCopiedFromTheTree().ShouldAllBe(path => SourceTree.Exists(path));

    [Fact]
    public void Copy_ProjectOfTheApplication_IsAmongTheSources() =>
        ProjectsBehind("Adit.Web")
            .SelectMany(name => new[] { $"{name}/", $"{name}/{name}.csproj" })
            .ShouldBeSubsetOf(SourcesCopiedFromTheTree());

    [Fact]
    public void Stages_BuildAndRun_UseTheFrameworkOfTheProjects()
    {
        var framework = XDocument
            .Parse(SourceTree.Read("Directory.Build.props"))
            .Descendants("TargetFramework")
            .Single()
            .Value;

        _stages
            .Select(stage => stage[0].Arguments.Split(' ')[0].Split(':')[^1])
            .ShouldAllBe(tag => $"net{tag}" == framework);
        _stages[0][0].Arguments.ShouldContain("dotnet/sdk:");
        Final[0].Arguments.ShouldContain("dotnet/aspnet:");
    }

    [Fact]
    public void User_OfTheFinalStage_IsNotRoot()
    {
        var user = Final.Last(instruction => instruction.Name == "USER").Arguments;

        user.ShouldNotBeOneOf("root", "0");
        // Nothing after it may need more.
        Final
            .SkipWhile(instruction => instruction.Name != "USER")
            .Select(instruction => instruction.Name)
            .ShouldNotContain("RUN");
    }

    [Fact]
    public void Entry_OfTheFinalStage_IsTheAssemblyOfTheApplication()
    {
        var assembly = XDocument
            .Parse(SourceTree.Read("Adit.Web/Adit.Web.csproj"))
            .Descendants("AssemblyName")
            .Single()
            .Value;

        Final
            .Single(instruction => instruction.Name == "ENTRYPOINT")
            .Words.ShouldBe(["dotnet", $"{assembly}.dll"]);
    }

    [Fact]
    public void HealthCheck_OfTheFinalStage_AsksTheExposedPort()
    {
        var port = Final.Single(instruction => instruction.Name == "EXPOSE").Arguments.Split(' ')[
            0
        ];
        var check = Final.Single(instruction => instruction.Name == "HEALTHCHECK").Words[^1];

        check.ShouldContain($"/dev/tcp/127.0.0.1/{port}");
        check.ShouldContain("GET /health/live ");
        Settings()["ASPNETCORE_URLS"].ShouldEndWith($":{port}");
        int.Parse(port, CultureInfo.InvariantCulture)
            .ShouldBeGreaterThan(1023, "a plain user cannot open lower ports");
    }

    [Theory]
    [InlineData("FROM a\nRUNN x")]
    [InlineData("RUN x")]
    public void Parse_Nonsense_IsRefused(string text) =>
        Should.Throw<FormatException>(() => Dockerfile.Stages(text));

    private static IEnumerable<string> SourcesCopiedFromTheTree() =>
        _stages
            .SelectMany(stage => stage)
            .Where(instruction =>
                instruction.Name == "COPY"
                && !instruction.Arguments.StartsWith("--from", StringComparison.Ordinal)
            )
            .SelectMany(instruction =>
                instruction.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..^1]
            );

    private static Dictionary<string, string> Settings() =>
        Final
            .Where(instruction => instruction.Name == "ENV")
            .SelectMany(instruction => Setting().Matches(instruction.Arguments))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim('"'));

    private static IEnumerable<string> ProjectsBehind(string project) =>
        XDocument
            .Parse(SourceTree.Read($"{project}/{project}.csproj"))
            .Descendants("ProjectReference")
            .Select(reference =>
                Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)
            )
            .SelectMany(ProjectsBehind)
            .Append(project)
            .Distinct();

    [GeneratedRegex(@"(\w+)=(\S+)")]
    private static partial Regex Setting();
}
