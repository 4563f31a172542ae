using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Text;

public sealed class TextCleanerPropertyTests
{
    private static readonly string[] Safe =
    [
        "CT",
        "Thorax",
        "nativ",
        "axial",
        "T2",
        "TSE",
        "sag",
        "5",
        "mm",
        "0.75",
        "L4/5",
        "Leber",
        "unauffällig",
        "KM",
        "FOV",
        "512",
        "x",
        "re",
        "Segment",
        "B30f",
        "70",
        "%",
        "kein",
        "Tumor",
        "Größe",
        "mit",
        "Kontrast",
        "t1_mprage",
        "i.v.",
        "C34.1",
    ];

    private static readonly string[] Planted =
    [
        "Müller",
        "MUELLER",
        "muller",
        "Lüdenscheid",
        "Müller-Lüdenscheid",
        "Hans",
        "JÖRG",
        "Joerg",
        "PAT-0012345",
        "pat0012345",
        "0012345",
        "98765432",
        "K77-4421",
        "A2024-556677",
        "12.03.1965",
        "1965-03-12",
        "19650312",
        "12.3.65",
        "Schmidtke",
        "Weissgerber",
        "Koç",
        "Wiesenstadt",
        "06221/567890",
        "a.b@example.org",
        "https://example.org/x",
        "+49 170 1234567",
    ];

    private static readonly string[] Separators =
    [
        " ",
        ", ",
        "; ",
        " - ",
        "\n",
        "\\",
        " (",
        ") ",
        ": ",
    ];

    // Pieces out of which shapes are made, and broken.
    private static readonly string[] Pieces =
    [
        .. Safe,
        .. Planted,
        .. Separators,
        "Dr.",
        "Herr",
        "von",
        "der",
        "J.",
        "M",
        "Tel.",
        "Fall-Nr.",
        "ID",
        "MRN:",
        "Mai",
        "March",
        "12",
        "1",
        "03",
        "2024",
        "0170",
        "+",
        "(",
        ")",
        "/",
        ".",
        "-",
        "_",
        "@",
        "://",
        "www.",
        "Hauptstraße",
        "Straße",
        "Main",
        "St",
        "MA",
        "02115",
        "Boston",
        "95",
        "y",
        "山田",
        "太郎",
        "\u0308",
        "\u00AD",
        "\u200B",
        "ß",
        "\uD83D",
        "\uDE00",
        "\u0000",
        "\u001B",
        "１２",
        "Ｍ",
        "١٢",
    ];

    [Fact]
    public void Clean_AnyText_LeavesNothingBehindAndAddsOnlyBlanks()
    {
        var cleaner = TextPatients.Cleaner(TextPatients.German());
        var texts = Gen.Elements(Pieces).ArrayOf().Select(pieces => string.Concat(pieces));
        var anything = ArbMap.Default.ArbFor<string>().Generator.Select(text => text ?? "");

        Prop.ForAll(
                Gen.OneOf(texts, texts, anything).ToArbitrary(),
                text =>
                {
                    var cleaned = cleaner.Clean(text);
                    cleaner.WouldChange(cleaned).ShouldBeFalse();
                    cleaner.WouldChange(text).ShouldBe(cleaned != text);
                    IsSubsequenceWithBlanks(cleaned, text).ShouldBeTrue();
                    cleaned.Count(c => c == '\\').ShouldBe(text.Count(c => c == '\\'));
                }
            )
            .Check(RandomCases.Of(3000).WithEndSize(30));
    }

    [Fact]
    public void Clean_PlantedIdentifier_IsGone()
    {
        var cleaner = TextPatients.Cleaner(TextPatients.German());
        var bare = TextPatients.Cleaner(TextPatients.German());
        var texts =
            from before in Gen.Elements(Safe).ArrayOf()
            from identifier in Gen.Elements(Planted)
            from left in Gen.Elements(Separators)
            from right in Gen.Elements(Separators)
            from after in Gen.Elements(Safe).ArrayOf()
            select (
                Text: string.Join(' ', before)
                    + left
                    + identifier
                    + right
                    + string.Join(' ', after),
                Identifier: identifier
            );

        Prop.ForAll(
                texts.ToArbitrary(),
                planted =>
                {
                    var cleaned = cleaner.Clean(planted.Text);
                    cleaned.ShouldNotContain(planted.Identifier, Case.Insensitive);
                    bare.WouldChange(cleaned).ShouldBeFalse();
                }
            )
            .Check(RandomCases.Of(3000).WithEndSize(12));
    }

    [Fact]
    public void Clean_NameOfAnyLetters_IsGoneInAllSpellings()
    {
        const string letters =
            "abcdefghijklmnopqrstuvwxyzäöüßéèñøåłşčžÄÖÜÉabcdefghijklmnopqrstuvwxyz";
        var words = Gen.Elements(letters.ToCharArray())
            .ArrayOf()
            .Where(word => word.Length is >= 3 and <= 14)
            .Select(word => new string(word))
            .Where(word => Vocabulary.KindsOf(LetterFolding.Fold(word)) == WordKinds.None);
        var names =
            from family in words
            from given in words
            from form in Gen.Choose(0, 9)
            select (Family: family, Given: given, Form: form);

        Prop.ForAll(
                names.ToArbitrary(),
                name =>
                {
                    var header = new DicomDataset();
                    header.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
                    header.Set(DicomTag.PatientName, $"{name.Family}^{name.Given}");
                    var written = name.Form switch
                    {
                        0 => name.Family,
                        1 => name.Given.ToUpperInvariant(),
                        2 => $"{name.Family}, {name.Given}",
                        3 => $"{name.Given} {name.Family.ToUpperInvariant()}",
                        4 => $"{name.Family}, {char.ToUpperInvariant(name.Given[0])}.",
                        5 => LetterFolding.Fold(name.Family),
                        6 => LetterFolding.Fold(name.Given + name.Family),
                        7 => name.Family.Normalize(System.Text.NormalizationForm.FormD),
                        8 => $"{name.Family}^{name.Given}".ToUpperInvariant(),
                        _ => $"{name.Family}_{name.Given}",
                    };

                    TextPatients.Cleaner(header).Clean($"CT {written} axial").ShouldBe("CT axial");
                }
            )
            .Check(RandomCases.Of(1000).WithEndSize(14));
    }

    [Fact]
    public void Clean_IdOfAnyCharacters_IsGone()
    {
        const string characters = "0123456789ABCDEFGHXYZ-/._ 0123456789";
        var ids = Gen.Elements(characters.ToCharArray())
            .ArrayOf()
            .Where(id => id.Length is >= 4 and <= 24)
            .Select(id => new string(id).Trim())
            .Where(id => id.Count(char.IsAsciiDigit) >= 4 && id.Any(c => c is > '0' and <= '9'));

        Prop.ForAll(
                ids.ToArbitrary(),
                id =>
                {
                    var header = new DicomDataset();
                    header.Set(DicomTag.PatientId, id);
                    var cleaner = TextPatients.Cleaner(header);

                    var cleaned = cleaner.Clean($"Kopie {id} axial");
                    var known = cleaner.Clean($"Kopie {id} axial", knownOnly: true);

                    foreach (var text in (string[])[cleaned, known])
                    {
                        text.ShouldStartWith("Kopie");
                        text.ShouldEndWith("axial");
                        text.Any(char.IsAsciiDigit).ShouldBeFalse(text);
                    }
                }
            )
            .Check(RandomCases.Of(1000).WithEndSize(24));
    }

    [Fact]
    public void Clean_WordsOfMedicine_StayToTheCharacter()
    {
        var cleaner = TextPatients.Cleaner(TextPatients.German());
        var texts = Gen.Elements(Safe).ArrayOf().Select(words => string.Join(' ', words));

        Prop.ForAll(texts.ToArbitrary(), text => cleaner.Clean(text).ShouldBeSameAs(text))
            .Check(RandomCases.Of(2000).WithEndSize(20));
    }

    [Fact]
    public void Spellings_AnyWord_HoldItsFoldedForm() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string>(),
                word =>
                {
                    var folded = LetterFolding.Fold(word ?? "");
                    LetterFolding
                        .Spellings(word ?? "")
                        .ShouldAllBe(spelling => spelling.Length > 0);
                    if (folded.Length > 0)
                    {
                        LetterFolding.Spellings(word!).ShouldContain(folded);
                    }
                }
            )
            .Check(RandomCases.Of(1000));

    private static bool IsSubsequenceWithBlanks(string cleaned, string text)
    {
        // A greedy look is enough for a subsequence, and blanks may have been added.
        var at = 0;
        foreach (var c in cleaned.Where(c => c != ' '))
        {
            var found = text.IndexOf(c, at);
            if (found < 0)
            {
                return false;
            }
            at = found + 1;
        }
        return true;
    }
}
