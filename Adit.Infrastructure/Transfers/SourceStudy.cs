using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;

namespace Adit.Infrastructure.Transfers;

/// <summary>What the source says about one study: its series, its SOP classes, its images. Only C-FIND.</summary>
internal sealed class SourceStudy(DicomServerNode source, JobTask task)
{
    private static readonly DicomTag AvailableTransferSyntaxUid = new(0x0008, 0x3002);

    private static readonly DicomTransferSyntax[] QuerySyntaxes =
    [
        DicomTransferSyntax.ExplicitVrLittleEndian,
        DicomTransferSyntax.ImplicitVrLittleEndian,
    ];

    // PS3.4 C.6.2: the study root needs no patient; the patient root names the patient in every identifier.
    private readonly bool _studyRoot =
        source.Offers(ServerServices.StudyRootFind)
        || !source.Offers(ServerServices.PatientRootFind);

    private readonly bool _studyRootGet =
        source.Offers(ServerServices.StudyRootGet) || !source.Offers(ServerServices.PatientRootGet);

    public DicomUid FindModel => _studyRoot ? DicomUids.StudyRootFind : DicomUids.PatientRootFind;

    public DicomUid GetModel => _studyRootGet ? DicomUids.StudyRootGet : DicomUids.PatientRootGet;

    public IReadOnlyList<PresentationContextProposal> QueryContexts =>
        [new(FindModel, QuerySyntaxes)];

    public PresentationContextProposal GetContext => new(GetModel, QuerySyntaxes);

    /// <summary>The one SERIES-level query of a study; only the chosen series, when there are chosen ones.</summary>
    public async Task<IReadOnlyList<ListedSeries>> FindSeriesAsync(
        DicomAssociation association,
        CancellationToken cancellationToken
    )
    {
        var identifier = Identifier("SERIES", _studyRoot);
        identifier.Set(DicomTag.SeriesInstanceUid, "");
        identifier.Set(DicomTag.Modality, "");
        identifier.Set(DicomTag.NumberOfSeriesRelatedInstances, "");
        var chosen = task.SeriesInstanceUids.ToHashSet(StringComparer.Ordinal);
        Dictionary<string, ListedSeries> found = new(StringComparer.Ordinal);
        await foreach (
            var answer in association
                .FindAsync(FindModel, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            var uid = Uid(answer, DicomTag.SeriesInstanceUid);
            if (uid is null || !IsThisStudy(answer) || (chosen.Count > 0 && !chosen.Contains(uid)))
            {
                continue;
            }
            found[uid] = new ListedSeries(
                uid,
                answer.GetString(DicomTag.Modality)?.Trim(),
                Count(answer)
            );
        }
        return [.. found.Values];
    }

    /// <summary>SOP Classes in Study (0008,0062); empty when the server does not return them.</summary>
    public async Task<IReadOnlyList<DicomUid>> FindSopClassesAsync(
        DicomAssociation association,
        CancellationToken cancellationToken
    )
    {
        var identifier = Identifier("STUDY", _studyRoot);
        identifier.Set(DicomTag.SopClassesInStudy, "");
        HashSet<DicomUid> classes = [];
        await foreach (
            var answer in association
                .FindAsync(FindModel, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (IsThisStudy(answer))
            {
                classes.UnionWith(Uids(answer, DicomTag.SopClassesInStudy));
            }
        }
        return [.. classes];
    }

    /// <summary>
    /// The image list of one series. With <paramref name="details"/> also SOP class and stored transfer syntaxes: some archives
    /// open every file to answer that, so it is asked for only where it is needed.
    /// </summary>
    public async Task FindImagesAsync(
        DicomAssociation association,
        string seriesInstanceUid,
        bool details,
        ImageList list,
        CancellationToken cancellationToken
    )
    {
        var identifier = Identifier("IMAGE", _studyRoot);
        identifier.Set(DicomTag.SeriesInstanceUid, seriesInstanceUid);
        identifier.Set(DicomTag.SopInstanceUid, "");
        if (details)
        {
            identifier.Set(DicomTag.SopClassUid, "");
            identifier.Set(AvailableTransferSyntaxUid, "");
        }
        await foreach (
            var answer in association
                .FindAsync(FindModel, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (Uid(answer, DicomTag.SopInstanceUid) is not { } uid || !IsThisStudy(answer))
            {
                continue;
            }
            var sopClass = Uid(answer, DicomTag.SopClassUid) ?? "";
            list.Add(
                new ListedImage(uid, seriesInstanceUid, sopClass),
                details ? [.. Uids(answer, AvailableTransferSyntaxUid)] : []
            );
        }
    }

    public DicomDataset GetStudy() => Identifier("STUDY", _studyRootGet);

    public DicomDataset GetSeries(IEnumerable<string> seriesInstanceUids)
    {
        var identifier = Identifier("SERIES", _studyRootGet);
        identifier.Set(DicomTag.SeriesInstanceUid, string.Join('\\', seriesInstanceUids));
        return identifier;
    }

    public DicomDataset GetImages(string seriesInstanceUid, IEnumerable<string> sopInstanceUids)
    {
        var identifier = Identifier("IMAGE", _studyRootGet);
        identifier.Set(DicomTag.SeriesInstanceUid, seriesInstanceUid);
        identifier.Set(DicomTag.SopInstanceUid, string.Join('\\', sopInstanceUids));
        return identifier;
    }

    private DicomDataset Identifier(string level, bool studyRoot)
    {
        var identifier = new DicomDataset();
        if (!studyRoot)
        {
            identifier.Set(DicomTag.PatientId, task.PatientId);
        }
        identifier.Set(DicomTag.QueryRetrieveLevel, level);
        identifier.Set(DicomTag.StudyInstanceUid, task.StudyInstanceUid);
        return identifier;
    }

    // A server that ignores a key answers with studies that were not asked for.
    private bool IsThisStudy(DicomDataset answer) =>
        Uid(answer, DicomTag.StudyInstanceUid) is not { } uid || uid == task.StudyInstanceUid;

    private static string? Uid(DicomDataset answer, DicomTag tag) =>
        answer.GetString(tag)?.Trim() is { Length: > 0 and <= DicomUid.MaxLength } uid ? uid : null;

    private static IEnumerable<DicomUid> Uids(DicomDataset answer, DicomTag tag) =>
        answer
            .GetStrings(tag)
            .Select(uid => uid.Trim())
            .Where(uid => uid.Length > 0)
            .Select(uid => new DicomUid(uid));

    private static int? Count(DicomDataset answer)
    {
        try
        {
            return answer.GetInt32(DicomTag.NumberOfSeriesRelatedInstances);
        }
        catch (DicomDataException)
        {
            return null;
        }
    }
}

/// <summary>The image lists of a study's series, put together.</summary>
internal sealed class ImageList
{
    private readonly Dictionary<string, ListedImage> _images = new(StringComparer.Ordinal);
    private readonly Dictionary<DicomUid, HashSet<DicomTransferSyntax>> _syntaxes = [];
    private readonly HashSet<DicomUid> _incomplete = [];

    public IReadOnlyCollection<ListedImage> Images => _images.Values;

    public IReadOnlyList<DicomUid> SopClasses =>
        [
            .. _images
                .Values.Select(i => i.SopClassUid)
                .Where(c => c.Length > 0)
                .Distinct()
                .Select(c => new DicomUid(c)),
        ];

    /// <summary>Classes of which every image says in which transfer syntax it lies in the archive.</summary>
    public IReadOnlyDictionary<DicomUid, IReadOnlyCollection<DicomTransferSyntax>> StoredSyntaxes =>
        _syntaxes
            .Where(pair => !_incomplete.Contains(pair.Key))
            .ToDictionary(
                pair => pair.Key,
                pair => (IReadOnlyCollection<DicomTransferSyntax>)pair.Value
            );

    public void Add(ListedImage image, IReadOnlyCollection<DicomUid> storedSyntaxes)
    {
        _images[image.SopInstanceUid] = image;
        if (image.SopClassUid.Length == 0)
        {
            return;
        }
        var sopClass = new DicomUid(image.SopClassUid);
        if (storedSyntaxes.Count == 0)
        {
            _incomplete.Add(sopClass);
            return;
        }
        if (!_syntaxes.TryGetValue(sopClass, out var known))
        {
            _syntaxes[sopClass] = known = [];
        }
        known.UnionWith(storedSyntaxes.Select(DicomTransferSyntax.Lookup));
    }
}
