using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Deidentification.Rules;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class ConfidentialityTableTests
{
    [Fact]
    public void Rows_OfTheEdition_AreComplete()
    {
        Assert.Equal(621, ConfidentialityTable.Rows.Count);
        Assert.Equal(617, ConfidentialityTable.Rows.Count(row => row.Tag is not null));
        Assert.Equal(49, ConfidentialityTable.Rows.Count(row => row.IsConditional));
        Assert.All(
            ConfidentialityTable.Rows.Where(row => row.Tag is not null),
            row => Assert.NotNull(DicomDictionary.Lookup(row.Tag!.Value))
        );
    }

    [Theory]
    [InlineData("5000,3000", "Curve Data")]
    [InlineData("501E,0010", "Curve Data")]
    [InlineData("6000,3000", "Overlay Data")]
    [InlineData("6002,4000", "Overlay Comments")]
    [InlineData("0009,1001", "Private Attributes")]
    [InlineData("7FE1,0010", "Private Attributes")]
    [InlineData("0010,0010", "Patient's Name")]
    public void Find_TagOrPattern_GivesRow(string tag, string name) =>
        Assert.Equal(name, ConfidentialityTable.Find(DicomTag.Parse(tag))?.Name);

    [Theory]
    [InlineData("6000,0010")]
    [InlineData("0028,0010")]
    [InlineData("0018,0050")]
    public void Find_TagOutsideOfTheTable_GivesNothing(string tag) =>
        Assert.Null(ConfidentialityTable.Find(DicomTag.Parse(tag)));

    [Fact]
    public void ActionOf_Options_AreReadInTheirColumns()
    {
        var serial = ConfidentialityTable.Find(DicomTag.DeviceSerialNumber)!;
        Assert.Equal("X/Z/D", serial.Basic);
        Assert.Equal(
            ConfidentialityAction.Keep,
            serial.ActionOf(ConfidentialityOption.RetainDeviceIdentity)
        );
        Assert.Null(serial.ActionOf(ConfidentialityOption.CleanDescriptors));
        var date = ConfidentialityTable.Find(DicomTag.StudyDate)!;
        Assert.Equal(
            ConfidentialityAction.Keep,
            date.ActionOf(ConfidentialityOption.RetainFullDates)
        );
        Assert.Equal(
            ConfidentialityAction.Clean,
            date.ActionOf(ConfidentialityOption.RetainModifiedDates)
        );
        Assert.Equal(
            ConfidentialityAction.Clean,
            ConfidentialityTable
                .Find(new DicomTag(0x0009, 0x1000))!
                .ActionOf(ConfidentialityOption.RetainSafePrivate)
        );
        Assert.Equal(
            ConfidentialityAction.Clean,
            ConfidentialityTable
                .Find(DicomTag.ContentSequence)!
                .ActionOf(ConfidentialityOption.CleanStructuredContent)
        );
    }

    [Fact]
    public void AttributeTypes_OfKnownClasses_AreFound()
    {
        Assert.Equal(
            100,
            AttributeTypes.SopClasses.Count(uid =>
                AttributeTypes.Of(uid) is { } t && t != AttributeTypes.None && HasAny(t)
            )
        );
        var ct = AttributeTypes.Of(DicomUids.CtImageStorage.Value);
        Assert.Equal(2, ct.Find(default, DicomTag.PatientId));
        Assert.Equal(3, ct.Find(default, DicomTag.DeviceSerialNumber));
        Assert.Same(AttributeTypes.None, AttributeTypes.Of("1.2.3"));
        Assert.Equal(AttributeTypes.Unknown, AttributeTypes.None.Find(default, DicomTag.PatientId));
    }

    private static bool HasAny(AttributeTypes types) =>
        ConfidentialityTable.Rows.Any(row =>
            row.Tag is { } tag && types.Find(default, tag) != AttributeTypes.Unknown
        );
}
