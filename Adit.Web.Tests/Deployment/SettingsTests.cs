using System.Reflection;
using System.Text.RegularExpressions;
using Adit.Web.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Deployment;

/// <summary>The table of settings in the documentation and the option classes of the program name the same keys.</summary>
public sealed partial class SettingsTests
{
    private static readonly string[] _inCode =
    [
        .. KeysOf(Assemblies.Infrastructure.GetTypes().Concat(Assemblies.Web.GetTypes())),
        .. KeysReadBy(SourceTree.Read("Adit.Web/Program.cs")),
    ];

    private static readonly string[] _documented = DocumentedIn(
        SourceTree.Read("docs/operations.md")
    );

    [Fact]
    public void Documentation_AnyKeyOfTheProgram_IsThere()
    {
        _inCode.ShouldNotBeEmpty();
        _inCode.Except(_documented).ShouldBeEmpty("these settings are not in docs/operations.md");
    }

    [Fact]
    public void Documentation_AnyKeyInIt_Exists() =>
        _documented
            .Except(_inCode)
            .ShouldBeEmpty("no option class has these settings of docs/operations.md");

    [Fact]
    public void Keys_OfAnOptionClass_AreFound() =>
        KeysOf([typeof(SampleOptions)])
            .ShouldBe(["Sample:Colour", "Sample:Rooms"], ignoreOrder: true);

    [Fact]
    public void Documented_RowsOfATable_AreFound() =>
        DocumentedIn("| `Sample:Colour` | red |\nand `Other:Text` is not a row")
            .ShouldBe(["Sample:Colour"]);

    /// <summary>An option class names its section in a constant; each property that can be set is a key.</summary>
    private static string[] KeysOf(IEnumerable<Type> types) =>
        [
            .. from type in types
            let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
                ?.GetRawConstantValue() as string
            where section is not null
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.CanWrite || property.PropertyType.IsGenericType
            select $"{section}:{property.Name}",
        ];

    private static IEnumerable<string> KeysReadBy(string program) =>
        Reading().Matches(program).Select(match => match.Groups[1].Value).Distinct();

    private static string[] DocumentedIn(string markdown) =>
        [.. Row().Matches(markdown).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^\| `([A-Z]\w*(?::\w+)+)`", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[""([A-Z]\w*(?::\w+)+)""\]")]
    private static partial Regex Reading();

    private sealed class SampleOptions
    {
        public const string Section = "Sample";

        public string Colour { get; set; } = "";

        public List<string> Rooms { get; } = [];

        public int Derived => Colour.Length;
    }
}
