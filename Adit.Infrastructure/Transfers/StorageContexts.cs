using Adit.Dicom.Data;

namespace Adit.Infrastructure.Transfers;

/// <summary>
/// Which presentation contexts a retrieve offers: one per SOP class and transfer syntax. With several syntaxes in one context some
/// archives decompress silently to the one that the acceptor happens to prefer; with one each they find the stored syntax and send
/// the bytes as they lie on their disk.
/// </summary>
internal static class StorageContexts
{
    /// <summary>PS3.8 9.3.2.2: odd numbers from 1 to 255; two stay free for the retrieve models.</summary>
    public const int MaxPerAssociation = 126;

    private static readonly DicomTransferSyntax[] Uncompressed =
    [
        DicomTransferSyntax.ExplicitVrLittleEndian,
        DicomTransferSyntax.ImplicitVrLittleEndian,
        DicomTransferSyntax.DeflatedExplicitVrLittleEndian,
        DicomTransferSyntax.ExplicitVrBigEndian,
    ];

    private static readonly DicomTransferSyntax[] Images =
    [
        .. Uncompressed,
        DicomTransferSyntax.JpegLosslessFirstOrder,
        DicomTransferSyntax.JpegBaseline,
        DicomTransferSyntax.Jpeg2000Lossless,
        DicomTransferSyntax.Jpeg2000,
        DicomTransferSyntax.JpegLsLossless,
        DicomTransferSyntax.JpegLsNearLossless,
        DicomTransferSyntax.RleLossless,
        DicomTransferSyntax.JpegExtended,
        DicomTransferSyntax.JpegLossless,
        DicomTransferSyntax.HtJpeg2000Lossless,
        DicomTransferSyntax.HtJpeg2000LosslessRpcl,
        DicomTransferSyntax.HtJpeg2000,
    ];

    private static readonly DicomTransferSyntax[] Videos =
    [
        .. Images,
        DicomTransferSyntax.Mpeg2MainLevel,
        DicomTransferSyntax.Mpeg2HighLevel,
        DicomTransferSyntax.Mpeg4HighProfile,
        DicomTransferSyntax.Mpeg4BdCompatible,
        DicomTransferSyntax.HevcMainProfile,
        DicomTransferSyntax.HevcMain10Profile,
    ];

    private static readonly string[] WithoutPixels =
    [
        " SR ",
        "Report",
        "Waveform",
        "Presentation State",
        "Key Object",
        "Encapsulated",
        "Document",
        "RT Plan",
        "RT Structure",
        "RT Ion Plan",
        "Treatment Record",
        "Registration",
        "Fiducials",
        "Raw Data",
        "Procedure Log",
        "Measurements",
        "Mesh",
        "Protocol",
    ];

    /// <summary>
    /// In which syntaxes instances of a SOP class may lie in an archive, when the archive does not say. A class that we do not know
    /// is treated as an image: one context too many costs a few bytes, one too few costs the instance.
    /// </summary>
    public static IReadOnlyList<DicomTransferSyntax> SyntaxesFor(DicomUid sopClassUid)
    {
        var name = sopClassUid.Name;
        if (name is null)
        {
            return Images;
        }
        if (
            name.Contains("Video", StringComparison.Ordinal)
            || name.Contains("Multi-frame", StringComparison.Ordinal)
        )
        {
            return Videos;
        }
        return Array.Exists(WithoutPixels, word => name.Contains(word, StringComparison.Ordinal))
            ? Uncompressed
            : Images;
    }

    /// <summary>What studies of a modality usually hold: the last resort for a server that returns no SOP class at any level.</summary>
    public static IEnumerable<DicomUid> ClassesFor(IEnumerable<string?> modalities) =>
        modalities
            .Distinct()
            .SelectMany(modality =>
                DicomUids.StorageClasses.Where(c =>
                    modality switch
                    {
                        null or "" or "OT" => IsNamed(c, "Secondary Capture"),
                        "SR" or "KO" or "PR" => IsNamed(
                            c,
                            "SR Storage",
                            "Key Object",
                            "Presentation State"
                        ),
                        "DX" or "CR" or "DR" => IsNamed(c, "X-Ray Image", "Computed Radiography"),
                        "MG" => IsNamed(c, "Mammography", "Breast"),
                        "PT" => IsNamed(c, "Positron", "PET"),
                        "NM" => IsNamed(c, "Nuclear"),
                        "US" or "IVUS" => IsNamed(c, "Ultrasound", "US Volume"),
                        "XA" or "RF" => IsNamed(
                            c,
                            "X-Ray Angiographic",
                            "XA Image",
                            "XRF",
                            "Radiofluoroscopic"
                        ),
                        "SEG" => IsNamed(c, "Segmentation"),
                        "RTSTRUCT" or "RTDOSE" or "RTPLAN" or "RTIMAGE" => IsNamed(
                            c,
                            "RT Structure",
                            "RT Dose",
                            "RT Plan",
                            "RT Image"
                        ),
                        "ECG" or "HD" => IsNamed(c, "Waveform"),
                        "DOC" => IsNamed(c, "Encapsulated"),
                        _ => IsNamed(c, modality + " "),
                    }
                )
            )
            .Append(DicomUids.SecondaryCaptureImageStorage);

    private static bool IsNamed(DicomUid sopClassUid, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (sopClassUid.Name?.Contains(word, StringComparison.Ordinal) is true)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Groups of contexts that fit into one association each. A SOP class is kept in one group, so that every group can be asked for
    /// the instances of its classes.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<StorageContext>> Plan(
        IEnumerable<DicomUid> sopClassUids,
        IReadOnlyDictionary<DicomUid, IReadOnlyCollection<DicomTransferSyntax>>? knownSyntaxes =
            null
    )
    {
        List<IReadOnlyList<StorageContext>> groups = [];
        List<StorageContext> current = [];
        foreach (var sopClassUid in sopClassUids.Distinct())
        {
            IReadOnlyCollection<DicomTransferSyntax> syntaxes =
                knownSyntaxes is not null
                && knownSyntaxes.TryGetValue(sopClassUid, out var known)
                && known.Count > 0
                    ? known
                    : SyntaxesFor(sopClassUid);
            if (current.Count + syntaxes.Count > MaxPerAssociation && current.Count > 0)
            {
                groups.Add(current);
                current = [];
            }
            current.AddRange(
                syntaxes
                    .Take(MaxPerAssociation)
                    .Select(syntax => new StorageContext(sopClassUid, syntax))
            );
        }
        if (current.Count > 0)
        {
            groups.Add(current);
        }
        return groups;
    }
}

internal readonly record struct StorageContext(
    DicomUid SopClassUid,
    DicomTransferSyntax TransferSyntax
);
