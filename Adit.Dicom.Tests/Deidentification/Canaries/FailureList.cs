using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

public static class FailureList
{
    private const int Shown = 60;

    /// <summary>Fails with the first of the findings, in a fixed order.</summary>
    public static void ShouldBeNone(this IReadOnlyCollection<string> failures)
    {
        if (failures.Count > 0)
        {
            Assert.Fail(
                $"{failures.Count} findings:\n"
                    + string.Join('\n', failures.Order(StringComparer.Ordinal).Take(Shown))
            );
        }
    }
}
