using System.Text;
using Adit.Domain.Jobs;
using Adit.Infrastructure.Folders;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Folders;

public sealed class SafeNameTests
{
    [Theory]
    [InlineData("PAT-1001", "PAT-1001")]
    [InlineData("", "none")]
    [InlineData(null, "none")]
    [InlineData("   ", "none")]
    [InlineData(".", "none")]
    [InlineData("..", "none")]
    [InlineData("...", "none")]
    [InlineData("../../etc/passwd", "_._.._etc_passwd")]
    [InlineData(@"..\..\windows", "_._.._windows")]
    [InlineData("/absolute", "_absolute")]
    [InlineData("C:\\x", "C__x")]
    [InlineData("a<b>c:d\"e/f\\g|h?i*j", "a_b_c_d_e_f_g_h_i_j")]
    [InlineData("line\nbreak\ttab\0nul", "line_break_tab_nul")]
    [InlineData("\u0085\u2028\u2029", "___")]
    [InlineData("name. . .", "name")]
    [InlineData("  spaced  ", "spaced")]
    [InlineData("no\u00A0break\u3000space", "no break space")]
    [InlineData(".hidden", "_hidden")]
    [InlineData(".adit-tmp", "_adit-tmp")]
    [InlineData("CON", "_CON")]
    [InlineData("con", "_con")]
    [InlineData("NUL.txt", "_NUL.txt")]
    [InlineData("nul .tar.gz", "_nul .tar.gz")]
    [InlineData("COM1", "_COM1")]
    [InlineData("lpt9.x", "_lpt9.x")]
    [InlineData("COM¹", "_COM¹")]
    [InlineData("COM10", "COM10")]
    [InlineData("CONSOLE", "CONSOLE")]
    [InlineData("CONOUT$", "_CONOUT$")]
    [InlineData("gpj.\u202Eexe", "gpj.exe")]
    [InlineData("zero\u200Bwidth\uFEFF", "zerowidth")]
    [InlineData("a\u0308", "ä")]
    [InlineData("Müller^Jörg", "Müller^Jörg")]
    [InlineData("山田^太郎", "山田^太郎")]
    [InlineData("bad\uFFFDbyte", "bad_byte")]
    [InlineData("\uE000", "_")]
    public void Of_AnyText_IsSafeAndReadable(string? text, string expected) =>
        SafeName.Of(text, "none").ShouldBe(expected);

    [Fact]
    public void Of_LoneSurrogate_IsReplaced() =>
        SafeName.Of("a" + (char)0xD800 + "b", "none").ShouldBe("a_b");

    [Theory]
    [InlineData("x")]
    [InlineData("ä")]
    [InlineData("太")]
    [InlineData("😀")]
    [InlineData("e\u0301\u0302\u0303")]
    [InlineData(". ")]
    public void Of_LongText_IsCutBetweenCharactersAndKeepsApartWhatDiffers(string unit)
    {
        var text = "A" + string.Concat(Enumerable.Repeat(unit, 500));
        var name = SafeName.Of(text + "1", "none", ".dcm");
        var other = SafeName.Of(text + "2", "none", ".dcm");

        Encoding.UTF8.GetByteCount(name).ShouldBeLessThanOrEqualTo(SafeName.MaxBytes);
        name.ShouldEndWith(".dcm");
        name.ShouldNotBe(other);
        SafeName.Of(text + "1", "none", ".dcm").ShouldBe(name);
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(name).ShouldNotBeEmpty();
    }

    [Fact]
    public void Distinguish_LongestName_StaysWithinBounds()
    {
        var name = SafeName.Of(new string('太', 100), "none");

        var distinguished = SafeName.Distinguish(name, "1.2.3", 64);

        Encoding.UTF8.GetByteCount(distinguished).ShouldBeLessThanOrEqualTo(SafeName.MaxBytes);
        distinguished.ShouldNotBe(SafeName.Distinguish(name, "1.2.4", 64));
    }

    [Fact]
    public void Of_EveryCharacterOfTheBasicPlane_MakesANameTheFileSystemTakes()
    {
        using var folder = new TestFolder();
        for (var start = 0; start < 0x10000; start += 64)
        {
            var text = string.Concat(Enumerable.Range(start, 64).Select(c => (char)c));
            var name = SafeName.Of(text, "none");

            name.ShouldNotBeEmpty();
            name.Any(c => char.IsControl(c) || "<>:\"/\\|?*".Contains(c)).ShouldBeFalse();
            Encoding.UTF8.GetByteCount(name).ShouldBeLessThanOrEqualTo(SafeName.MaxBytes);
            var path = Path.Combine(folder.Path, name);
            Path.GetDirectoryName(Path.GetFullPath(path)).ShouldBe(folder.Path);
            File.WriteAllBytes(path, []);
        }
    }

    [Fact]
    public void JobFolder_AnyOwner_NamesKindNumberDayAndOwner()
    {
        var job = new Job(
            JobKind.SelectiveTransfer,
            1,
            1,
            new DateTime(2026, 3, 4, 23, 59, 0, DateTimeKind.Utc)
        );

        JobFolders.Name(job, "alice").ShouldBe("adit_selective_transfer_0_20260304_alice");
        JobFolders.Name(job, "../x").ShouldBe("adit_selective_transfer_0_20260304_.._x");
        JobFolders.Name(job, null).ShouldBe("adit_selective_transfer_0_20260304_");
    }
}
