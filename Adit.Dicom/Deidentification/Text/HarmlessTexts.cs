namespace Adit.Dicom.Deidentification.Text;

/// <summary>
/// Remembers short texts in which nothing was found, as many as there is room for; a newer one takes the place of an older. What it
/// says is always true: it compares whole texts. Safe for concurrent use.
/// </summary>
internal sealed class HarmlessTexts
{
    private const int Places = 256;
    private const int LongestText = 128;

    private readonly Entry?[] _entries = new Entry?[Places];

    public bool Contains(ReadOnlySpan<byte> text, bool knownOnly) =>
        text.Length <= LongestText
        && Volatile.Read(ref _entries[PlaceOf(text)]) is { } entry
        && entry.KnownOnly == knownOnly
        && text.SequenceEqual(entry.Text);

    public void Add(ReadOnlySpan<byte> text, bool knownOnly)
    {
        if (text.Length <= LongestText)
        {
            Volatile.Write(ref _entries[PlaceOf(text)], new Entry(text.ToArray(), knownOnly));
        }
    }

    private static int PlaceOf(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return (int)((uint)hash.ToHashCode() % Places);
    }

    /// <param name="Text">The bytes.</param>
    /// <param name="KnownOnly">It was searched for what is known of the patient alone; else for shapes, too.</param>
    private sealed record Entry(byte[] Text, bool KnownOnly);
}
