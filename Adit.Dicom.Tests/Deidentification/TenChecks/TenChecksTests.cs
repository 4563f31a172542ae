using System.Collections.Concurrent;
using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Deidentification.Canaries;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.TenChecks;

public sealed class TenChecksTests(ITestOutputHelper output)
{
    private const double Bar = 0.9995;

    private static readonly DeidentificationKey Key = new([
        .. Enumerable.Range(40, 32).Select(i => (byte)i),
    ]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Archive_OfSyntheticPatients_IsLargeAndVaried()
    {
        SyntheticArchive.All.Count.ShouldBeGreaterThanOrEqualTo(300);
        SyntheticArchive.All.Select(o => o.SopClass).Distinct().Count().ShouldBeGreaterThan(12);
        SyntheticArchive
            .All.Select(o => o.SopInstanceUid)
            .Distinct()
            .Count()
            .ShouldBe(SyntheticArchive.All.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WriteAsync_ObjectsWithAnswerKey_PassesTheTenChecks(bool cleanedContent)
    {
        var shipped = ShippedProfiles.ResearchWithShiftedDates;
        var profile = cleanedContent
            ? ArchiveProfiles.WithCleanedContent(shipped)
            : ArchiveProfiles.Admitting(shipped);
        var outputs = new ConcurrentDictionary<SyntheticObject, DicomDataset>();
        var refused = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            SyntheticArchive.All.GroupBy(o => o.Patient),
            Token,
            async (objects, token) =>
            {
                var deidentifier = new Deidentifier(profile, Key, Subject(objects.Key));
                foreach (var original in objects)
                {
                    try
                    {
                        outputs[original] = (
                            await Streamed.RunAsync(
                                deidentifier,
                                original.Dataset,
                                DicomTransferSyntax.ExplicitVrLittleEndian,
                                token
                            )
                        ).Dataset;
                    }
                    catch (DeidentificationRefusedException refusal)
                    {
                        refused.Add($"{original.Name}: {refusal.Message}");
                    }
                }
            }
        );
        refused.ShouldBeNone();
        var examiner = new Examiner(cleanedContent);
        foreach (var original in SyntheticArchive.All)
        {
            examiner.Examine(
                original,
                outputs[original],
                Key.ShiftDays(Subject(original.Patient).PatientKey)
            );
        }

        foreach (var (check, count) in examiner.Asked.OrderBy(pair => pair.Key))
        {
            output.WriteLine($"{check}: {count}");
        }
        var share = 1 - ((double)examiner.Wrong.Count / examiner.Total);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{share:P3} of {examiner.Total} checks on {outputs.Count} objects"
            )
        );
        foreach (var wrong in examiner.Wrong)
        {
            output.WriteLine(wrong);
        }
        Enum.GetValues<Check>().ShouldBeSubsetOf(examiner.Asked.Keys);
        if (share < Bar)
        {
            examiner.Wrong.ShouldBeNone();
        }
    }

    private static DeidentificationSubject Subject(SyntheticPatient patient) =>
        new($"domain|{patient.Id}", patient.Pseudonym);
}
