using Adit.Dicom.Deidentification;
using Adit.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>What of an earlier attempt's report counts in the next one.</summary>
public sealed class AttemptReportTests
{
    private static readonly DeidentificationReport Earlier = new()
    {
        Profile = "Research",
        ProfileVersion = 2,
        Product = "1.0",
        Instances = 10,
        InstancesWithBlankedRegions = 4,
        Counts = [Count(10)],
        Deviations = [Count(3)],
        Refusals =
        [
            new(DeidentificationRefusal.BurnedInAnnotation, "It shows text.", 2),
            new(DeidentificationRefusal.Damaged, "The data are damaged.", 1),
        ],
    };

    [Fact]
    public void Counting_RetryByItself_KeepsCountsAndRefusalsButNotDamaged()
    {
        var kept = AttemptReport.Counting(Earlier, isAnyStored: true, areRefusalsKept: true);

        kept.Instances.ShouldBe(10);
        kept.Counts.ShouldBe(Earlier.Counts);
        // A damaged image has failed, is asked for again, and then counts again.
        kept.Refusals.ShouldHaveSingleItem()
            .Reason.ShouldBe(DeidentificationRefusal.BurnedInAnnotation);
    }

    [Fact]
    public void Counting_RetryByAPerson_RefusalsAreFoundAgain() =>
        AttemptReport
            .Counting(Earlier, isAnyStored: true, areRefusalsKept: false)
            .Refusals.ShouldBeEmpty();

    [Fact]
    public void Counting_NothingWasStored_StartsAnew()
    {
        var kept = AttemptReport.Counting(Earlier, isAnyStored: false, areRefusalsKept: true);

        kept.Instances.ShouldBe(0);
        kept.InstancesWithBlankedRegions.ShouldBe(0);
        kept.Counts.ShouldBeEmpty();
        kept.Deviations.ShouldBeEmpty();
        kept.Refusals.ShouldHaveSingleItem();
    }

    [Fact]
    public void Plus_TwoReports_AddsWhatIsTheSame()
    {
        var other = Earlier with
        {
            Counts = [Count(5), Count(1) with { Attribute = "(0010,0020)" }],
            Refusals = [new(DeidentificationRefusal.Damaged, "The data are damaged.", 4)],
        };

        var sum = Earlier.Plus(other);

        sum.Instances.ShouldBe(20);
        sum.Counts.ShouldBe([Count(15), Count(1) with { Attribute = "(0010,0020)" }]);
        sum.Deviations.ShouldBe([Count(6)]);
        sum.Refusals.Select(refusal => refusal.Count).ShouldBe([2, 5]);
    }

    private static DeidentificationCount Count(long count) =>
        new("(0010,0010)", "Patient's Name", DeidentificationAction.Set, "pseudonym", count);
}
