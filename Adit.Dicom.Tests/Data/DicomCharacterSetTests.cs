using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Data;

public sealed class DicomCharacterSetTests
{
    /// <summary>The examples of PS3.5 Annexes H, I, J and K, and one name per single-byte repertoire. Bytes in hex, text in quotes.</summary>
    public static TheoryData<string, string, string> Examples =>
        new()
        {
            { "", "'Yamada^Tarou'", "Yamada^Tarou" },
            {
                "\\ISO 2022 IR 87",
                "'Yamada^Tarou='1B2442 3B334544 1B2842'^'1B2442 42404F3A 1B2842'='1B2442 2464245E2440 1B2842'^'1B2442 243F246D2426 1B2842",
                "Yamada^Tarou=山田^太郎=やまだ^たろう"
            },
            {
                "ISO 2022 IR 13\\ISO 2022 IR 87",
                "D4CFC0DE'^'C0DBB3'='1B2442 3B334544 1B284A'^'1B2442 42404F3A 1B284A'='1B2442 2464245E2440 1B284A'^'1B2442 243F246D2426 1B284A",
                "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"
            },
            {
                "\\ISO 2022 IR 149",
                "'Hong^Gildong='1B242943 FBF3'^'1B242943 D1CED4D7'='1B242943 C8AB'^'1B242943 B1E6B5BF",
                "Hong^Gildong=洪^吉洞=홍^길동"
            },
            {
                "\\ISO 2022 IR 58",
                "'Zhang^XiaoDong='1B242941 D5C5'^'1B242941 D0A1B6AB'='",
                "Zhang^XiaoDong=张^小东="
            },
            { "ISO_IR 192", "'Wang^XiaoDong='E78E8B'^'E5B08FE69DB1'='", "Wang^XiaoDong=王^小東=" },
            { "GB18030", "'Wang^XiaoDong='CDF5'^'D0A1B6AB'='", "Wang^XiaoDong=王^小东=" },
            { "GBK", "'Wang^XiaoDong='CDF5'^'D0A1B6AB'='", "Wang^XiaoDong=王^小东=" },
            { "ISO_IR 13", "D4CFC0DE'^'C0DBB3", "ﾔﾏﾀﾞ^ﾀﾛｳ" },
            { "ISO_IR 100", "C4'neas^R'FC'diger'", "Äneas^Rüdiger" },
            { "ISO_IR 101", "'Wa'B3EA'sa'", "Wałęsa" },
            { "ISO_IR 109", "'G'FD'g'", "Gŭg" },
            { "ISO_IR 110", "'Ozols^J'E0'nis'", "Ozols^Jānis" },
            { "ISO_IR 144", "BBEEDA63'e'DC'bypg'", "Люкceмbypg" },
            { "ISO_IR 127", "E2C8C7E6EA'^'E4E6D2C7D1", "قباني^لنزار" },
            { "ISO_IR 126", "C4E9EFEDF5F3E9EFF2", "Διονυσιος" },
            { "ISO_IR 138", "F9F8E5EF'^'E3E1E5F8E4", "שרון^דבורה" },
            { "ISO_IR 148", "'Y'FD'ld'FD'z'", "Yıldız" },
            { "ISO_IR 203", "A4'uro'", "€uro" },
            { "ISO_IR 166", "CAC1AAD2C2", "สมชาย" },
            // Code extensions between single-byte repertoires.
            { "ISO 2022 IR 100\\ISO 2022 IR 144", "'R'FC'diger '1B2D4CBBEED0", "Rüdiger Люа" },
            { "ISO 2022 IR 6\\ISO 2022 IR 100", "'J'1B2D41E9'r'F4'me'", "Jérôme" },
            // JIS X 0212 for a character that JIS X 0208 lacks.
            { "\\ISO 2022 IR 87\\ISO 2022 IR 159", "1B242844 3021 1B2842", "丂" },
        };

    [Theory]
    [MemberData(nameof(Examples))]
    public void Decode_ExamplesOfTheStandard_GivesTheText(string terms, string bytes, string text)
    {
        DicomCharacterSet.Parse(terms).Decode(Bytes(bytes), DicomVr.PN).ShouldBe(text);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Encode_ExamplesOfTheStandard_GivesTheBytes(string terms, string bytes, string text)
    {
        Convert
            .ToHexString(DicomCharacterSet.Parse(terms).Encode(text, DicomVr.PN))
            .ShouldBe(Convert.ToHexString(Bytes(bytes)));
    }

    [Fact]
    public void Decode_SwitchLeftOpenBeforeDelimiter_StartsAnewBehindIt()
    {
        // The second value is in the first repertoire again, without any escape sequence.
        var bytes = Bytes("1B2D4CBBEED0'\\'FC");
        DicomCharacterSet
            .Parse("ISO 2022 IR 100\\ISO 2022 IR 144")
            .Decode(bytes, DicomVr.LO)
            .ShouldBe("Люа\\ü");
    }

    [Theory]
    [InlineData("0D")]
    [InlineData("0A")]
    [InlineData("0C")]
    [InlineData("09")]
    public void Decode_ControlCharacter_EndsTheSwitch(string control)
    {
        var bytes = Bytes($"1B2D4CBB{control}FC");
        DicomCharacterSet
            .Parse("ISO 2022 IR 100\\ISO 2022 IR 144")
            .Decode(bytes, DicomVr.LT)
            .ShouldBe($"Л{(char)Convert.ToByte(control, 16)}ü");
    }

    [Fact]
    public void Decode_BackslashInText_DoesNotEndTheSwitch()
    {
        var bytes = Bytes("1B2D4CBB'\\'BB");
        DicomCharacterSet
            .Parse("ISO 2022 IR 100\\ISO 2022 IR 144")
            .Decode(bytes, DicomVr.LT)
            .ShouldBe("Л\\Л");
    }

    [Fact]
    public void GetStrings_SecondByteIsABackslash_IsNotSplit()
    {
        // 誰 is 92 4E, 表 is 95 5C in Shift JIS; 5C is also the second byte of many characters of GB18030.
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "GB18030");
        dataset.Set(DicomTag.OtherPatientNames, "俓\\東");
        var raw = ((DicomElement)dataset[DicomTag.OtherPatientNames]!).RawValue.ToArray();
        raw.Count(b => b == 0x5C).ShouldBe(2);

        dataset.GetStrings(DicomTag.OtherPatientNames).ShouldBe(["俓", "東"]);
    }

    [Theory]
    [InlineData("ISO-IR 100")]
    [InlineData("iso_ir_100")]
    [InlineData("ISO IR 100")]
    [InlineData(" ISO_IR 100 ")]
    public void Parse_UsualMisspelling_IsUnderstood(string term)
    {
        DicomCharacterSet.Parse(term).Decode([0xFC], DicomVr.LO).ShouldBe("ü");
    }

    [Fact]
    public void Parse_UnknownTerm_NamesItAndDecodesAscii()
    {
        var set = DicomCharacterSet.Parse("KLINGON 1");
        set.UnknownTerms.ShouldBe(["KLINGON 1"]);
        set.Decode("Worf"u8, DicomVr.PN).ShouldBe("Worf");
    }

    [Fact]
    public void Encode_CharacterMissing_SaysSoAndNamesTheElementWithoutTheValue()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        var exception = Should.Throw<DicomDataException>(() =>
            dataset.Set(DicomTag.PatientName, "Ελένη")
        );
        exception.Tag.ShouldBe(DicomTag.PatientName);
        exception.Message.ShouldContain("ISO_IR 100");
        exception.Message.ShouldNotContain("Ελένη");
    }

    [Fact]
    public void CharacterSet_ItemWithoutOwn_InheritsFromTheEnclosingDataSet()
    {
        var item = new DicomDataset();
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        dataset.SetSequence(DicomTag.RequestAttributesSequence, item);
        item.Set(DicomTag.RequestedProcedureDescription, "Schädel");

        item.GetString(DicomTag.RequestedProcedureDescription).ShouldBe("Schädel");
        item.CharacterSet.Value.ShouldBe("ISO_IR 192");
    }

    [Fact]
    public void GetString_NoCharacterSetButFallback_UsesTheFallback()
    {
        var bytes = DicomSerializer.Encode(
            Latin1WithoutLabel(),
            DicomTransferSyntax.ExplicitVrLittleEndian
        );
        var plain = DicomSerializer.Parse(bytes, DicomTransferSyntax.ExplicitVrLittleEndian);
        var fallback = DicomSerializer.Parse(
            bytes,
            DicomTransferSyntax.ExplicitVrLittleEndian,
            new DicomReadOptions { FallbackCharacterSet = DicomCharacterSet.Latin1 }
        );

        plain.GetString(DicomTag.PatientName).ShouldBe("M\uFFFDller");
        fallback.GetString(DicomTag.PatientName).ShouldBe("Müller");
    }

    [Fact]
    public void ConvertCharacterSet_NestedText_IsTheSameInTheNewSet()
    {
        var item = new DicomDataset();
        item.Set(DicomTag.SpecificCharacterSet, "ISO_IR 126");
        item.Set(DicomTag.CodeMeaning, "Διονυσιος");
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        dataset.Set(DicomTag.PatientName, "Müller");
        dataset.SetSequence(DicomTag.ProcedureCodeSequence, item);

        dataset.ConvertCharacterSet(DicomCharacterSet.Utf8);

        dataset.GetString(DicomTag.SpecificCharacterSet).ShouldBe("ISO_IR 192");
        dataset.GetString(DicomTag.PatientName).ShouldBe("Müller");
        item.Contains(DicomTag.SpecificCharacterSet).ShouldBeFalse();
        item.GetString(DicomTag.CodeMeaning).ShouldBe("Διονυσιος");
    }

    [Theory]
    [InlineData("chrArab", "قباني^لنزار")]
    [InlineData("chrFren", "Buc^Jérôme")]
    [InlineData("chrFrenMulti", "Buc^Jérôme")]
    [InlineData("chrGerm", "Äneas^Rüdiger")]
    [InlineData("chrGreek", "Διονυσιος")]
    [InlineData("chrH31", "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData("chrH32", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう")]
    [InlineData("chrHbrw", "שרון^דבורה")]
    [InlineData("chrI2", "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData("chrJapMulti", "やまだ^たろう")]
    [InlineData("chrJapMultiExplicitIR6", "やまだ^たろう")]
    [InlineData("chrKoreanMulti", "김희중")]
    [InlineData("chrRuss", "Люкceмбypг")]
    [InlineData("chrX1", "Wang^XiaoDong=王^小東")]
    [InlineData("chrX2", "Wang^XiaoDong=王^小东")]
    public async Task GetString_RealFiles_GivesThePatientName(string file, string name)
    {
        var read = await DicomFile.ReadAllAsync(
            Corpus.File($"pydicom/charsets/{file}.dcm"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        read.Dataset.GetPersonName(DicomTag.PatientName)!.Value.ToString().ShouldBe(name);
    }

    [Fact]
    public async Task GetString_FilesOfManyRepertoires_DecodesEveryText()
    {
        foreach (var path in Corpus.Files("orthanc/encodings"))
        {
            var file = await DicomFile.ReadAllAsync(
                path,
                cancellationToken: TestContext.Current.CancellationToken
            );
            file.Dataset.CharacterSet.UnknownTerms.ShouldBeEmpty();
            (file.Dataset.GetString(DicomTag.PatientName) ?? "").ShouldNotContain('\uFFFD', path);
        }
    }

    private static DicomDataset Latin1WithoutLabel()
    {
        var dataset = new DicomDataset();
        dataset.Set(new DicomElement(DicomTag.PatientName, DicomVr.PN, Bytes("'M'FC'ller'")));
        return dataset;
    }

    private static byte[] Bytes(string notation)
    {
        var bytes = new List<byte>();
        var parts = notation.Split('\'');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                bytes.AddRange(parts[i].Select(c => (byte)c));
                continue;
            }
            var hex = parts[i].Replace(" ", "", StringComparison.Ordinal);
            for (var j = 0; j < hex.Length; j += 2)
            {
                bytes.Add(
                    byte.Parse(
                        hex.AsSpan(j, 2),
                        NumberStyles.HexNumber,
                        CultureInfo.InvariantCulture
                    )
                );
            }
        }
        return [.. bytes];
    }
}
