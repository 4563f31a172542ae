using Adit.Dicom.Deidentification.Text;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Text;

/// <summary>What is remembered of texts that were looked at.</summary>
public sealed class HarmlessTextsTests
{
    [Fact]
    public void Contains_WholeTextAndWayOfLooking_HaveToBeTheSame()
    {
        var texts = new HarmlessTexts();
        texts.Add("Thorax nativ "u8, knownOnly: false);
        Assert.True(texts.Contains("Thorax nativ "u8, knownOnly: false));
        Assert.False(texts.Contains("Thorax nativ "u8, knownOnly: true));
        Assert.False(texts.Contains("Thorax nativ"u8, knownOnly: false));
        Assert.False(texts.Contains("Thorax Nativ "u8, knownOnly: false));
    }

    [Fact]
    public void Contains_ManyTexts_NeverSaysWhatWasNotLookedAt()
    {
        var texts = new HarmlessTexts();
        for (var i = 0; i < 10_000; i++)
        {
            var text = System.Text.Encoding.ASCII.GetBytes($"text {i}");
            Assert.False(texts.Contains(text, knownOnly: false));
            texts.Add(text, knownOnly: false);
            Assert.True(texts.Contains(text, knownOnly: false));
        }
    }

    [Fact]
    public void Add_LongText_IsNotHeld()
    {
        var texts = new HarmlessTexts();
        var text = new byte[4096];
        texts.Add(text, knownOnly: false);
        Assert.False(texts.Contains(text, knownOnly: false));
    }
}
