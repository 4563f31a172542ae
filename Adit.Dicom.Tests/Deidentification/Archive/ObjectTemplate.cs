using Adit.Dicom.Data;

namespace Adit.Dicom.Tests.Deidentification.Archive;

/// <summary>
/// Reads data sets from text with the answers beside the values: <c>Keyword = value ## checks</c>. Two blanks more lead into the
/// items of a sequence, a dash begins the next item. Private elements are <c>(gggg,eeee) VR = value</c>. Checks, by semicolons:
/// <c>tag</c>, <c>notnull</c>, <c>keep:text</c>, <c>gone:text</c>, <c>gone</c> (the whole value), <c>date</c>, <c>uid</c>, <c>subject</c>;
/// with a star only while structured content and graphics are cleaned, with a minus only while they are not.
/// </summary>
public static class ObjectTemplate
{
    /// <summary>Adds what the text says to the data set, and returns the answers.</summary>
    public static List<Expectation> Fill(DicomDataset root, string text)
    {
        var expectations = new List<Expectation>();
        var levels = new List<(DicomDataset Dataset, Step[] Path)> { (root, []) };
        DicomSequence? open = null;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var content = line.TrimStart(' ');
            if (content.Length == 0)
            {
                continue;
            }
            var depth = (line.Length - content.Length) / 2;
            if (depth == levels.Count && open is not null)
            {
                levels.Add(Open(levels[^1], open));
            }
            if (depth >= levels.Count)
            {
                throw new FormatException($"'{line}' stands too deep.");
            }
            levels.RemoveRange(depth + 1, levels.Count - depth - 1);
            if (content.Trim() == "-")
            {
                var parent = levels[^2];
                var sequence = (DicomSequence)parent.Dataset[levels[^1].Path[^1].Tag]!;
                levels[^1] = Open(parent, sequence);
                continue;
            }
            open = ReadLine(content, levels[^1].Dataset, levels[^1].Path, expectations);
        }
        return expectations;
    }

    private static (DicomDataset, Step[]) Open(
        (DicomDataset Dataset, Step[] Path) parent,
        DicomSequence sequence
    )
    {
        var item = new DicomDataset();
        sequence.Items.Add(item);
        return (item, [.. parent.Path, new Step(sequence.Tag, sequence.Items.Count - 1)]);
    }

    private static DicomSequence? ReadLine(
        string content,
        DicomDataset level,
        Step[] path,
        List<Expectation> expectations
    )
    {
        var marks = content.IndexOf(" ##", StringComparison.Ordinal);
        var checks = marks < 0 ? "" : content[(marks + 3)..].Trim();
        if (marks >= 0)
        {
            content = content[..marks];
        }
        var equals = content.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? content : content[..equals]).Trim();
        var value = equals < 0 ? "" : content[(equals + 1)..].Trim();
        var blank = name.IndexOf(' ', StringComparison.Ordinal);
        var tag = DicomTag.Parse(blank < 0 ? name : name[..blank]);
        var vr = blank < 0 ? DicomDictionary.GetVr(tag) : Enum.Parse<DicomVr>(name[(blank + 1)..]);
        Step[] here = [.. path, new Step(tag, -1)];
        foreach (
            var check in checks.Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            expectations.Add(Read(check, here, value));
        }
        if (vr == DicomVr.SQ)
        {
            var sequence = new DicomSequence(tag);
            level.Set(sequence);
            return sequence;
        }
        if (vr is DicomVr.OB or DicomVr.UN)
        {
            level.Set(tag, vr, System.Text.Encoding.UTF8.GetBytes(value));
        }
        else if (blank < 0)
        {
            level.Set(tag, value);
        }
        else if (vr.IsText() && !vr.IsMultiValuedText())
        {
            level.Set(tag, vr, value);
        }
        else
        {
            level.Set(tag, vr, value.Split('\\'));
        }
        return null;
    }

    private static Expectation Read(string check, Step[] path, string value)
    {
        var condition = check[0] switch
        {
            '*' => Condition.ContentCleaned,
            '-' => Condition.ContentReplaced,
            _ => Condition.Always,
        };
        check = check.TrimStart('*', '-');
        var colon = check.IndexOf(':', StringComparison.Ordinal);
        var (kind, text) =
            colon < 0 ? (check, value) : (check[..colon], check[(colon + 1)..].Trim());
        return new Expectation(
            kind switch
            {
                "tag" => Check.TagRetained,
                "notnull" => Check.TextNotNull,
                "keep" => Check.TextRetained,
                "gone" => Check.TextRemoved,
                "date" => Check.DateShifted,
                "uid" => Check.UidChanged,
                "subject" => Check.PatientIdConsistent,
                _ => throw new FormatException($"There is no check '{kind}'."),
            },
            path,
            text,
            condition
        );
    }
}
