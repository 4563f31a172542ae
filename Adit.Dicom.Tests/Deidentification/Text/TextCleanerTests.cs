using Adit.Dicom.Data;
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
