using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Architecture;

public sealed partial class DocumentationTests
{
    [Fact]
    public void Links_AnyPage_LeadSomewhere()
    {
        var pages = SourceTree
            .Files.Where(path => path.EndsWith(".md", StringComparison.Ordinal))
            .ToArray();

        pages.ShouldContain("docs/architecture.md");
        pages.SelectMany(page => DeadLinks(page, SourceTree.Read(page))).ShouldBeEmpty();
    }

    [Fact]
    public void Links_ToNowhere_AreFound() =>
        DeadLinks(
                "docs/page.md",
                "[a](nowhere.md) [b](../README.md#part) [c](https://example.org) [d](#here)"
            )
            .ShouldBe(["docs/page.md: nowhere.md"]);

    [Fact]
    public void Readme_Commands_AreTheTwoThatANewcomerNeeds() =>
        Command()
            .Matches(SourceTree.Read("README.md"))
            .Select(match => match.Value)
            .ShouldBe(["./dev run", "./dev test"]);

    [Fact]
    public void Decisions_AnyRecord_HasItsNumberDateAndParts()
    {
        var records = SourceTree
            .Files.Where(path => path.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .ToArray();

        records.Select(Number).ShouldBe(Enumerable.Range(1, records.Length));
        foreach (var record in records)
        {
            var text = SourceTree.Read(record);
            text.ShouldStartWith($"# {Number(record)}. ");
            Dated().IsMatch(text).ShouldBeTrue($"{record} has no date");
            Headings()
                .Matches(text)
                .Select(match => match.Groups[1].Value)
                .ShouldBe(["Context", "Options", "Decision", "Consequences"], record);
        }
    }

    private static IEnumerable<string> DeadLinks(string page, string text) =>
        Link()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Where(target =>
                !target.StartsWith("http", StringComparison.Ordinal)
                && !target.StartsWith('#')
                && !SourceTree.Exists(
                    Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0])
                )
            )
            .Select(target => $"{page}: {target}");

    private static int Number(string record) =>
        int.Parse(Path.GetFileName(record)[..4], System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\./dev \w+", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2} · (accepted|superseded)", RegexOptions.Multiline)]
    private static partial Regex Dated();

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();
}
