using System.Globalization;
using System.Text.RegularExpressions;
using Adit.Infrastructure.Receiver;
using Adit.Web.Tests.Architecture;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Adit.Web.Tests.Deployment;

/// <summary>No container engine takes part in the tests: the file is parsed, and everything that it names is looked up.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlMappingNode _file = Parse(SourceTree.Read("compose.yml"));

    private static YamlMappingNode Services => (YamlMappingNode)_file["services"];

    private static YamlMappingNode Adit => (YamlMappingNode)Services["adit"];

    [Fact]
    public void Adit_Build_HasADockerfile() =>
        SourceTree
            .Exists(Path.Combine(((YamlScalarNode)Adit["build"]).Value!, "Dockerfile"))
            .ShouldBeTrue();

    [Fact]
    public void Adit_Ports_AreThoseThatTheImageExposes()
    {
        var exposed = Dockerfile
            .Parse(SourceTree.Read("Dockerfile"))
            .Single(line => line.Name == "EXPOSE")
            .Arguments.Split(' ');

        Texts(Adit["ports"]).Select(port => port.Split(':')[^1]).ShouldBe(exposed);
    }

    [Fact]
    public void Adit_Ports_HoldTheReceiver() =>
        Texts(Adit["ports"])
            .ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{Receiver}:{Receiver}"));

    private static int Receiver => new ReceiverOptions().Port;

    [Fact]
    public void Adit_Settings_AreDocumented()
    {
        var documented = SettingsIn(SourceTree.Read("docs/operations.md"));

        Environment(Adit)
            .Keys.Where(key => key.Contains("__", StringComparison.Ordinal))
            .Select(key =>
                NumberedPart().Replace(key.Replace("__", ":", StringComparison.Ordinal), ":0")
            )
            .ShouldBeSubsetOf(documented);
    }

    [Fact]
    public void Services_AnyPassword_ComesFromTheEnvironment() =>
        PasswordsWrittenDown(_file).ShouldBeEmpty();

    [Fact]
    public void Services_PasswordWrittenDown_IsFound() =>
        PasswordsWrittenDown(
                Parse(
                    "services: { a: { environment: { X_PASSWORD: secret, Y: 'Server=s;Password=secret;' } } }"
                )
            )
            .ShouldBe(["a: X_PASSWORD", "a: Y"]);

    [Fact]
    public void Services_DependencyOrVolume_IsDeclared()
    {
        foreach (var service in Services.Children.Values.Cast<YamlMappingNode>())
        {
            if (service.Children.TryGetValue("depends_on", out var dependencies))
            {
                ((YamlMappingNode)dependencies).Children.Keys.ShouldBeSubsetOf(
                    Services.Children.Keys
                );
            }

            Texts(service["volumes"])
                .Select(volume => (YamlNode)new YamlScalarNode(volume.Split(':')[0]))
                .ShouldBeSubsetOf(((YamlMappingNode)_file["volumes"]).Children.Keys);
        }
    }

    [Fact]
    public void Adit_Volume_CoversTheFolderOfTheImage()
    {
        var folder = Dockerfile
            .Parse(SourceTree.Read("Dockerfile"))
            .Single(line => line.Name == "VOLUME")
            .Arguments;

        Texts(Adit["volumes"])
            .ShouldContain(volume => volume.EndsWith($":{folder}", StringComparison.Ordinal));
    }

    [Fact]
    public void Database_OfAdit_IsTheOneBeside()
    {
        var settings = Environment(Adit);

        settings["Database__Provider"].ShouldBe("SqlServer");
        settings["Database__ConnectionString"].ShouldStartWith("Server=database;");
        Services.Children.Keys.ShouldContain(new YamlScalarNode("database"));
    }

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.ShouldHaveSingleItem().RootNode;
    }

    private static IEnumerable<string> PasswordsWrittenDown(YamlMappingNode file) =>
        from service in ((YamlMappingNode)file["services"]).Children
        from setting in Environment((YamlMappingNode)service.Value)
        where
            setting.Key.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase)
            || setting.Value.Contains("Password=", StringComparison.OrdinalIgnoreCase)
        where !FromEnvironment().IsMatch(setting.Value)
        select $"{service.Key}: {setting.Key}";

    private static Dictionary<string, string> Environment(YamlMappingNode service) =>
        ((YamlMappingNode)service["environment"]).Children.ToDictionary(
            pair => ((YamlScalarNode)pair.Key).Value!,
            pair => ((YamlScalarNode)pair.Value).Value!
        );

    private static IEnumerable<string> Texts(YamlNode sequence) =>
        ((YamlSequenceNode)sequence).Select(node => ((YamlScalarNode)node).Value!);

    // In the documentation a setting stands in its own code span: `Module:Key`.
    private static string[] SettingsIn(string markdown) =>
        [.. CodeSpan().Matches(markdown).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^\$\{\w+:\?[^}]*\}$|Password=\$\{\w+:\?[^}]*\}")]
    private static partial Regex FromEnvironment();

    [GeneratedRegex(@"`([A-Z]\w*(?::\w+)+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@":\d+")]
    private static partial Regex NumberedPart();
}
