using System.Globalization;
using FsCheck;

namespace Adit.Dicom.Tests.Deidentification;

/// <summary>
/// How many random cases a property is held against, and which: the same ones in every run, so that a red run can be repeated. Another
/// number in ADIT_SEED takes others.
/// </summary>
internal static class RandomCases
{
    private const ulong UsualSeed = 20260101;

    // Has to be odd.
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public static Config Of(int count) =>
        Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(Seed(), Gamma);

    private static ulong Seed() =>
        ulong.TryParse(
            Environment.GetEnvironmentVariable("ADIT_SEED"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seed
        )
            ? seed
            : UsualSeed;
}
