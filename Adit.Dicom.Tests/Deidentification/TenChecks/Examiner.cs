using System.Globalization;
using Adit.Dicom.Data;
using Adit.Dicom.Tests.Deidentification.Archive;

namespace Adit.Dicom.Tests.Deidentification.TenChecks;

/// <summary>Holds outputs against the answer key.</summary>
/// <param name="cleanedContent">True when structured content and graphics are kept, cleaned.</param>
internal sealed class Examiner(bool cleanedContent)
{
    private readonly Dictionary<string, string> _uids = [];
    private readonly Dictionary<string, string> _patients = [];

    /// <summary>What was asked, by check.</summary>
    public Dictionary<Check, int> Asked { get; } = [];

    /// <summary>What was answered wrongly.</summary>
    public List<string> Wrong { get; } = [];

    public int Total => Asked.Values.Sum();

    public void Examine(SyntheticObject original, DicomDataset output, int shiftDays)
    {
        var texts = AllTexts(output);
        foreach (var line in original.Key)
        {
            if (
                line.Condition
                == (cleanedContent ? Condition.ContentReplaced : Condition.ContentCleaned)
            )
            {
                continue;
            }
            var found = line.Find(output);
            var text = found is ({ } level, DicomElement element) ? level.GetString(element) : null;
            switch (line.Check)
            {
                case Check.TagRetained:
                    Ask(original, line, found is not null, "is gone");
                    break;
                case Check.TextNotNull:
                    Ask(original, line, text is { Length: > 0 }, "is empty");
                    break;
                case Check.TextRetained:
                    Ask(
                        original,
                        line,
                        text?.Contains(line.Text, StringComparison.Ordinal) ?? false,
                        $"has lost '{line.Text}': '{text}'"
                    );
                    break;
                case Check.TextRemoved:
                    var holder = texts.FirstOrDefault(pair =>
                        pair.Text.Contains(line.Text, StringComparison.OrdinalIgnoreCase)
                    );
                    Ask(
                        original,
                        line,
                        holder.Text is null,
                        $"'{line.Text}' is in {holder.Tag}: '{holder.Text}'"
                    );
                    break;
                case Check.DateShifted:
                    Ask(original, line, text == Shift(line.Text, shiftDays), $"is '{text}'");
                    break;
                case Check.UidChanged:
                    ExamineUid(original, line, text);
                    break;
                case Check.PatientIdConsistent:
                    var patient = original.Patient;
                    Ask(
                        original,
                        line,
                        text == patient.Pseudonym
                            && _patients.TryAdd(text, patient.Id) | (_patients[text] == patient.Id),
                        $"is '{text}'"
                    );
                    break;
                case Check.PixelsHidden or Check.PixelsRetained or Check.UidConsistent:
                    throw new InvalidOperationException($"The key has a line for {line.Check}.");
            }
        }
        ExaminePixels(original, output);
    }

    private void ExamineUid(SyntheticObject original, Expectation line, string? text)
    {
        Ask(
            original,
            line,
            text is not null && text != line.Text && new DicomUid(text).IsValid,
            $"is '{text}'"
        );
        if (text is not null)
        {
            var isKnown = _uids.TryGetValue(line.Text, out var known);
            Ask(
                original,
                line with
                {
                    Check = Check.UidConsistent,
                },
                !isKnown || known == text,
                $"is '{text}' and was '{known}' elsewhere"
            );
            _uids[line.Text] = text;
        }
    }

    private void ExaminePixels(SyntheticObject original, DicomDataset output)
    {
        if (original.Dataset[DicomTag.PixelData] is not DicomElement before)
        {
            return;
        }
        var line = new Expectation(
            Check.PixelsRetained,
            [new Step(DicomTag.PixelData, -1)],
            "",
            Condition.Always
        );
        if (output[DicomTag.PixelData] is not DicomElement after || after.Length != before.Length)
        {
            Ask(original, line, false, "are gone");
            return;
        }
        var (kept, hidden) = (true, true);
        for (var i = 0; i < before.Length; i++)
        {
            // The burned-in pictures have one byte per pixel.
            var (x, y) = (i % SyntheticPixels.Size, i / SyntheticPixels.Size);
            if (
                original.BurnedIn is { } banner
                && x >= banner.X
                && x < banner.X + banner.Width
                && y >= banner.Y
                && y < banner.Y + banner.Height
            )
            {
                hidden &= after.RawValue.Span[i] == 0;
            }
            else
            {
                kept &= after.RawValue.Span[i] == before.RawValue.Span[i];
            }
        }
        Ask(original, line, kept, "have changed");
        if (original.BurnedIn is not null)
        {
            Ask(original, line with { Check = Check.PixelsHidden }, hidden, "can be seen");
        }
    }

    private void Ask(SyntheticObject original, Expectation line, bool isRight, string what)
    {
        Asked[line.Check] = Asked.GetValueOrDefault(line.Check) + 1;
        if (!isRight)
        {
            Wrong.Add($"{original.Name}: {line} {what}");
        }
    }

    private static string Shift(string text, int days) =>
        DateOnly
            .ParseExact(text.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture)
            .AddDays(-days)
            .ToString("yyyyMMdd", CultureInfo.InvariantCulture) + text[8..];

    private static List<(DicomTag Tag, string Text)> AllTexts(DicomDataset dataset)
    {
        var texts = new List<(DicomTag, string)>();
        var open = new Stack<DicomDataset>([dataset]);
        while (open.TryPop(out var level))
        {
            foreach (var item in level)
            {
                if (item is DicomSequence sequence)
                {
                    foreach (var child in sequence.Items)
                    {
                        open.Push(child);
                    }
                }
                else if (item is DicomElement element && element.Tag != DicomTag.PixelData)
                {
                    texts.Add(
                        (
                            item.Tag,
                            element.Vr.IsText()
                                ? level.GetString(element) ?? ""
                                : System.Text.Encoding.UTF8.GetString(element.RawValue.Span)
                        )
                    );
                }
            }
        }
        return texts;
    }
}
