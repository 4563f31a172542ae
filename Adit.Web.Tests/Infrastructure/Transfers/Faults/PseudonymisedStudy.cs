using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>A study of somebody, whose images name each other; one of them must be refused, and one series left out.</summary>
internal sealed class PseudonymisedStudy
{
    public const string Pseudonym = "SUBJ-17";

    /// <summary>Referenced RT Plan Sequence: of those that name other images, one that the Basic Profile keeps in a CT image.</summary>
    public static DicomTag References { get; } = new(0x300C, 0x0002);

    private static int _names;

    private PseudonymisedStudy(TestStudy study, IReadOnlyList<StudyFile> files, string refused) =>
        (Study, Files, Refused) = (study, files, refused);

    public TestStudy Study { get; }

    /// <summary>All of them: those of <see cref="Wanted"/>, the refused one, and the report.</summary>
    public IReadOnlyList<StudyFile> Files { get; }

    /// <summary>SOP Instance UID of the image that shows text.</summary>
    public string Refused { get; }

    public IReadOnlyList<StudyFile> Wanted =>
        [.. Files.Where(file => file.Uid != Refused && file != Files[^1])];

    /// <summary>What must not be anywhere at the destination nor in a log.</summary>
    public IReadOnlyList<string> Secrets =>
        [
            Study.PatientId,
            Study.PatientName.Split('^')[0],
            Study.StudyInstanceUid,
            .. Files.Select(file => file.Uid),
            .. Files.Select(file => file.Series).Distinct(),
        ];

    public static DeidentificationKey Key { get; } = new(new byte[DeidentificationKey.MinLength]);

    public static DeidentificationProfile Profile { get; } =
        new("Transfer test", 4)
        {
            Options = new DeidentificationOptions
            {
                Dates = DateHandling.Shift,
                CleanDescriptors = true,
            },
        };

    public Deidentifier NewDeidentifier() =>
        new(Profile, Key, new DeidentificationSubject(Study.PatientId, Pseudonym));

    public static string Mapped(string uid) => Key.MapUid(new DicomUid(uid)).Value;

    public static async Task<PseudonymisedStudy> CreateAsync(
        CancellationToken cancellationToken,
        int pixelBytes = 2048
    )
    {
        var number = Interlocked.Increment(ref _names);
        var study = new TestStudy($"ZZPAT-{number:0000}")
        {
            PatientName = $"Zzgeheim{number}^Gerda",
            PixelBytes = pixelBytes,
        };
        var (ct, report) = (TestStudy.NewSeries(), TestStudy.NewSeries());
        var uids = Enumerable.Range(0, 6).Select(_ => DicomUid.New().Value).ToList();
        List<StudyFile> files = [];
        for (var i = 0; i < 5; i++)
        {
            var dataset = study.Dataset(uids[i], ct, i + 1);
            dataset.SetSequence(References, Reference(uids[(i + 1) % 4]));
            dataset.Set(DicomTag.StudyDescription, $"Follow-up of {study.PatientName}");
            dataset.Set(DicomTag.SeriesDescription, $"Chest {study.PatientId}");
            if (i == 4)
            {
                dataset.Set(DicomTag.BurnedInAnnotation, "YES");
            }
            files.Add(await FileAsync(dataset, cancellationToken));
        }
        var text = study.Dataset(uids[5], report, 1);
        text.Set(DicomTag.SopClassUid, DicomUids.BasicTextSrStorage);
        text.Set(DicomTag.Modality, "SR");
        text.Set(DicomTag.SeriesNumber, "2");
        text.Remove(DicomTag.PixelData);
        files.Add(await FileAsync(text, cancellationToken));
        return new PseudonymisedStudy(study, files, uids[4]);
    }

    private static DicomDataset Reference(string uid)
    {
        var item = new DicomDataset();
        item.Set(DicomTag.ReferencedSopClassUid, DicomUids.CtImageStorage);
        item.Set(DicomTag.ReferencedSopInstanceUid, uid);
        return item;
    }

    private static async Task<StudyFile> FileAsync(
        DicomDataset dataset,
        CancellationToken cancellationToken
    )
    {
        using var output = new MemoryStream();
        await DicomFile.SaveAsync(
            output,
            dataset,
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: cancellationToken
        );
        return new StudyFile(
            dataset.GetString(DicomTag.SopInstanceUid)!,
            dataset.GetString(DicomTag.SeriesInstanceUid)!,
            output.ToArray()
        );
    }
}
