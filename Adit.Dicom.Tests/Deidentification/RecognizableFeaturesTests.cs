using Adit.Dicom.Deidentification;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification;

public sealed class RecognizableFeaturesTests
{
    [Theory]
    [InlineData("CT", "HEAD", null, null)]
    [InlineData("MR", "BRAIN", "", "")]
    [InlineData("CT", null, "Schädel nativ", null)]
    [InlineData("CT", null, "Mittelgesicht 0.75", null)]
    [InlineData("CT", null, null, "CT Gesichtsschädel")]
    [InlineData("MR", "", "t1_mprage_sag", "")]
    [InlineData("MR", "", "", "MRT Neurocranium mit KM")]
    [InlineData("CT", "", "NNH", "")]
    [InlineData("CT", "", "", "CT Nasennebenhöhlen")]
    [InlineData("MR", "", "", "Orbita beidseits")]
    [InlineData("pt", "", "", "PET Whole Body")]
    [InlineData("CT", "", "", "Polytrauma")]
    [InlineData("CT", "", "CCT", "")]
    [InlineData("MR", "HEADNECK", "", "")]
    public void IsHead_PicturesOfTheHead_True(
        string modality,
        string? bodyPart,
        string? series,
        string? study
    ) => RecognizableFeatures.IsHead(modality, bodyPart, series, study).ShouldBeTrue();

    [Theory]
    [InlineData("CT", "CHEST", "Thorax 1.0", "CT Thorax")]
    [InlineData("CR", "HEAD", "Schädel", "")]
    [InlineData("CT", null, null, null)]
    [InlineData(null, "HEAD", null, null)]
    [InlineData("MR", "KNEE", "t2_tse_sag", "Knie rechts")]
    [InlineData("CT", "", "Hüftkopf links", "")]
    [InlineData("CT", "", "Pankreaskopf", "")]
    [InlineData("SR", "HEAD", "", "")]
    public void IsHead_Others_False(
        string? modality,
        string? bodyPart,
        string? series,
        string? study
    ) => RecognizableFeatures.IsHead(modality, bodyPart, series, study).ShouldBeFalse();
}
