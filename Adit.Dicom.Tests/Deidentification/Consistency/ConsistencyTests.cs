using System.Collections.Concurrent;
using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Deidentification.Canaries;
using Adit.Dicom.Tests.Deidentification.TenChecks;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Consistency;

/// <summary>What belongs together stays together, whatever the order, and nothing of one project can be linked to another's.</summary>
public sealed class ConsistencyTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(7, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherSecret = [.. Enumerable.Range(8, 32).Select(i => (byte)i)];

    private static readonly DeidentificationProfile Profile = ArchiveProfiles.WithCleanedContent(
        ShippedProfiles.ResearchWithShiftedDates
    );

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_AnyOrderCultureAndDegreeOfParallelism_GivesTheSameBytes()
    {
        var expected = await RunAsync(
            Secret,
            SyntheticArchive.All,
            1,
            CultureInfo.InvariantCulture
        );
        // The Thai calendar counts other years, Turkish has two letters i, Arabic other digits and Persian other months.
        foreach (var name in (string[])["th-TH", "tr-TR", "ar-SA", "fa-IR"])
        {
            var actual = await RunAsync(
                Secret,
                [.. SyntheticArchive.All.Reverse()],
                4,
                CultureInfo.GetCultureInfo(name)
            );
            foreach (var (original, output) in expected)
            {
                output
                    .Bytes.AsSpan()
                    .SequenceEqual(actual[original].Bytes)
                    .ShouldBeTrue($"{original.Name} in {name}");
            }
        }
    }

    [Fact]
    public async Task WriteAsync_ObjectsOfStudies_KeepsEveryReferenceResolvable()
    {
        var outputs = await RunAsync(Secret, SyntheticArchive.All, 2, CultureInfo.InvariantCulture);
        var known = References.Targets(SyntheticArchive.All.Select(o => o.Dataset));
        var knownAfter = References.Targets(outputs.Values.Select(output => output.Dataset));
        var failures = new List<string>();
        var resolved = new Dictionary<string, int>();
        foreach (var (original, output) in outputs)
        {
            // What pointed into the archive, under its new name.
            var before = References
                .Of(original.Dataset)
                .Where(known.Contains)
                .Select(uid => CanaryJudge.MapUid(Secret, uid))
                .ToHashSet();
            foreach (var uid in References.Of(output.Dataset))
            {
                if (before.Contains(uid))
                {
                    resolved[original.SopClass] = resolved.GetValueOrDefault(original.SopClass) + 1;
                    if (!knownAfter.Contains(uid))
                    {
                        failures.Add($"{original.Name}: {uid} names nothing any more");
                    }
                }
                else if (knownAfter.Contains(uid))
                {
                    failures.Add($"{original.Name}: {uid} names something new");
                }
            }
        }
        failures.ShouldBeNone();
        foreach (
            var kind in (Func<SyntheticStudy, int, int, ObjectText>[])
                [
                    Templates.Report,
                    Templates.PresentationState,
                    Templates.KeyObjects,
                    Templates.Segmentation,
                    Templates.StructureSet,
                    Templates.Plan,
                    Templates.Dose,
                    Templates.EnhancedMr,
                ]
        )
        {
            var sopClass = kind(new SyntheticStudy(SyntheticPatient.All[0], 0, ""), 1, 1).SopClass;
            resolved.GetValueOrDefault(sopClass).ShouldBeGreaterThan(0, kind.Method.Name);
        }
    }

    [Fact]
    public async Task WriteAsync_StudiesOfAPatient_KeepsTheIntervalsBetweenThem()
    {
        var outputs = await RunAsync(Secret, SyntheticArchive.All, 2, CultureInfo.InvariantCulture);
        var shifts = new HashSet<int>();
        foreach (var patient in outputs.GroupBy(pair => pair.Key.Patient))
        {
            var days = patient
                .Select(pair => Day(pair.Key.Dataset).DayNumber - Day(pair.Value.Dataset).DayNumber)
                .Distinct()
                .ToArray();
            days.Length.ShouldBe(1);
            days[0].ShouldBeInRange(1, 3650);
            shifts.Add(days[0]);
        }
        shifts.Count.ShouldBeGreaterThan(SyntheticPatient.All.Count / 2);
    }

    [Fact]
    public async Task WriteAsync_AnotherSecret_SharesNoIdentifierDateOrCode()
    {
        var one = await RunAsync(Secret, SyntheticArchive.All, 2, CultureInfo.InvariantCulture);
        var other = await RunAsync(
            OtherSecret,
            SyntheticArchive.All,
            2,
            CultureInfo.InvariantCulture
        );
        var failures = new HashSet<string>();
        foreach (var original in SyntheticArchive.All)
        {
            // What was there, or is left of it after cleaning, says nothing of the secret.
            var known = Values(original.Dataset).SelectMany(value => Words(value.Text)).ToHashSet();
            var mine = Values(one[original].Dataset)
                .Where(value => !Words(value.Text).All(known.Contains))
                .ToHashSet();
            mine.IntersectWith(Values(other[original].Dataset));
            foreach (var (tag, text) in mine)
            {
                if (text != original.Patient.Pseudonym && !IsConstant(tag, text))
                {
                    failures.Add($"{tag}: '{text}'");
                }
            }
        }
        failures.ShouldBeNone();
    }

    /// <summary>What the program writes into every output, and dummies that are the same for everybody.</summary>
    private static bool IsConstant(DicomTag tag, string text) =>
        text
            is "19000101"
                or "19000101000000"
                or "000000"
                or "000Y"
                or "0"
                or "1"
                or "99ADIT"
                or "Removed"
        || tag.Group is 0x0012 or 0x0028
        || (tag.Group == 0x0008 && tag.Element is 0x0100 or 0x0102 or 0x0104)
        || tag == DicomTag.PatientAge;

    private static string[] Words(string text) =>
        text.Split(
            [' ', ',', '.', ':', ';', '/', '-', '(', ')'],
            StringSplitOptions.RemoveEmptyEntries
        );

    private static HashSet<(DicomTag Tag, string Text)> Values(DicomDataset dataset) =>
        [
            .. Levels(dataset)
                .SelectMany(level =>
                    level
                        .OfType<DicomElement>()
                        .Where(element => element.Vr.IsText())
                        .Select(element => (element.Tag, level.GetString(element) ?? ""))
                )
                .Where(value => value.Item2.Length > 0),
        ];

    internal static IEnumerable<DicomDataset> Levels(DicomDataset dataset)
    {
        var open = new Stack<DicomDataset>([dataset]);
        while (open.TryPop(out var level))
        {
            yield return level;
            foreach (var sequence in level.OfType<DicomSequence>())
            {
                foreach (var item in sequence.Items)
                {
                    open.Push(item);
                }
            }
        }
    }

    private static DateOnly Day(DicomDataset dataset) => dataset.GetDate(DicomTag.StudyDate)!.Value;

    private static async Task<IReadOnlyDictionary<SyntheticObject, Streamed>> RunAsync(
        byte[] secret,
        IReadOnlyList<SyntheticObject> objects,
        int degree,
        CultureInfo culture
    )
    {
        var deidentifiers = SyntheticPatient.All.ToDictionary(
            patient => patient,
            patient => new Deidentifier(
                Profile,
                new DeidentificationKey(secret),
                new DeidentificationSubject($"domain|{patient.Id}", patient.Pseudonym)
            )
        );
        var outputs = new ConcurrentDictionary<SyntheticObject, Streamed>();
        await Parallel.ForEachAsync(
            objects,
            new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = Token },
            async (original, token) =>
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
                outputs[original] = await Streamed.RunAsync(
                    deidentifiers[original.Patient],
                    original.Dataset,
                    DicomTransferSyntax.ExplicitVrLittleEndian,
                    token
                );
            }
        );
        return outputs;
    }
}
