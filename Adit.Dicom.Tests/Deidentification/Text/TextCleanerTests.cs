using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Text;

public sealed class TextCleanerTests
{
    public static TheoryData<string, string> German() => Key(TextAnswerKey.German);

    public static TheoryData<string, string> American() => Key(TextAnswerKey.American);

    public static TheoryData<string, string> Awkward() => Key(TextAnswerKey.Awkward);

    public static TheoryData<string, string> Japanese() => Key(TextAnswerKey.Japanese);

    [Theory]
    [MemberData(nameof(German))]
    public void Clean_GermanSentence_LeavesWhatTheKeySays(string text, string expected) =>
        Check(TextPatients.German(), text, expected);

    [Theory]
    [MemberData(nameof(American))]
    public void Clean_EnglishSentence_LeavesWhatTheKeySays(string text, string expected) =>
        Check(TextPatients.American(), text, expected);

    [Theory]
    [MemberData(nameof(Awkward))]
    public void Clean_NamesThatAreWords_LeavesWhatTheKeySays(string text, string expected) =>
        Check(TextPatients.Awkward(), text, expected);

    [Theory]
    [MemberData(nameof(Japanese))]
    public void Clean_JapaneseSentence_LeavesWhatTheKeySays(string text, string expected) =>
        Check(TextPatients.Japanese(), text, expected);

    [Theory]
    [InlineData(DateHandling.Remove, "vom 17.05.2024 und 3.1.2020", "vom und")]
    [InlineData(DateHandling.Shift, "vom 17.05.2024 und 3.1.2020", "vom und")]
    [InlineData(DateHandling.KeepOfStudy, "vom 17.05.2024 und 3.1.2020", "vom 17.05.2024 und")]
    [InlineData(DateHandling.KeepAll, "vom 17.05.2024 und 3.1.2020", "vom 17.05.2024 und 3.1.2020")]
    [InlineData(DateHandling.KeepAll, "geb. 12.3.65, 19650312, 1965-03-12", "geb. , ,")]
    [InlineData(DateHandling.KeepAll, "20240517 20240517101500", "20240517 20240517101500")]
    [InlineData(DateHandling.KeepOfStudy, "20240517 20200103", "20240517")]
    [InlineData(DateHandling.KeepAll, "March 2020, 12. März", "March 2020,")]
    public void Clean_Dates_FollowTheOption(DateHandling dates, string text, string expected) =>
        TextPatients
            .Cleaner(TextPatients.German(), new DeidentificationOptions { Dates = dates })
            .Clean(text)
            .ShouldBe(expected);

    [Theory]
    [InlineData(false, "1.2.276.0.7230010.3.1.4 ok", "ok")]
    [InlineData(true, "1.2.276.0.7230010.3.1.4 ok", "1.2.276.0.7230010.3.1.4 ok")]
    public void Clean_Uid_FollowsTheOption(bool retain, string text, string expected) =>
        TextPatients
            .Cleaner(TextPatients.German(), new DeidentificationOptions { RetainUids = retain })
            .Clean(text)
            .ShouldBe(expected);

    [Fact]
    public void Clean_InstitutionRetained_NameStays() =>
        TextPatients
            .Cleaner(
                TextPatients.German(),
                new DeidentificationOptions { RetainInstitutionIdentity = true }
            )
            .Clean("Klinikum Birkenau, Müller")
            .ShouldBe("Klinikum Birkenau,");

    [Theory]
    [InlineData(89, "95 years", "years")]
    [InlineData(null, "95 years", "95 years")]
    public void Clean_Age_FollowsTheCap(int? cap, string text, string expected) =>
        TextPatients
            .Cleaner(TextPatients.German(), new DeidentificationOptions { MaxAge = cap })
            .Clean(text)
            .ShouldBe(expected);

    [Fact]
    public void Clean_IdentifiersOfTheSubject_Go()
    {
        var cleaner = TextPatients.Cleaner(
            new DicomDataset(),
            null,
            "Wagenknecht^Ute",
            "X-99/8877",
            "Oppel, Jan"
        );

        cleaner.Clean("Ute Wagenknecht CT").ShouldBe("CT");
        cleaner.Clean("X998877 CT").ShouldBe("CT");
        cleaner.Clean("Jan Oppel, CT").ShouldBe(", CT");
    }

    [Fact]
    public void For_IdentifiersInSequences_AreKnown()
    {
        var header = new DicomDataset();
        var inner = new DicomDataset();
        inner.Set(DicomTag.PatientId, "QQ-445566");
        var deeper = new DicomDataset();
        deeper.Set(DicomTag.PersonName, "Zwicker^Berta");
        inner.SetSequence(DicomTag.ContentSequence, deeper);
        header.SetSequence(DicomTag.OtherPatientIdsSequence, inner);

        var cleaner = TextPatients.Cleaner(header);

        cleaner.Clean("QQ445566, Zwicker").ShouldBe(",");
    }

    [Fact]
    public void For_SequenceOfUnknownRepresentation_IsKnown()
    {
        var header = new DicomDataset();
        // One item of (0010,0020) LO "UN-778899" in implicit little endian, PS3.5 section 6.2.2.
        byte[] item =
        [
            0xFE,
            0xFF,
            0x00,
            0xE0,
            0x12,
            0x00,
            0x00,
            0x00,
            0x10,
            0x00,
            0x20,
            0x00,
            0x0A,
            0x00,
            0x00,
            0x00,
            .. "UN-778899 "u8,
        ];
        header.Set(DicomTag.OtherPatientIdsSequence, DicomVr.UN, item);
        header.Set(new DicomTag(0x0010, 0x1005), DicomVr.UN, "Harnisch^Udo"u8.ToArray());

        var cleaner = TextPatients.Cleaner(header);

        cleaner.Clean("UN778899 und Harnisch").ShouldBe("und");
    }

    [Fact]
    public void For_DamagedSequence_IsNoFault()
    {
        var header = TextPatients.German();
        header.Set(DicomTag.OtherPatientIdsSequence, DicomVr.UN, new byte[] { 1, 2, 3, 4, 5, 6 });

        TextPatients.Cleaner(header).Clean("Müller CT").ShouldBe("CT");
    }

    [Fact]
    public void For_MoreNamesThanAPatientHas_IsRefused()
    {
        var header = new DicomDataset();
        header.Set(
            DicomTag.OtherPatientNames,
            string.Join('\\', Enumerable.Range(0, 17_000).Select(i => $"Q{Letters(i)}q^Yo"))
        );

        Should
            .Throw<DeidentificationRefusedException>(() => TextPatients.Cleaner(header))
            .Reason.ShouldBe(DeidentificationRefusal.Damaged);
    }

    [Theory]
    [InlineData("fa3f0738-9979-4df6-a6fb-f0ff170e599c")]
    [InlineData("11-05-25-142825")]
    [InlineData("A.B-C_D/1234")]
    [InlineData("1CT1")]
    [InlineData("99000")]
    public void Clean_IdOfAnyShape_IsGone(string id)
    {
        var header = new DicomDataset();
        header.Set(DicomTag.PatientId, id);

        TextPatients.Cleaner(header).Clean($"CT {id} axial").ShouldBe("CT axial");
    }

    [Fact]
    public void Clean_AddressWithShortNumbers_IsGone()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.PatientAddress, "Am Rain 7^^3610^^Weinstetten In Der Au^A");

        var cleaner = TextPatients.Cleaner(header);

        cleaner.Clean("wohnt 3610 Weinstetten").ShouldBe("wohnt");
        cleaner.Clean("Am Rain 7").ShouldBe("Am");
        cleaner.Clean("Serie 7, 3610 Schnitte").ShouldBe("Serie 7, 3610 Schnitte");
    }

    [Fact]
    public void Clean_MakerNamedLikeTheInstitution_Stays()
    {
        var header = new DicomDataset();
        header.Set(DicomTag.InstitutionName, "Philips Healthcare Testlab");

        TextPatients
            .Cleaner(header)
            .Clean("Philips Medical Systems, Testlab")
            .ShouldBe("Philips Medical Systems,");
    }

    [Fact]
    public void For_OneNameManyTimes_IsOneName()
    {
        var header = new DicomDataset();
        var items = Enumerable
            .Range(0, 20_000)
            .Select(_ =>
            {
                var item = new DicomDataset();
                item.Set(DicomTag.PersonName, "Zwicker^Berta");
                return item;
            });
        header.SetSequence(DicomTag.ContentSequence, [.. items]);

        TextPatients.Cleaner(header).Clean("Zwicker CT").ShouldBe("CT");
    }

    [Theory]
    [InlineData("a\u001Bb Müller", "a\u001Bb")]
    [InlineData("Zeile 1\r\nMüller\r\nZeile 3", "Zeile 1\r\n\r\nZeile 3")]
    [InlineData("  zwei  Blanks  Müller  bleiben", "  zwei  Blanks  bleiben")]
    [InlineData("eins\\Müller\\drei", "eins\\\\drei")]
    [InlineData("A 1 Müller\\Hans 2", "A 1\\2")]
    public void Clean_ControlsAndValues_StayInPlace(string text, string expected) =>
        TextPatients.Cleaner(TextPatients.German()).Clean(text).ShouldBe(expected);

    private static string Letters(int number) =>
        string.Concat(
            (char)('a' + (number % 26)),
            (char)('a' + (number / 26 % 26)),
            (char)('a' + (number / 676))
        );

    private static TheoryData<string, string> Key(string key)
    {
        var data = new TheoryData<string, string>();
        foreach (var (text, expected) in TextAnswerKey.Read(key))
        {
            data.Add(text, expected);
        }
        return data;
    }

    private static void Check(DicomDataset header, string text, string expected)
    {
        var cleaner = TextPatients.Cleaner(header);

        var cleaned = cleaner.Clean(text);

        cleaned.ShouldBe(expected);
        cleaner.WouldChange(text).ShouldBe(text != expected);
        if (text == expected)
        {
            cleaned.ShouldBeSameAs(text);
        }
    }
}
