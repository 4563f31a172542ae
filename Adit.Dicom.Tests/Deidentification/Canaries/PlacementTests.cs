using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>Markers where a careless reader does not look: behind the pixel data, out of order, twice, in long values, in sequences of unknown length.</summary>
public sealed class PlacementTests
{
    private const int LongerThanHeld = 100_000;
    private const string Name = "Wozkiqez";

    private readonly MarkerMaker _maker = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Encodings =>
        new(Syntaxes.Native.Where(s => !s.IsDeflated).Select(s => s.Uid.Value));

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task WriteAsync_MarkersBehindThePixelData_AreTreatedAsInFrontOfIt(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var behind = new DicomDataset();
        // Out of order, and twice: all of these stood in front already.
        behind.Set(DicomTag.PatientName, DicomVr.PN, $"{_maker.Word("name")}^{Name}");
        behind.Set(DicomTag.PatientId, DicomVr.LO, _maker.Word("ID"));
        behind.Set(DicomTag.PatientAddress, DicomVr.LO, _maker.Word("address"));
        behind.Set(DicomTag.InstitutionName, DicomVr.LO, _maker.Word("institution"));
        behind.Set(DicomTag.StudyDescription, DicomVr.LO, $"{_maker.Word("study")} {Name}");
        behind.Set(new DicomTag(0x0008, 0x00FE), DicomVr.LO, _maker.Word("unknown"));
        var signatures = new DicomDataset();
        signatures.Set(new DicomTag(0x0400, 0x0120), DicomVr.OB, Bytes("signature"));
        signatures.Set(new DicomTag(0x0400, 0x0100), DicomVr.UI, _maker.Uid("signature"));
        behind.SetSequence(new DicomTag(0xFFFA, 0xFFFA), signatures);
        behind.Set(new DicomTag(0xFFFC, 0xFFFC), DicomVr.OB, Bytes("padding"));
        behind.Set(new DicomTag(0x7FE1, 0x0010), DicomVr.LO, _maker.Word("creator"));
        behind.Set(new DicomTag(0x7FE1, 0x1001), DicomVr.OB, Bytes("private", LongerThanHeld));
        behind.Set(new DicomTag(0x7FE1, 0x1002), DicomVr.LO, _maker.Word("private"));

        var output = await RunAsync(
            [.. DicomSerializer.Encode(Plain(), syntax), .. DicomSerializer.Encode(behind, syntax)],
            syntax
        );

        Search(output.Bytes);
        output.Dataset.GetString(DicomTag.PatientName).ShouldBe("PLACE-1");
        output.Dataset.Contains(DicomTag.PixelData).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task WriteAsync_LongValues_AreCleanedOrRemovedWhole(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var filling = string.Concat(Enumerable.Repeat("lorem ipsum dolor ", 5000));
        var dataset = Plain();
        dataset.Set(new DicomTag(0x0040, 0xA160), DicomVr.UT, $"{filling} {Name} {filling}");
        dataset.Set(DicomTag.PatientComments, DicomVr.LT, $"{filling} {Name}");
        dataset.Set(new DicomTag(0x0042, 0x0011), DicomVr.OB, Bytes("document", LongerThanHeld));
        dataset.Set(new DicomTag(0x0009, 0x0010), DicomVr.LO, _maker.Word("creator"));
        dataset.Set(new DicomTag(0x0009, 0x1001), DicomVr.UN, Bytes("private", LongerThanHeld));
        dataset.Set(new DicomTag(0x5000, 0x3000), DicomVr.OW, Bytes("curve", LongerThanHeld));
        dataset.Set(new DicomTag(0x6000, 0x3000), DicomVr.OW, Bytes("overlay", LongerThanHeld));

        var output = await RunAsync(DicomSerializer.Encode(dataset, syntax), syntax);

        Search(output.Bytes);
        output
            .Dataset.GetString(new DicomTag(0x0040, 0xA160))!
            .Length.ShouldBeGreaterThan(LongerThanHeld);
    }

    [Fact]
    public async Task WriteAsync_SequencesOfUnknownRepresentationAndLength_AreEntered()
    {
        var syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
        // UN with an undefined length holds items in implicit little endian (PS3.5 section 6.2.2).
        var inner = new DicomDataset();
        inner.Set(DicomTag.PatientName, DicomVr.PN, _maker.Word("inner name"));
        inner.Set(DicomTag.ReferencedSopInstanceUid, DicomVr.UI, _maker.Uid("inner UID"));
        inner.Set(new DicomTag(0x0008, 0x0104), DicomVr.LO, $"left of {Name}");
        inner.SetSequence(new DicomTag(0x0008, 0x1140), inner.Clone());
        byte[] bytes =
        [
            .. DicomSerializer.Encode(Header(), syntax),
            .. Unknown(0x0008, 0x1115, inner),
            .. Unknown(0x0029, 0x1010, inner),
        ];

        var output = await RunAsync(bytes, syntax);

        Search(output.Bytes);
        output
            .Dataset.GetSequence(new DicomTag(0x0008, 0x1115))!
            .Items.Single()
            .GetString(new DicomTag(0x0008, 0x0104))
            .ShouldBe("left of");
    }

    private static byte[] Unknown(ushort group, ushort element, DicomDataset item)
    {
        byte[] body = DicomSerializer.Encode(item, DicomTransferSyntax.ImplicitVrLittleEndian);
        return
        [
            .. BitConverter.GetBytes(group),
            .. BitConverter.GetBytes(element),
            .. "UN"u8,
            0,
            0,
            0xFF,
            0xFF,
            0xFF,
            0xFF,
            0xFE,
            0xFF,
            0x00,
            0xE0,
            .. BitConverter.GetBytes(body.Length),
            .. body,
            0xFE,
            0xFF,
            0xDD,
            0xE0,
            0,
            0,
            0,
            0,
        ];
    }

    private static DicomDataset Header()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage);
        dataset.Set(DicomTag.SopInstanceUid, "1.2.3.4.5.6");
        return dataset;
    }

    private static DicomDataset Plain()
    {
        var dataset = Header();
        dataset.Set(DicomTag.PatientName, $"{Name}^Anna");
        dataset.Set(DicomTag.PatientId, "P-123456");
        dataset.Set(DicomTag.Rows, 2);
        dataset.Set(DicomTag.Columns, 2);
        dataset.Set(DicomTag.BitsAllocated, 16);
        dataset.Set(DicomTag.PixelData, DicomVr.OW, new byte[8]);
        return dataset;
    }

    private byte[] Bytes(string origin, int length = 16)
    {
        var bytes = new byte[length];
        System.Text.Encoding.ASCII.GetBytes(_maker.Word(origin)).CopyTo(bytes, length / 2);
        return bytes;
    }

    private static Task<Streamed> RunAsync(byte[] input, DicomTransferSyntax syntax) =>
        Streamed.RunAsync(
            new Deidentifier(
                ShippedProfiles.ResearchWithShiftedDates,
                new DeidentificationKey(new byte[32]),
                new DeidentificationSubject("patient", "PLACE-1") { KnownIdentifiers = [Name] }
            ),
            input,
            syntax,
            Token
        );

    private void Search(byte[] output)
    {
        // The study's description is cleaned, not removed: its marker may stay, the name beside it may not.
        new MarkerScan([
            .. _maker.All.Where(marker => marker.Origin != "study"),
            new Marker(Name, "the patient's name"),
        ])
            .Find(output)
            .Select(marker => $"{marker.Text} of {marker.Origin} is in the output")
            .ShouldBeEmpty();
    }
}
