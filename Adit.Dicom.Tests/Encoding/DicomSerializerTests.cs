using System.Buffers;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Encoding;

public sealed class DicomSerializerTests
{
    private static readonly DicomTransferSyntax Explicit =
        DicomTransferSyntax.ExplicitVrLittleEndian;

    private static readonly DicomVr[] ValueVrs =
    [
        .. Enum.GetValues<DicomVr>().Where(vr => vr is not (DicomVr.None or DicomVr.SQ)),
    ];

    [Theory]
    [MemberData(nameof(Syntaxes.NativeUids), MemberType = typeof(Syntaxes))]
    public void Parse_Encoded_IsTheSame(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var bytes = DicomSerializer.Encode(Samples.Rich(), syntax);
        var again = DicomSerializer.Parse(bytes, syntax);

        Comparison.FirstDifference(Samples.Rich(), again, syntax).ShouldBeNull();
        again.GetString(DicomTag.PatientName).ShouldBe("Yamada^Tarou=山田^太郎=やまだ^たろう");
        again
            .GetSequence(DicomTag.ProcedureCodeSequence)!
            .Items[0]
            .GetString(DicomTag.CodeMeaning)
            .ShouldBe("Schädel");
        if (!syntax.IsDeflated)
        {
            DicomSerializer.Encode(again, syntax).ShouldBe(bytes);
        }
    }

    [Fact]
    public void Parse_EncodedFragments_AreTheSame()
    {
        var syntax = DicomTransferSyntax.JpegBaseline;
        var again = DicomSerializer.Parse(
            DicomSerializer.Encode(Samples.Encapsulated(), syntax),
            syntax
        );
        Comparison.FirstDifference(Samples.Encapsulated(), again, syntax).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Syntaxes.NativeUids), MemberType = typeof(Syntaxes))]
    public void Parse_RandomDataSetsEncoded_AreTheSame(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Datasets(3).ToArbitrary(),
                dataset =>
                {
                    var again = DicomSerializer.Parse(
                        DicomSerializer.Encode(dataset, syntax),
                        syntax
                    );
                    return Comparison.FirstDifference(dataset, again, syntax) is null;
                }
            )
        );
    }

    [Fact]
    public void Parse_Segments_IsTheSame()
    {
        var bytes = DicomSerializer.Encode(Samples.Rich(), Explicit);
        var first = new Segment(bytes.AsMemory(0, 13));
        var last = first.Append(bytes.AsMemory(13, 100)).Append(bytes.AsMemory(113));
        var sequence = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
        Comparison
            .FirstDifference(Samples.Rich(), DicomSerializer.Parse(sequence, Explicit))
            .ShouldBeNull();
    }

    [Theory]
    [InlineData(65_534, "LO")]
    [InlineData(65_536, "UN")]
    public void Encode_ValueTooLongForItsLength_GoesAsUnknown(int length, string vr)
    {
        var dataset = new DicomDataset();
        dataset.Set(
            new DicomElement(
                DicomTag.PatientComments,
                DicomVr.LO,
                Enumerable.Repeat((byte)'x', length).ToArray()
            )
        );
        var again = DicomSerializer.Parse(DicomSerializer.Encode(dataset, Explicit), Explicit);
        again[DicomTag.PatientComments]!.Vr.Code().ShouldBe(vr);
        again.GetString(DicomTag.PatientComments)!.Length.ShouldBe(length);
    }

    [Fact]
    public void Parse_UnknownRepresentations_PassThroughUnchanged()
    {
        // "ZZ" may be a future representation (32-bit length), "??" is what a broken writer puts (16-bit length).
        byte[] bytes =
        [
            0x08,
            0,
            0x05,
            0,
            (byte)'Z',
            (byte)'Z',
            0,
            0,
            2,
            0,
            0,
            0,
            1,
            2,
            0x08,
            0,
            0x60,
            0,
            (byte)'?',
            (byte)'?',
            2,
            0,
            (byte)'C',
            (byte)'T',
        ];
        var dataset = DicomSerializer.Parse(bytes, Explicit);
        dataset.Count.ShouldBe(2);
        DicomSerializer.Encode(dataset, Explicit).ShouldBe(bytes);
    }

    [Fact]
    public void Parse_OddLengths_PassThroughUnchanged()
    {
        byte[] bytes =
        [
            0x08,
            0,
            0x60,
            0,
            (byte)'C',
            (byte)'S',
            3,
            0,
            (byte)'C',
            (byte)'T',
            (byte)'X',
            0x10,
            0,
            0x20,
            0,
            (byte)'L',
            (byte)'O',
            1,
            0,
            (byte)'7',
        ];
        var dataset = DicomSerializer.Parse(bytes, Explicit);
        dataset.GetString(DicomTag.PatientId).ShouldBe("7");
        DicomSerializer.Encode(dataset, Explicit).ShouldBe(bytes);
    }

    [Fact]
    public void Parse_UnknownWithoutLength_ReadsImplicitItemsAndWritesThemBack()
    {
        byte[] bytes =
        [
            0x09,
            0,
            0x01,
            0x10,
            (byte)'U',
            (byte)'N',
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
            0xFF,
            0xFF,
            0xFF,
            0xFF,
            0x10,
            0,
            0x20,
            0,
            2,
            0,
            0,
            0,
            (byte)'P',
            (byte)'1',
            0xFE,
            0xFF,
            0x0D,
            0xE0,
            0,
            0,
            0,
            0,
            0xFE,
            0xFF,
            0xDD,
            0xE0,
            0,
            0,
            0,
            0,
            0x10,
            0,
            0x20,
            0,
            (byte)'L',
            (byte)'O',
            2,
            0,
            (byte)'P',
            (byte)'2',
        ];
        var dataset = DicomSerializer.Parse(bytes, Explicit);
        dataset
            .GetSequence(new DicomTag(0x0009, 0x1001))!
            .Items[0]
            .GetString(DicomTag.PatientId)
            .ShouldBe("P1");
        dataset.GetString(DicomTag.PatientId).ShouldBe("P2");
        DicomSerializer.Encode(dataset, Explicit).ShouldBe(bytes);
    }

    [Fact]
    public void Encode_GroupLengths_AreLeftOutExceptOfCommands()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomElement.FromUInt32(DicomTag.CommandGroupLength, DicomVr.UL, 4));
        dataset.Set(DicomElement.FromUInt32(new DicomTag(0x0008, 0x0000), DicomVr.UL, 4));
        dataset.Set(DicomTag.Modality, "CT");
        var again = DicomSerializer.Parse(DicomSerializer.Encode(dataset, Explicit), Explicit);
        again.Select(item => item.Tag).ShouldBe([DicomTag.CommandGroupLength, DicomTag.Modality]);
    }

    [Fact]
    public void Parse_ImplicitSignedPixels_ReadsPixelValuesAsSigned()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.PixelRepresentation, 1);
        dataset.Set(DicomTag.SmallestImagePixelValue, -1024);
        var syntax = DicomTransferSyntax.ImplicitVrLittleEndian;
        var again = DicomSerializer.Parse(DicomSerializer.Encode(dataset, syntax), syntax);
        again.GetInt32(DicomTag.SmallestImagePixelValue).ShouldBe(-1024);
    }

    [Fact]
    public void Encode_PrivateSequenceInImplicit_CanBeReadAsSequence()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.PatientId, "P1");
        var dataset = new DicomDataset();
        dataset.Set(
            new DicomSequence(new DicomTag(0x0009, 0x1001), item) { HasUndefinedLength = false }
        );
        var syntax = DicomTransferSyntax.ImplicitVrLittleEndian;
        var again = DicomSerializer.Parse(DicomSerializer.Encode(dataset, syntax), syntax);
        again
            .GetSequence(new DicomTag(0x0009, 0x1001))!
            .Items[0]
            .GetString(DicomTag.PatientId)
            .ShouldBe("P1");
    }

    private static Gen<DicomDataset> Datasets(int depth)
    {
        var tags =
            from number in Gen.Choose(0x00080001, 0x7FDFFFFF)
            where (number & 0xFFFF) != 0
            select new DicomTag((uint)number);
        var elements =
            from tag in tags
            from vr in Gen.Elements(ValueVrs)
            from units in Gen.Choose(0, 20)
            from bytes in Gen.ArrayOf(
                Gen.Choose(0, 255).Select(value => (byte)value),
                units * Math.Max(2, vr.UnitSize())
            )
            select (DicomItem)new DicomElement(tag, vr, bytes);
        var items = elements;
        if (depth > 0)
        {
            var sequences =
                from tag in tags
                from children in Gen.ListOf(Datasets(depth - 1)).Resize(3)
                from undefined in Gen.Elements(true, false)
                select (DicomItem)
                    new DicomSequence(tag, [.. children]) { HasUndefinedLength = undefined };
            items = Gen.Frequency((4, elements), (1, sequences));
        }
        return from content in Gen.ListOf(items).Resize(8)
            from undefined in Gen.Elements(true, false)
            select Build(content, undefined);
    }

    private static DicomDataset Build(IEnumerable<DicomItem> content, bool undefined)
    {
        var dataset = new DicomDataset { HasUndefinedLength = undefined };
        foreach (var item in content)
        {
            // Without a representation on the wire the dictionary decides, so it has to be right there.
            var vr = DicomDictionary.GetVr(item.Tag);
            if (item is DicomSequence || vr is not DicomVr.SQ)
            {
                dataset.Set(item);
            }
        }
        return dataset;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory)
        {
            Memory = memory;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
