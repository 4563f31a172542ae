namespace Adit.Dicom.Encoding;

/// <summary>One line of a dump; its properties are meant for JSON too.</summary>
/// <param name="Depth">0 on the top level, one more per sequence.</param>
/// <param name="Tag">The tag, "(0010,0020)".</param>
/// <param name="Vr">The two letters of the value representation; empty for items.</param>
/// <param name="Keyword">The keyword, or Private, PrivateCreator, GroupLength, Unknown, Item.</param>
/// <param name="Length">The value's length in bytes; null for sequences, items and fragments that were not loaded.</param>
/// <param name="Value">The value, shortened, or what stands for it; null when it is empty.</param>
public sealed record DicomDumpLine(
    int Depth,
    string Tag,
    string Vr,
    string Keyword,
    long? Length,
    string? Value
)
{
    /// <summary>The line as text, indented by its depth.</summary>
    public override string ToString()
    {
        var indent = new string(' ', Depth * 2);
        var length = Length is { } bytes ? $" ({bytes})" : "";
        var value = Value is null ? "" : $" {Value}";
        var vr = Vr.Length == 0 ? "" : $" {Vr}";
        return $"{indent}{Tag}{vr} {Keyword}{length}{value}";
    }
}
