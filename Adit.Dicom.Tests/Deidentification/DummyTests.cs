using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Rules;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class DummyTests
{
    public static TheoryData<string> Vrs =>
        [
            .. Enum.GetValues<DicomVr>()
                .Where(vr => vr is not (DicomVr.None or DicomVr.SQ))
                .Select(vr => vr.Code()),
        ];

    [Theory]
    [MemberData(nameof(Vrs))]
    public void Create_EveryRepresentation_GivesAValidValueWithoutTrace(string code)
    {
        Assert.True(DicomVrs.TryParse(code, out var vr));
        var tag = new DicomTag(0x0010, 0x9999);
        var one = Dummies.Create(tag, vr, "MARKER-1", TestObjects.Key);
        var again = Dummies.Create(tag, vr, "MARKER-1 ", TestObjects.Key);
        var other = Dummies.Create(tag, vr, new string('M', 300), TestObjects.Key);
        Assert.True(one.RawValue.Span.SequenceEqual(again.RawValue.Span));
        Assert.True(one.Length > 0);
        Assert.Equal(0, one.Length % 2);
        Assert.Equal(0, one.Length % vr.UnitSize());
        if (vr != DicomVr.UI)
        {
            Assert.Equal(one.Length, other.Length);
        }
        var text = System.Text.Encoding.ASCII.GetString(one.RawValue.Span).TrimEnd(' ', '\0');
        Assert.DoesNotContain("MARKER", text, StringComparison.OrdinalIgnoreCase);
        switch (vr)
        {
            case DicomVr.AS:
                Assert.Matches("^[0-9]{3}[DWMY]$", text);
                break;
            case DicomVr.CS or DicomVr.AE or DicomVr.SH:
                Assert.Matches("^[0-9A-Z]{1,16}$", text);
                break;
            case DicomVr.DA:
                Assert.True(DicomValues.TryParseDate(text, out _));
                break;
            case DicomVr.TM:
                Assert.True(DicomValues.TryParseTime(text, out _));
                break;
            case DicomVr.DT:
                Assert.Matches("^[0-9]{14}$", text);
                break;
            case DicomVr.DS or DicomVr.IS:
                Assert.Equal(vr == DicomVr.IS ? "1" : "0", text);
                break;
            case DicomVr.UI:
                Assert.True(new DicomUid(text).IsValid);
                break;
            case DicomVr.UR:
                Assert.True(Uri.IsWellFormedUriString(text, UriKind.Absolute));
                break;
        }
    }

    [Fact]
    public void Deidentify_EveryRowWithADummy_IsOfADictionaryRepresentation()
    {
        var rows = ConfidentialityTable.Rows.Where(row =>
            row.Tag is { Group: > 2 } && row.Basic == "D"
        );
        foreach (var row in rows)
        {
            var tag = row.Tag!.Value;
            var entry = DicomDictionary.Lookup(tag)!;
            var dataset = TestObjects.Object(new DicomUid("1.2.840.10008.5.1.4.1.1.2.2"));
            if (entry.DefaultVr == DicomVr.SQ)
            {
                var item = new DicomDataset();
                item.Set(DicomTag.CodeValue, "MARKER");
                dataset.SetSequence(tag, item);
            }
            else
            {
                // Also of another kind than the dictionary's.
                dataset.Set(tag, DicomVr.OB, "MARKER"u8.ToArray());
            }
            var output = TestObjects.Deidentify(dataset)[tag];
            Assert.NotNull(output);
            Assert.Contains(output.Vr, entry.Vrs);
            Assert.True(output is DicomSequence or DicomElement { Length: > 0 }, row.ToString());
        }
    }

    [Fact]
    public void Deidentify_SequenceThatIsReplaced_KeepsItsStructure()
    {
        var report = TestObjects.Object(DicomUids.ComprehensiveSrStorage);
        report.Set(DicomTag.Modality, "SR");
        var name = new DicomDataset();
        name.Set(DicomTag.CodeValue, "121071");
        name.Set(DicomTag.CodingSchemeDesignator, "DCM");
        name.Set(DicomTag.CodeMeaning, "Finding");
        name.Set(DicomTag.ContextIdentifier, "6000");
        var reference = new DicomDataset();
        reference.Set(DicomTag.ReferencedSopClassUid, DicomUids.CtImageStorage);
        reference.Set(DicomTag.ReferencedSopInstanceUid, "1.2.3.4");
        var text = new DicomDataset();
        text.Set(DicomTag.RelationshipType, "CONTAINS");
        text.Set(DicomTag.ValueType, "TEXT");
        text.SetSequence(DicomTag.ConceptNameCodeSequence, name);
        text.Set(DicomTag.TextValue, "Mrs Testowicz has a fracture");
        text.SetSequence(DicomTag.ReferencedSopSequence, reference);
        var container = new DicomDataset();
        container.Set(DicomTag.RelationshipType, "CONTAINS");
        container.Set(DicomTag.ValueType, "CONTAINER");
        container.SetSequence(DicomTag.ContentSequence, text);
        report.SetSequence(DicomTag.ContentSequence, container);

        var outer = Assert.Single(
            TestObjects.Deidentify(report).GetSequence(DicomTag.ContentSequence)!.Items
        );
        var inner = Assert.Single(outer.GetSequence(DicomTag.ContentSequence)!.Items);
        Assert.Equal("CONTAINS", inner.GetString(DicomTag.RelationshipType));
        Assert.Equal("TEXT", inner.GetString(DicomTag.ValueType));
        Assert.Matches("^[0-9A-Z]{12}$", inner.GetString(DicomTag.TextValue));
        var concept = Assert.Single(inner.GetSequence(DicomTag.ConceptNameCodeSequence)!.Items);
        Assert.Equal("99ADIT", concept.GetString(DicomTag.CodingSchemeDesignator));
        Assert.Matches("^[0-9A-Z]{12}$", concept.GetString(DicomTag.CodeValue));
        Assert.Equal("Removed", concept.GetString(DicomTag.CodeMeaning));
        Assert.False(concept.Contains(DicomTag.ContextIdentifier));
        Assert.Equal(
            TestObjects.Key.MapUid(new DicomUid("1.2.3.4")),
            Assert
                .Single(inner.GetSequence(DicomTag.ReferencedSopSequence)!.Items)
                .GetUid(DicomTag.ReferencedSopInstanceUid)
        );

        var cleaned = Assert.Single(
            Assert
                .Single(
                    TestObjects
                        .Deidentify(
                            report,
                            new DeidentificationOptions { CleanStructuredContent = true }
                        )
                        .GetSequence(DicomTag.ContentSequence)!
                        .Items
                )
                .GetSequence(DicomTag.ContentSequence)!
                .Items
        );
        Assert.Contains("has a fracture", cleaned.GetString(DicomTag.TextValue));
        Assert.Equal(
            "121071",
            Assert
                .Single(cleaned.GetSequence(DicomTag.ConceptNameCodeSequence)!.Items)
                .GetString(DicomTag.CodeValue)
        );
    }
}
