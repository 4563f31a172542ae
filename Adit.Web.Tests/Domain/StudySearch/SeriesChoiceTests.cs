using Adit.Domain.StudySearch;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Domain.StudySearch;

public sealed class SeriesChoiceTests
{
    private static readonly StudySeries[] _series =
    [
        new("1.1") { Modality = "CT" },
        new("1.2") { Modality = "SR " },
        new("1.3"),
    ];

    [Fact]
    public void LeftOut_NothingChosen_IsEmpty()
    {
        SeriesChoice.All.TakesAll.ShouldBeTrue();
        SeriesChoice.All.LeftOut(_series).ShouldBeEmpty();
    }

    [Fact]
    public void LeftOut_OnlyModalities_NamesTheOthersWithTheirModality()
    {
        var left = new SeriesChoice { OnlyModalities = ["CT", "MR"] }.LeftOut(_series);

        left.Select(l => (l.Series.SeriesInstanceUid, l.Reason))
            .ShouldBe([
                ("1.2", "Only CT, MR was asked for; this series is SR."),
                (
                    "1.3",
                    "Only CT, MR was asked for, and the server does not say the modality of this series."
                ),
            ]);
        new SeriesChoice { OnlyModalities = ["SR"] }
            .WhyLeftOut("1.2", "SR ")
            .ShouldBeNull();
    }

    [Fact]
    public void LeftOut_ChosenByHand_TakesThoseWhateverTheirModality()
    {
        var choice = new SeriesChoice { SeriesInstanceUids = ["1.2"], OnlyModalities = ["CT"] };

        choice.LeftOut(_series).Select(l => l.Series.SeriesInstanceUid).ShouldBe(["1.1", "1.3"]);
        choice.WhyLeftOut("1.1", "CT").ShouldBe("Not among the series that were chosen.");
    }

    [Theory]
    [InlineData("ONLINE", InstanceAvailability.Online)]
    [InlineData(" nearline ", InstanceAvailability.Nearline)]
    [InlineData("OFFLINE", InstanceAvailability.Offline)]
    [InlineData("UNAVAILABLE", InstanceAvailability.Unavailable)]
    [InlineData("MAYBE", InstanceAvailability.Unknown)]
    [InlineData("", InstanceAvailability.Unknown)]
    [InlineData(null, InstanceAvailability.Unknown)]
    public void Parse_Availability_FallsBackToUnknown(
        string? text,
        InstanceAvailability expected
    ) => InstanceAvailabilities.Parse(text).ShouldBe(expected);
}
