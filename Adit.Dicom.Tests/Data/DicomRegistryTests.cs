using System.Reflection;
using Adit.Dicom.Data;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Data;

public sealed class DicomRegistryTests
{
    [Theory]
    [InlineData("0010,0020")]
    [InlineData("(0010,0020)")]
    [InlineData("00100020")]
    [InlineData("PatientID")]
    [InlineData("patientid")]
    [InlineData(" PatientID ")]
    public void Parse_EveryForm_GivesTheTag(string text) =>
        DicomTag.Parse(text).ShouldBe(DicomTag.PatientId);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0010")]
    [InlineData("0010,002G")]
    [InlineData("(0010,0020")]
    [InlineData("PatientIdentity")]
    public void TryParse_NoTag_IsFalse(string? text) =>
        DicomTag.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Tag_Private_KnowsItsKindAndCreator()
    {
        new DicomTag(0x0029, 0x0010).IsPrivateCreator.ShouldBeTrue();
        new DicomTag(0x0029, 0x1010).PrivateCreatorTag.ShouldBe(new DicomTag(0x0029, 0x0010));
        new DicomTag(0x0028, 0x0010).IsPrivateCreator.ShouldBeFalse();
        new DicomTag(0x0008, 0x0000).IsGroupLength.ShouldBeTrue();
        DicomTag.PatientId.ToString().ShouldBe("(0010,0020)");
    }

    [Fact]
    public void Lookup_WholeRegistry_IsConsistent()
    {
        DicomDictionary.Entries.Count.ShouldBeGreaterThan(5000);
        DicomDictionary.Entries.Select(entry => entry.Tag).ShouldBeUnique();
        foreach (var entry in DicomDictionary.Entries)
        {
            DicomDictionary.Lookup(entry.Tag).ShouldBe(entry);
            if (entry.Keyword.Length > 0)
            {
                DicomDictionary.Lookup(entry.Keyword)!.Tag.ShouldBe(entry.Tag);
            }
            entry.Vm.ShouldNotBeNull();
            entry.Vrs.ShouldAllBe(vr => vr.IsKnown());
        }
    }

    [Fact]
    public void Lookup_KnownAttributes_GivesTheirRows()
    {
        var name = DicomDictionary.Lookup(DicomTag.PatientName)!;
        (name.Keyword, name.Name, name.DefaultVr, name.Vm, name.Retired).ShouldBe(
            ("PatientName", "Patient's Name", DicomVr.PN, "1", false)
        );
        DicomDictionary.Lookup("OtherPatientIDs")!.Retired.ShouldBeTrue();
        DicomDictionary.Lookup(new DicomTag(0x6002, 0x0010))!.Keyword.ShouldBe("OverlayRows");
        DicomDictionary.GetVr(new DicomTag(0x60FE, 0x3000)).ShouldBe(DicomVr.OW);
        DicomDictionary.GetVr(new DicomTag(0x0008, 0x0000)).ShouldBe(DicomVr.UL);
        DicomDictionary.GetVr(new DicomTag(0x0009, 0x0010)).ShouldBe(DicomVr.LO);
        DicomDictionary.GetVr(new DicomTag(0x0009, 0x1001)).ShouldBe(DicomVr.UN);
        DicomDictionary.GetVr(DicomTag.PixelData).ShouldBe(DicomVr.OW);
        DicomDictionary.Lookup(new DicomTag(0x6001, 0x0010)).ShouldBeNull();
    }

    [Fact]
    public void DicomTag_NamedTags_AreInTheRegistryUnderTheirName()
    {
        var named = typeof(DicomTag)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(DicomTag))
            .ToArray();
        named.Length.ShouldBeGreaterThan(300);
        foreach (var property in named)
        {
            var tag = (DicomTag)property.GetValue(null)!;
            DicomDictionary
                .Lookup(tag)!
                .Keyword.ShouldBe(property.Name, StringCompareShould.IgnoreCase);
        }
    }

    [Fact]
    public void DicomVr_EveryMember_HasItsTwoLettersAsNumber()
    {
        foreach (var vr in Enum.GetValues<DicomVr>().Where(vr => vr != DicomVr.None))
        {
            vr.Code().ShouldBe(vr.ToString());
            vr.IsKnown().ShouldBeTrue();
            DicomVrs.TryParse(vr.ToString(), out var parsed).ShouldBeTrue();
            parsed.ShouldBe(vr);
        }
    }

    [Theory]
    [InlineData("1.2.840.10008.1.1", true)]
    [InlineData("2.25.0", true)]
    [InlineData("1.02.3", false)]
    [InlineData("1..2", false)]
    [InlineData("1.2.", false)]
    [InlineData("", false)]
    [InlineData("1.2.a", false)]
    [InlineData("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25", false)]
    public void IsValid_Text_ObeysTheStandard(string text, bool valid) =>
        new DicomUid(text).IsValid.ShouldBe(valid);

    [Fact]
    public void New_ManyTimes_IsValidAndUnique()
    {
        var uids = Enumerable.Range(0, 1000).Select(_ => DicomUid.New()).ToArray();
        uids.ShouldAllBe(uid =>
            uid.IsValid && uid.Value.StartsWith("2.25.", StringComparison.Ordinal)
        );
        uids.ShouldBeUnique();
        DicomUid
            .FromGuid(Guid.Parse("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"))
            .Value.ShouldBe("2.25.329800735698586629295641978511506172918");
    }

    [Fact]
    public void DicomUids_StorageClasses_AreValidAndNamed()
    {
        DicomUids.StorageClasses.Count.ShouldBeGreaterThan(170);
        DicomUids.StorageClasses.ShouldAllBe(uid => uid.IsValid && uid.Name != null);
        DicomUids.IsStorageClass(DicomUids.CtImageStorage).ShouldBeTrue();
        DicomUids.IsStorageClass(DicomUids.Verification).ShouldBeFalse();
        DicomUids.CtImageStorage.Name.ShouldBe("CT Image Storage");
    }

    [Fact]
    public void DicomTransferSyntax_Lookup_KnowsTheStandardsAndPassesOthers()
    {
        DicomTransferSyntax.All.ShouldAllBe(syntax => syntax.Uid.Name != null);
        DicomTransferSyntax.Lookup("1.2.840.10008.1.2").IsExplicitVr.ShouldBeFalse();
        DicomTransferSyntax.Lookup("1.2.840.10008.1.2.2").IsLittleEndian.ShouldBeFalse();
        DicomTransferSyntax.Lookup("1.2.840.10008.1.2.1.99").IsDeflated.ShouldBeTrue();
        DicomTransferSyntax.Lookup("1.2.840.10008.1.2.5").IsEncapsulated.ShouldBeTrue();
        var other = DicomTransferSyntax.Lookup("1.2.3.4");
        (other.IsKnown, other.IsExplicitVr, other.IsLittleEndian, other.IsEncapsulated).ShouldBe(
            (false, true, true, true)
        );
        (other == DicomTransferSyntax.Lookup("1.2.3.4")).ShouldBeTrue();
    }
}
