using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Deidentification.Canaries;
using Adit.Dicom.Tests.Deidentification.Facts;
using Adit.Dicom.Tests.Encoding;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Consistency;

/// <summary>Random objects: whatever comes, nothing but the two named exceptions is thrown, and no name or number of a person stays.</summary>
public sealed class FuzzTests
{
    private const int Objects = 400;

    private static readonly DicomVr[] AnyVr =
    [
        DicomVr.LO,
        DicomVr.UT,
        DicomVr.UN,
        DicomVr.CS,
        DicomVr.DA,
        DicomVr.OB,
        DicomVr.UI,
        DicomVr.IS,
        DicomVr.PN,
        DicomVr.TM,
        DicomVr.US,
        DicomVr.SH,
        DicomVr.DT,
        DicomVr.FD,
    ];

    private static readonly string[] SopClasses =
    [
        "1.2.840.10008.5.1.4.1.1.2",
        "1.2.840.10008.5.1.4.1.1.4.1",
        "1.2.840.10008.5.1.4.1.1.88.33",
        "1.2.840.10008.5.1.4.1.1.66.4",
        "1.2.840.10008.5.1.4.1.1.11.1",
        "1.2.840.10008.5.1.4.1.1.6",
        "1.2.3.4",
    ];

    private static readonly string[] CharacterSets =
    [
        "",
        "ISO_IR 100",
        "ISO_IR 192",
        "\\ISO 2022 IR 87",
        "GB18030",
        "nonsense",
    ];

    private static readonly DicomDictionaryEntry[] AllEntries =
    [
        .. DicomDictionary.Entries.Where(entry =>
            entry.Tag.Group is > 0x0002 and < 0x7FE0 && !entry.Vrs.IsEmpty
        ),
    ];

    /// <summary>Names of people, and what the table removes with every option.</summary>
    private static readonly DicomDictionaryEntry[] Identifying =
    [
        .. AllEntries.Where(entry =>
            entry.DefaultVr == DicomVr.PN
            || (
                entry.DefaultVr
                    is DicomVr.LO
                        or DicomVr.SH
                        or DicomVr.ST
                        or DicomVr.LT
                        or DicomVr.UT
                        or DicomVr.UC
                && StandardTable.Find(entry.Tag) is { } row
                && NoOptionSpeaksOf(row)
            )
        ),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void WriteAsync_RandomObjects_LetsNoIdentifierThrough()
    {
        var passed = 0;
        FsCheck.Check.One(
            RandomCases.Of(Objects),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var maker = new MarkerMaker();
                    var dataset = MakeObject(random, maker);
                    var syntax = Syntaxes.Native[random.Next(3)];
                    var output = RunAsync(
                            random,
                            DicomSerializer.Encode(dataset, syntax),
                            syntax,
                            maker.All
                        )
                        .GetAwaiter()
                        .GetResult();
                    if (output is not null)
                    {
                        passed++;
                        new MarkerScan(maker.All)
                            .Find(output.Bytes)
                            .Select(marker => $"{marker.Text} of {marker.Origin}, object {seed}")
                            .ShouldBeEmpty();
                    }
                }
            )
        );
        // Random values make a data set that cannot be read now and then, not as a rule.
        passed.ShouldBeGreaterThan(Objects / 2);
    }

    [Fact]
    public void WriteAsync_DamagedObjects_ThrowsNothingButWhatIsNamed() =>
        FsCheck.Check.One(
            RandomCases.Of(Objects),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var maker = new MarkerMaker();
                    var syntax = Syntaxes.Native[random.Next(Syntaxes.Native.Count)];
                    var bytes = DicomSerializer.Encode(MakeObject(random, maker), syntax);
                    for (var i = random.Next(1, 30); i > 0; i--)
                    {
                        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    }
                    var length = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;
                    _ = RunAsync(random, bytes.AsMemory(0, length), syntax, maker.All)
                        .GetAwaiter()
                        .GetResult();
                }
            )
        );

    /// <summary>The output, which has to be readable; null for what was refused.</summary>
    private static async Task<Streamed?> RunAsync(
        Random random,
        ReadOnlyMemory<byte> input,
        DicomTransferSyntax syntax,
        IReadOnlyList<Marker> markers
    )
    {
        var deidentifier = new Deidentifier(
            MakeProfile(random),
            new DeidentificationKey(new byte[32]),
            new DeidentificationSubject("patient", "FUZZ-1")
        );
        try
        {
            return await Streamed.RunAsync(deidentifier, input, syntax, Token);
        }
        catch (DicomException exception)
            when (exception is DeidentificationRefusedException or DicomDataException)
        {
            // Messages reach logs and reports.
            new MarkerScan(markers)
                .Find(System.Text.Encoding.UTF8.GetBytes(exception.ToString()))
                .ShouldBeEmpty(exception.Message);
            return null;
        }
    }

    private static DeidentificationProfile MakeProfile(Random random)
    {
        bool Flip() => random.Next(2) == 0;
        return new DeidentificationProfile("fuzz", 1)
        {
            Options = new DeidentificationOptions
            {
                RetainSafePrivate = Flip(),
                RetainUids = Flip(),
                RetainDeviceIdentity = Flip(),
                RetainInstitutionIdentity = Flip(),
                RetainPatientCharacteristics = Flip(),
                Dates = (DateHandling)random.Next(4),
                CleanDescriptors = Flip(),
                CleanStructuredContent = Flip(),
                CleanGraphics = Flip(),
                CleanPixelData = Flip(),
            },
            Admission = CanaryProfiles.Everything,
        };
    }

    private static DicomDataset MakeObject(Random random, MarkerMaker maker)
    {
        var dataset = MakeLevel(random, maker, depth: 0, "");
        if (CharacterSets[random.Next(CharacterSets.Length)] is { Length: > 0 } characterSet)
        {
            dataset.Set(DicomTag.SpecificCharacterSet, DicomVr.CS, characterSet.Split('\\'));
        }
        dataset.Set(DicomTag.SopClassUid, SopClasses[random.Next(SopClasses.Length)]);
        dataset.Set(DicomTag.SopInstanceUid, $"1.2.3.{random.Next()}");
        dataset.Set(DicomTag.PixelData, DicomVr.OW, new byte[8]);
        return dataset;
    }

    private static DicomDataset MakeLevel(Random random, MarkerMaker maker, int depth, string path)
    {
        var level = new DicomDataset { HasUndefinedLength = random.Next(2) == 0 };
        for (var i = random.Next(1, 25); i > 0; i--)
        {
            var kind = random.Next(10);
            if (kind < 4)
            {
                var entry = Identifying[random.Next(Identifying.Length)];
                var vr = random.Next(3) == 0 ? AnyVr[random.Next(AnyVr.Length)] : entry.DefaultVr;
                level.Set(
                    entry.Tag,
                    vr,
                    System.Text.Encoding.ASCII.GetBytes(
                        maker.Word($"{path}{entry.Tag} {vr.Code()}")
                    )
                );
            }
            else if (kind == 4)
            {
                var tag = new DicomTag(
                    (ushort)((random.Next(0x0009, 0x7FE1) | 1) & 0xFFFF),
                    (ushort)random.Next(0x10, 0xFFFF)
                );
                level.Set(
                    tag,
                    AnyVr[random.Next(AnyVr.Length)],
                    System.Text.Encoding.ASCII.GetBytes(maker.Word($"{path}{tag}"))
                );
            }
            else
            {
                var entry = AllEntries[random.Next(AllEntries.Length)];
                if (entry.DefaultVr == DicomVr.SQ && depth < 4)
                {
                    var sequence = new DicomSequence(entry.Tag);
                    for (var item = random.Next(3); item > 0; item--)
                    {
                        sequence.Items.Add(
                            MakeLevel(random, maker, depth + 1, $"{path}{entry.Tag}>")
                        );
                    }
                    level.Set(sequence);
                }
                else
                {
                    var vr =
                        entry.DefaultVr == DicomVr.SQ || random.Next(4) == 0
                            ? AnyVr[random.Next(AnyVr.Length)]
                            : entry.DefaultVr;
                    var value = new byte[2 * random.Next(20)];
                    random.NextBytes(value);
                    level.Set(entry.Tag, vr, value);
                }
            }
        }
        return level;
    }

    private static bool NoOptionSpeaksOf(StandardRow row) =>
        (char[])
            [
                row.SafePrivate,
                row.Uids,
                row.Device,
                row.Institution,
                row.Characteristics,
                row.FullDates,
                row.ModifiedDates,
                row.Descriptors,
                row.StructuredContent,
                row.Graphics,
            ]
            is var options
        && options.All(option => option == '\0');
}
