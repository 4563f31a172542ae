using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Adit.Dicom.Data;

namespace Adit.Dicom.Encoding;

/// <summary>Shows data sets to people and scripts: one line per element, nested ones indented.</summary>
public static class DicomDump
{
    /// <summary>The longest value shown, in characters, unless told otherwise.</summary>
    public const int DefaultValueLength = 64;

    /// <summary>The lines of a data set in order, sequences and items included, to any depth.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="maxValueLength">Longer values are shortened, in characters.</param>
    public static IEnumerable<DicomDumpLine> Lines(
        DicomDataset dataset,
        int maxValueLength = DefaultValueLength
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxValueLength, 1);
        return Walk(dataset, maxValueLength);
    }

    /// <summary>The lines of a file: meta information, header, then what follows, of which long values are not loaded.</summary>
    /// <exception cref="DicomDataException">The data are damaged; the lines in front of the damage were given.</exception>
    public static async IAsyncEnumerable<DicomDumpLine> LinesAsync(
        DicomFile file,
        int maxValueLength = DefaultValueLength,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach (
            var line in Lines(file.FileMeta, maxValueLength)
                .Concat(Lines(file.Dataset, maxValueLength))
        )
        {
            yield return line;
        }
        while (await file.Reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } item)
        {
            if (item is DicomBulkValue bulk)
            {
                yield return Line(bulk);
                continue;
            }
            var single = new DicomDataset { FallbackCharacterSet = file.Dataset.CharacterSet };
            single.Set(item);
            foreach (var line in Lines(single, maxValueLength))
            {
                yield return line;
            }
        }
    }

    /// <summary>The line of a value that is not in memory.</summary>
    public static DicomDumpLine Line(DicomBulkValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return MakeLine(0, value, value.Length, value.IsFragments ? "(fragments)" : "(not loaded)");
    }

    /// <summary>Writes the lines of a data set as text.</summary>
    public static void Write(
        TextWriter output,
        DicomDataset dataset,
        int maxValueLength = DefaultValueLength
    )
    {
        ArgumentNullException.ThrowIfNull(output);
        foreach (var line in Lines(dataset, maxValueLength))
        {
            output.WriteLine(line.ToString());
        }
    }

    private static IEnumerable<DicomDumpLine> Walk(DicomDataset root, int maxValueLength)
    {
        // An own stack of open levels; each one goes on where its child interrupted it.
        var open = new Stack<IEnumerator<Step>>();
        open.Push(Steps(root, 0, maxValueLength).GetEnumerator());
        while (open.TryPeek(out var steps))
        {
            if (!steps.MoveNext())
            {
                steps.Dispose();
                open.Pop();
                continue;
            }
            yield return steps.Current.Line;
            if (steps.Current.Child is { } child)
            {
                open.Push(
                    Steps(child, steps.Current.Line.Depth + 1, maxValueLength).GetEnumerator()
                );
            }
        }
    }

    private static IEnumerable<Step> Steps(DicomDataset dataset, int depth, int maxValueLength)
    {
        foreach (var item in dataset.ToArray())
        {
            switch (item)
            {
                case DicomElement element:
                    yield return new Step(
                        MakeLine(
                            depth,
                            element,
                            element.Length,
                            Value(dataset, element, maxValueLength)
                        )
                    );
                    break;
                case DicomFragments fragments:
                    var bytes = fragments.Fragments.Sum(fragment => (long)fragment.Length);
                    yield return new Step(
                        MakeLine(
                            depth,
                            fragments,
                            bytes,
                            Plural(fragments.Fragments.Count, "fragment")
                        )
                    );
                    break;
                case DicomSequence sequence:
                    yield return new Step(
                        MakeLine(depth, sequence, null, Plural(sequence.Items.Count, "item"))
                    );
                    for (var i = 0; i < sequence.Items.Count; i++)
                    {
                        var line = new DicomDumpLine(
                            depth + 1,
                            DicomTag.Item.ToString(),
                            "",
                            "Item",
                            null,
                            string.Create(CultureInfo.InvariantCulture, $"#{i + 1}")
                        );
                        yield return new Step(line, sequence.Items[i]);
                    }
                    break;
            }
        }
    }

    private static DicomDumpLine MakeLine(int depth, DicomItem item, long? length, string? value)
    {
        var keyword = DicomDictionary.Lookup(item.Tag)?.Keyword;
        if (string.IsNullOrEmpty(keyword))
        {
            keyword =
                item.Tag.IsPrivateCreator ? "PrivateCreator"
                : item.Tag.IsGroupLength ? "GroupLength"
                : item.Tag.IsPrivate ? "Private"
                : "Unknown";
        }
        return new DicomDumpLine(
            depth,
            item.Tag.ToString(),
            item.Vr.Code(),
            keyword,
            length,
            value
        );
    }

    private static string? Value(DicomDataset dataset, DicomElement element, int maxLength)
    {
        if (element.Length == 0)
        {
            return null;
        }
        // Never decode much more than is shown: values may have megabytes.
        var shown = element.RawValue;
        var cut =
            maxLength > (shown.Length / 8)
                ? shown.Length
                : Math.Min(shown.Length, (maxLength + 1) * 8);
        if (dataset.GetString(new DicomElement(element.Tag, element.Vr, shown[..cut])) is { } text)
        {
            return Shorten(Printable(text), maxLength, cut < shown.Length);
        }
        var bytes = shown.Span[..Math.Min(shown.Length, (maxLength / 3) + 1)];
        var hex = new StringBuilder(bytes.Length * 3);
        foreach (var value in bytes)
        {
            hex.Append(CultureInfo.InvariantCulture, $"{(hex.Length > 0 ? "\\" : "")}{value:X2}");
        }
        return Shorten(hex.ToString(), maxLength, bytes.Length < shown.Length);
    }

    /// <summary>Control characters would let a data set write on the terminal.</summary>
    private static string Printable(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Select(c => char.IsControl(c) ? '.' : c))
            : text;

    private static string Shorten(string text, int maxLength, bool isCut)
    {
        if (text.Length <= maxLength && !isCut)
        {
            return text;
        }
        var end = Math.Min(text.Length, maxLength);
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
        {
            end--;
        }
        return text[..end] + "…";
    }

    private static string Plural(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private readonly record struct Step(DicomDumpLine Line, DicomDataset? Child = null);
}
