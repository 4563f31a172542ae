using System.Collections.Concurrent;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Deidentification.Facts;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

public sealed class CanaryTests
{
    private const string Pseudonym = "PSEUDO-7";
    private const string Ct = "1.2.840.10008.5.1.4.1.1.2";

    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly (string SopClass, bool IsKnown)[] SopClasses =
    [
        (Ct, true),
        ("1.2.840.10008.5.1.4.1.1.4", true), // MR
        ("1.2.840.10008.5.1.4.1.1.7", true), // secondary capture
        ("1.2.840.10008.5.1.4.1.1.1.2", true), // mammography
        ("1.2.840.10008.5.1.4.1.1.88.33", true), // comprehensive SR
        ("1.2.840.10008.5.1.4.1.1.11.1", true), // presentation state
        ("1.2.840.10008.5.1.4.1.1.88.59", true), // key objects
        ("1.2.840.10008.5.1.4.1.1.481.5", true), // RT plan
        ("1.2.840.10008.5.1.4.1.1.66.4", true), // segmentation
        ("1.2.840.10008.5.1.4.1.1.104.1", true), // PDF
        ("1.2.840.10008.5.1.4.1.1.481.10", true), // RT physician intent: newer than the table of types
        ("1.2.840.10008.5.1.4.1.1.6", false), // ultrasound, retired
        ("1.2.840.10008.5.1.4.1.1.9", false), // curves, retired
        ("1.2.826.0.1.3680043.2.1143.99", false), // private
        ("1.2.840.10008.5.1.4.1.1.999.1", false), // unknown
    ];

    private static readonly ConcurrentDictionary<string, CanaryObject> Objects = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> ProfileNames => new(CanaryProfiles.All.Keys);

    [Fact]
    public void Table_OfTheStandard_HasAllItsRows()
    {
        StandardTable.Rows.Count.ShouldBe(621);
        StandardTable.Rows.Count(row => row.IsPattern).ShouldBe(4);
        StandardTable.Rows.Count(row => row.Basic.Contains('/')).ShouldBe(49);
    }

    [Theory]
    [MemberData(nameof(ProfileNames))]
    public void Deidentify_OneCanaryPerRow_GivesEveryRowItsOutcome(string profileName)
    {
        var failures = new ConcurrentBag<string>();
        var cases =
            from sopClass in SopClasses
            from isUnknown in (bool[])[false, true]
            select (sopClass, isUnknown);
        Parallel.ForEach(
            cases,
            new ParallelOptions { CancellationToken = Token },
            c =>
            {
                var run = new Run(
                    profileName,
                    c.sopClass.SopClass,
                    c.sopClass.IsKnown,
                    c.isUnknown
                );
                foreach (var failure in run.WholeDataset())
                {
                    failures.Add($"{run}: {failure}");
                }
            }
        );
        failures.ShouldBeNone();
    }

    [Theory]
    [MemberData(nameof(ProfileNames))]
    public async Task WriteAsync_OneCanaryPerRowInEveryEncoding_LetsNoMarkerThrough(
        string profileName
    )
    {
        var failures = new ConcurrentBag<string>();
        var cases =
            from sopClass in (bool[])[true, false]
            from syntax in Syntaxes.Native
            select (sopClass, syntax);
        await Parallel.ForEachAsync(
            cases,
            Token,
            async (c, token) =>
            {
                var run = new Run(
                    profileName,
                    c.sopClass ? Ct : "1.2.826.0.1.3680043.2.1143.99",
                    c.sopClass,
                    AsUnknown: false
                );
                foreach (var failure in await run.StreamAsync(c.syntax, token))
                {
                    failures.Add($"{run} in {c.syntax}: {failure}");
                }
            }
        );
        failures.ShouldBeNone();
    }

    private sealed record Run(string ProfileName, string SopClass, bool IsKnown, bool AsUnknown)
    {
        private readonly DeidentificationKey _key = new(Secret);

        private CanaryObject Canaries => Objects.GetOrAdd(SopClass, uid => new CanaryObject(uid));

        private DeidentificationProfile Profile => CanaryProfiles.All[ProfileName];

        public override string ToString() => $"{SopClass}{(AsUnknown ? " as UN" : "")}";

        public List<string> WholeDataset()
        {
            var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
            var input = Canaries.ToDataset(AsUnknown);
            var before = DicomSerializer.Encode(input, syntax);
            var subject = SubjectWithLongShift();

            var output = new Deidentifier(Profile, _key, subject).Deidentify(input, syntax).Dataset;

            var failures = Judge(
                output,
                DicomSerializer.Encode(output, syntax),
                subject,
                AsUnknown
            );
            if (!before.AsSpan().SequenceEqual(DicomSerializer.Encode(input, syntax)))
            {
                failures.Add("the input was changed");
            }
            return failures;
        }

        /// <summary>Everything as bytes, with something behind the pixel data.</summary>
        public async Task<List<string>> StreamAsync(
            DicomTransferSyntax syntax,
            CancellationToken cancellationToken
        )
        {
            var subject = SubjectWithLongShift();
            var (written, outputSyntax, parsed) = await Streamed.RunAsync(
                new Deidentifier(Profile, _key, subject),
                Canaries.ToDataset(AsUnknown),
                syntax,
                cancellationToken
            );
            outputSyntax.ShouldBe(syntax);
            // What is compressed would hide from the scan.
            var plain = syntax.IsDeflated
                ? DicomSerializer.Encode(parsed, DicomTransferSyntax.ExplicitVrLittleEndian)
                : written;
            return Judge(parsed, plain, subject, AsUnknown || !syntax.IsExplicitVr);
        }

        private List<string> Judge(
            DicomDataset output,
            byte[] bytes,
            DeidentificationSubject subject,
            bool withoutVrs
        )
        {
            var judge = new CanaryJudge(
                new Oracle(Profile.Options, SopClass, IsKnown),
                Secret,
                Pseudonym,
                _key.ShiftDays(subject.PatientKey),
                withoutVrs
            );
            judge.Judge(Canaries.TopLevel, output);
            judge.Judged.ShouldBeGreaterThan(2 * 617);
            judge.Failures.AddRange(
                new MarkerScan([.. judge.MustGo, Canary.NameMarker])
                    .Find(bytes)
                    .Select(marker => $"{marker.Text} of {marker.Origin} is in the output")
            );
            return judge.Failures;
        }

        /// <summary>A patient whose dates move further than the canaries' dates span, so that no moved date meets another's original.</summary>
        private DeidentificationSubject SubjectWithLongShift() =>
            new(
                Enumerable
                    .Range(0, 1000)
                    .Select(number => $"patient {number}")
                    .First(patient => _key.ShiftDays(patient) > Canaries.Days),
                Pseudonym
            );
    }
}
