using System.Collections.Frozen;

namespace Adit.Dicom.Deidentification;

/// <summary>
/// Whether a series shows the head, so that a face can be reconstructed from its slices. Clean Recognizable Visual Features
/// (PS3.15 E.3.2) is not done; people are told before the start instead.
/// </summary>
public static class RecognizableFeatures
{
    private static readonly FrozenSet<string> Modalities = new[]
    {
        "CT",
        "MR",
        "PT",
        "NM",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Words as a whole, in lower case, umlauts written as such and without dots.
    private static readonly FrozenSet<string> Words = (
        "head heads headneck brain skull face facial cranium cranial ccrt cct ccta hct nct neuro neuronavigation navigation "
        + "sinus sinuses pns nnh nasennebenhöhlen nasennebenhoehlen orbit orbits orbita orbitae maxilla maxillofacial "
        + "mandible mandibula jaw ear iac tmj temporal petrous petrosal felsenbein hypophyse pituitary sella stroke "
        + "kopf schädel schaedel schadel hirn gehirn gesicht gesichtsschädel gesichtsschaedel mittelgesicht kiefer oberkiefer "
        + "unterkiefer nase ohr innenohr schläfenbein schlaefenbein schädelbasis schaedelbasis neurocranium neurokranium "
        + "viscerocranium kopfhals halskopf hals cerebrum cerebral zerebral dvt cbct eye auge cochlea mprage tof"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    // Beginnings and ends of compound words, as German and scanners make them.
    private static readonly string[] Parts =
    [
        "schädel",
        "schaedel",
        "cranio",
        "kranio",
        "cerebr",
        "zerebr",
        "gehirn",
        "gesicht",
        "hypophys",
        "orbita",
        "neuro",
        "headneck",
        "brain",
        "skull",
        "maxillo",
        "nasenneben",
        "kopfhals",
    ];

    /// <summary>
    /// True when the series may show a face: the modality makes volumes, and the body part or a description speaks of the head.
    /// What says nothing about the body gives false; whole-body examinations by name give true.
    /// </summary>
    public static bool IsHead(
        string? modality,
        string? bodyPart,
        string? seriesDescription,
        string? studyDescription
    ) =>
        modality is not null
        && Modalities.Contains(modality.Trim())
        && (Speaks(bodyPart) || Speaks(seriesDescription) || Speaks(studyDescription));

    private static bool Speaks(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }
        var lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> word = stackalloc char[64];
        var length = 0;
        var followsWhole = false;
        // Descriptions have 64 characters; longer text is judged by its beginning.
        var limit = Math.Min(text.Length, 1024);
        for (var i = 0; i <= limit; i++)
        {
            if (i < limit && char.IsLetter(text[i]))
            {
                if (length < word.Length)
                {
                    word[length++] = char.ToLowerInvariant(text[i]);
                }
                continue;
            }
            if (length == 0)
            {
                continue;
            }
            ReadOnlySpan<char> current = word[..length];
            if (lookup.Contains(current) || IsWholeBody(followsWhole, current) || HasPart(current))
            {
                return true;
            }
            followsWhole = current is "whole";
            length = 0;
        }
        return false;
    }

    private static bool HasPart(ReadOnlySpan<char> word)
    {
        foreach (var part in Parts)
        {
            if (word.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return word.EndsWith("kopf", StringComparison.Ordinal)
            && !word.StartsWith("femur", StringComparison.Ordinal)
            && !word.StartsWith("hüft", StringComparison.Ordinal)
            && !word.StartsWith("hueft", StringComparison.Ordinal)
            && !word.StartsWith("humerus", StringComparison.Ordinal)
            && !word.StartsWith("radius", StringComparison.Ordinal)
            && !word.StartsWith("pankreas", StringComparison.Ordinal);
    }

    private static bool IsWholeBody(bool followsWhole, ReadOnlySpan<char> word) =>
        word is "wholebody" or "ganzkörper" or "ganzkoerper" or "polytrauma" or "traumaspirale"
        || (followsWhole && word is "body");
}
