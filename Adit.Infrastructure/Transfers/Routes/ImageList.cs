using Adit.Dicom.Data;

namespace Adit.Infrastructure.Transfers.Routes;

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

    /// <summary>Answers that named an image a second time.</summary>
    public int Duplicates { get; private set; }

    public void Add(ListedImage image, IReadOnlyCollection<DicomUid> storedSyntaxes)
    {
        if (!_images.TryAdd(image.SopInstanceUid, image))
        {
            Duplicates++;
            return;
        }
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
