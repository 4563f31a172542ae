using System.Collections.Concurrent;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Deidentification.Canaries;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Validity;

/// <summary>A de-identified object is as valid as it was: the validator finds nothing that it did not find before.</summary>
public sealed class ValidityTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly DeidentificationKey Key = new([
        .. Enumerable.Range(80, 32).Select(i => (byte)i),
    ]);

    /// <summary>What Clean Structured Content and Clean Graphics are about.</summary>
    private static readonly DicomTag[] Content =
    [
        new(0x0040, 0xA730), // Content Sequence
        new(0x0040, 0x0555), // Acquisition Context Sequence
        new(0x0040, 0x0610), // Specimen Preparation Sequence
        new(0x0070, 0x0001), // Graphic Annotation Sequence
        new(0x6000, 0x3000), // Overlay Data
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-validity-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task WriteAsync_OneOfEachKind_BringsNoNewErrorOfTheValidator()
    {
        var files = new List<string>();
        foreach (var original in SyntheticArchive.All.DistinctBy(o => o.SopClass))
        {
            var path = NewFile();
            await DicomFile.SaveAsync(
                path,
                original.Dataset,
                DicomTransferSyntax.ExplicitVrLittleEndian,
                cancellationToken: Token
            );
            files.Add(path);
        }

        var (failures, refusals) = await CompareAsync(files);

        refusals.ShouldBeNone();
        failures.ShouldBeNone();
    }

    [Fact]
    public async Task WriteAsync_RealFiles_BringsNoNewErrorOfTheValidator()
    {
        var files = Corpus.Files();

        var (failures, refusals) = await CompareAsync(files);

        foreach (var refusal in refusals.Order(StringComparer.Ordinal))
        {
            output.WriteLine(refusal);
        }
        failures.ShouldBeNone();
        // Damaged ones, and those without a SOP class or instance UID.
        refusals.Count.ShouldBeLessThan(files.Count / 10);
    }

    private async Task<(
        IReadOnlyCollection<string> Failures,
        IReadOnlyCollection<string> Refusals
    )> CompareAsync(IReadOnlyCollection<string> files)
    {
        var failures = new ConcurrentBag<string>();
        var refusals = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            files,
            Token,
            async (path, token) =>
            {
                var name = Path.GetFileName(path);
                IReadOnlySet<string>? before = null;
                foreach (var profile in Profiles())
                {
                    string? after;
                    try
                    {
                        after = await DeidentifyAsync(path, profile, token);
                    }
                    catch (DicomException refusal)
                    {
                        // Damaged, whatever the profile.
                        refusals.Add($"{name}: {refusal.Message}");
                        return;
                    }
                    if (after is null)
                    {
                        continue;
                    }
                    before ??= await Dciodvfy.ErrorsAsync(path, token);
                    foreach (var error in await Dciodvfy.ErrorsAsync(after, token))
                    {
                        if (!before.Contains(error))
                        {
                            failures.Add($"{error} | {profile.Name} | {name}");
                        }
                    }
                }
            }
        );
        return (failures, refusals);
    }

    private static IEnumerable<DeidentificationProfile> Profiles() =>
        ShippedProfiles.All.Append(
            ShippedProfiles.ResearchWithShiftedDates with
            {
                Name = "cleaned content",
                Options = ShippedProfiles.ResearchWithShiftedDates.Options with
                {
                    CleanStructuredContent = true,
                    CleanGraphics = true,
                },
            }
        );

    /// <summary>The output; null when the profile differs from another only in what the object does not have.</summary>
    private async Task<string?> DeidentifyAsync(
        string path,
        DeidentificationProfile profile,
        CancellationToken cancellationToken
    )
    {
        await using var file = await DicomFile.OpenAsync(
            path,
            cancellationToken: cancellationToken
        );
        if (profile.Options.CleanStructuredContent && !Content.Any(file.Dataset.Contains))
        {
            return null;
        }
        var admitting = profile with
        {
            Admission = profile.Admission with
            {
                ExcludedModalities = [],
                AllowedSopClasses = [file.Dataset.GetString(DicomTag.SopClassUid) ?? "none"],
            },
        };
        var subject = new DeidentificationSubject(
            file.Dataset.GetString(DicomTag.PatientId) ?? "nobody",
            "VALID-1"
        );
        await using var deidentification = new InstanceDeidentification(
            new Deidentifier(admitting, Key, subject),
            file
        );
        var header = deidentification.Prepare();
        var result = NewFile();
        await using var stream = File.Create(result);
        await stream.WriteAsync(
            DicomFile.EncodePrologue(
                DicomFile.CreateFileMeta(
                    header.SopClassUid,
                    header.SopInstanceUid,
                    deidentification.OutputSyntax
                )
            ),
            cancellationToken
        );
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await deidentification.WriteAsync(writer, cancellationToken);
        await writer.CompleteAsync();
        return result;
    }

    private string NewFile() => Path.Combine(_folder, $"{Guid.NewGuid():N}.dcm");
}
