using System.Collections.Concurrent;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>Of real files, nothing that their own header names as the patient's may be anywhere in the output.</summary>
public sealed class RealFilesTests
{
    private const int Shortest = 5;

    private static readonly DicomTag[] Identifying =
    [
        DicomTag.PatientId,
        DicomTag.AccessionNumber,
        DicomTag.StudyId,
        DicomTag.SopInstanceUid,
        DicomTag.SeriesInstanceUid,
        DicomTag.StudyInstanceUid,
        DicomTag.FrameOfReferenceUid,
        DicomTag.PatientAddress,
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_RealFiles_NameTheirPatientNowhere()
    {
        var failures = new ConcurrentBag<string>();
        var searched = 0;
        var asked = 0;
        await Parallel.ForEachAsync(
            Corpus.Files(),
            Token,
            async (path, token) =>
            {
                foreach (var profile in ShippedProfiles.All)
                {
                    try
                    {
                        await using var file = await DicomFile.OpenAsync(
                            path,
                            cancellationToken: token
                        );
                        var secrets = Secrets(file.Dataset).ToList();
                        foreach (var (tag, text) in await TextsAsync(file, profile, token))
                        {
                            foreach (var secret in secrets.Where(secret => Contains(text, secret)))
                            {
                                failures.Add(
                                    $"{Path.GetFileName(path)}, {profile.Name}: '{secret}' is in {tag}: '{text}'"
                                );
                            }
                        }
                        Interlocked.Increment(ref searched);
                        Interlocked.Add(ref asked, secrets.Count);
                    }
                    catch (DicomException)
                    {
                        // Damaged, or no object that could be sent: nothing leaves.
                    }
                }
            }
        );
        failures.ShouldBeNone();
        searched.ShouldBeGreaterThan(2 * Corpus.Files().Count);
        // Each has three identifiers at least, and most have more.
        asked.ShouldBeGreaterThan(3 * searched);
    }

    private static IEnumerable<string> Secrets(DicomDataset dataset)
    {
        foreach (var tag in Identifying)
        {
            if (dataset.GetString(tag)?.Trim() is { Length: >= Shortest } text)
            {
                yield return text;
            }
        }
        foreach (
            var part in (dataset.GetString(DicomTag.PatientName) ?? "").Split('^', '=', ' ', '\\')
        )
        {
            if (part.Trim().Length >= Shortest)
            {
                yield return part.Trim();
            }
        }
    }

    private static bool Contains(string text, string secret)
    {
        var at = text.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
        // As a word of its own, not as a part of another.
        return at >= 0
            && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && (
                at + secret.Length == text.Length || !char.IsLetterOrDigit(text[at + secret.Length])
            );
    }

    private static async Task<List<(DicomTag Tag, string Text)>> TextsAsync(
        DicomFile file,
        DeidentificationProfile profile,
        CancellationToken cancellationToken
    )
    {
        await using var deidentification = new InstanceDeidentification(
            new Deidentifier(
                profile with
                {
                    Admission = profile.Admission with
                    {
                        ExcludedModalities = [],
                        AllowedSopClasses =
                        [
                            file.Dataset.GetString(DicomTag.SopClassUid) ?? "none",
                        ],
                    },
                },
                new DeidentificationKey(new byte[32]),
                new DeidentificationSubject("patient", "REAL-1")
            ),
            file
        );
        deidentification.Prepare();
        using var written = new MemoryStream();
        var writer = PipeWriter.Create(written, new StreamPipeWriterOptions(leaveOpen: true));
        await deidentification.WriteAsync(writer, cancellationToken);
        await writer.CompleteAsync();
        var texts = new List<(DicomTag, string)>();
        var open = new Stack<DicomDataset>([
            DicomSerializer.Parse(written.ToArray(), deidentification.OutputSyntax),
        ]);
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
                else if (item is DicomElement element && element.Tag.Group != 0x7FE0)
                {
                    texts.Add(
                        (
                            element.Tag,
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
