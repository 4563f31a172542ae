using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>Names in the scripts and character sets of the world, in free text and in items that change the character set.</summary>
public sealed class ScriptTests
{
    private static readonly DicomTag TextValue = new(0x0040, 0xA160);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ISO_IR 100", "Müller^Jörg", "CT Müller, Jörg Thorax", "Thorax", "ller")]
    [InlineData("ISO_IR 101", "Krzyżak^Łucja", "CT Krzyżak Thorax", "Thorax", "Krzy")]
    [InlineData("ISO_IR 144", "Люкceмбypг^Анна", "КТ Люкceмбypг груди", "груди", "Люк")]
    [InlineData("ISO_IR 126", "Διονυσιος^Νικος", "CT Διονυσιος θωρακος", "θωρακος", "Διονυσιος")]
    [InlineData("ISO_IR 138", "שרון^דבורה", "CT שרון חזה", "חזה", "שרון")]
    [InlineData("ISO_IR 127", "قباني^لنزار", "CT قباني صدر", "صدر", "قباني")]
    [InlineData(
        "\\ISO 2022 IR 87",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        "胸部CT 山田太郎",
        "胸部CT",
        "山田"
    )]
    [InlineData(
        "\\ISO 2022 IR 87",
        "Yamada^Tarou=山田^太郎=やまだ^たろう",
        "胸部CT やまだ たろう",
        "胸部CT",
        "やまだ"
    )]
    [InlineData(
        "\\ISO 2022 IR 149",
        "Hong^Gildong=洪^吉洞=홍^길동",
        "흉부 CT 홍길동",
        "흉부 CT",
        "홍길동"
    )]
    [InlineData("ISO_IR 192", "Wang^XiaoDong=王^小东", "胸部 王小东 CT", "胸部", "王小东")]
    [InlineData("GB18030", "Wang^XiaoDong=王^小东", "胸部 王小东 CT", "胸部", "王小东")]
    [InlineData("ISO_IR 192", "Şahin^Işıl", "CT ŞAHİN IŞIL toraks", "toraks", "AH")]
    [InlineData("ISO_IR 192", "Li^Wu", "CT Li, Wu Thorax", "Thorax", "Li, Wu")]
    [InlineData("ISO_IR 192", "van der Meer^Jan", "CT v.d. Meer Thorax", "Thorax", "Meer")]
    public async Task WriteAsync_NameInFreeText_IsRemovedAndTheRestStays(
        string characterSet,
        string name,
        string text,
        string stays,
        string goes
    )
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, DicomVr.CS, characterSet.Split('\\'));
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage);
        dataset.Set(DicomTag.SopInstanceUid, "1.2.3.4");
        dataset.Set(DicomTag.PatientName, DicomVr.PN, name);
        dataset.Set(DicomTag.StudyDescription, DicomVr.LO, text);
        // The same in an item with a character set of its own.
        var item = new DicomDataset();
        item.Set(DicomTag.SpecificCharacterSet, DicomVr.CS, "ISO_IR 192");
        item.Set(TextValue, DicomVr.UT, text);
        dataset.SetSequence(new DicomTag(0x0008, 0x1115), item);
        foreach (
            var syntax in (DicomTransferSyntax[])
                [
                    DicomTransferSyntax.ExplicitVrLittleEndian,
                    DicomTransferSyntax.ImplicitVrLittleEndian,
                ]
        )
        {
            var output = await Streamed.RunAsync(
                new Deidentifier(
                    ShippedProfiles.ResearchWithShiftedDates,
                    new DeidentificationKey(new byte[32]),
                    new DeidentificationSubject("patient", "SCRIPT-1")
                ),
                DicomSerializer.Encode(dataset, syntax),
                syntax,
                Token
            );

            string[] left =
            [
                output.Dataset.GetString(DicomTag.StudyDescription) ?? "",
                output
                    .Dataset.GetSequence(new DicomTag(0x0008, 0x1115))!
                    .Items.Single()
                    .GetString(TextValue)
                    ?? "",
            ];
            left.ShouldAllBe(value => value.Contains(stays, StringComparison.Ordinal));
            left.ShouldAllBe(value => !value.Contains(goes, StringComparison.OrdinalIgnoreCase));
        }
    }
}
