using Adit.Dicom.Deidentification;
using Adit.Web.Features.DeidentificationProfiles;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Features.DeidentificationProfiles;

public sealed class RegionRuleJsonTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        PixelRegionRule[] rules =
        [
            new()
            {
                Name = "Kopfzeile \"Münster\"",
                Modality = "US",
                SopClassUid = "1.2.840.10008.5.1.4.1.1.6.1",
                Manufacturer = "GE*",
                Model = "LOGIQ E9",
                Rows = 768,
                Columns = 1024,
                Regions = [new PixelRegion(0, 0, 1024, 60), new PixelRegion(10, 700, 5, 1)],
            },
            new() { Name = "Clean" },
        ];

        var (read, faults) = RegionRuleJson.Read(RegionRuleJson.Write(rules));

        faults.ShouldBeEmpty();
        var again = read.Select(rule => rule.TryRead()!).ToList();
        again.Count.ShouldBe(2);
        again[0].Regions.ShouldBe(rules[0].Regions);
        (again[0] with { Regions = rules[0].Regions }).ShouldBe(rules[0]);
        (again[1] with { Regions = rules[1].Regions }).ShouldBe(rules[1]);
        RegionRuleJson.Write(again).ShouldBe(RegionRuleJson.Write(rules));
    }

    [Theory]
    [InlineData("{}", "begins with [")]
    [InlineData("[\n{\n", "line 3")]
    [InlineData("", "no JSON")]
    [InlineData("[1]", "Rule 1: an object")]
    [InlineData("[{}]", "Rule 1: Enter a name")]
    [InlineData("""[{"name":"A","modalty":"US"}]""", "Rule 1, modalty: there is no such field")]
    [InlineData("""[{"name":"A"},{"name":5}]""", "Rule 2, name: a text")]
    [InlineData("""[{"name":"A","rows":1.5}]""", "Rule 1, rows: a whole number")]
    [InlineData("""[{"name":"A","rows":0}]""", "Rows and columns are whole numbers")]
    [InlineData("""[{"name":"A","sopClassUid":"ultrasound"}]""", "This is no UID")]
    [InlineData("""[{"name":"A","regions":{}}]""", "a list of rectangles")]
    [InlineData("""[{"name":"A","regions":[[0,0,1,1]]}]""", "rectangle 1: an object")]
    [InlineData("""[{"name":"A","regions":[{"x":0,"y":0,"width":1}]}]""", "all needed")]
    [InlineData(
        """[{"name":"A","regions":[{"x":0,"y":0,"width":0,"height":1}]}]""",
        "width and height are 1 or more"
    )]
    [InlineData(
        """[{"name":"A","regions":[{"x":-1,"y":0,"width":1,"height":1}]}]""",
        "Line 1 is no rectangle"
    )]
    [InlineData("""[{"name":"A","regions":[{"left":0}]}]""", "rectangle 1, left: known are")]
    public void Read_Fault_SaysWhatAndWhere(string text, string words)
    {
        var (rules, faults) = RegionRuleJson.Read(text);

        rules.ShouldBeEmpty();
        faults.ShouldContain(fault => fault.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TooManyFaults_Stops()
    {
        var (rules, faults) = RegionRuleJson.Read(
            $"[{string.Join(',', Enumerable.Repeat("{}", 5000))}]"
        );

        rules.ShouldBeEmpty();
        faults.Count.ShouldBe(21);
    }

    [Fact]
    public void Read_DeepNesting_IsNoJson() =>
        RegionRuleJson.Read(new string('[', 10_000)).Faults.Count.ShouldBe(1);

    [Fact]
    public void Read_TooLong_IsRefused() =>
        RegionRuleJson
            .Read(new string(' ', RegionRuleJson.MaxLength + 1))
            .Faults.ShouldHaveSingleItem()
            .ShouldContain("longer than");
}
