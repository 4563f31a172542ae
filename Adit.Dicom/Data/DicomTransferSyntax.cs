using System.Collections.Frozen;

namespace Adit.Dicom.Data;

/// <summary>How a data set is encoded (PS3.5 section 10 and Annex A). Equal when the identifiers are equal.</summary>
public sealed class DicomTransferSyntax : IEquatable<DicomTransferSyntax>
{
    private DicomTransferSyntax(string uid)
    {
        Uid = new DicomUid(uid);
    }

    /// <summary>The identifier.</summary>
    public DicomUid Uid { get; }

    /// <summary>True when every element carries its value representation.</summary>
    public bool IsExplicitVr { get; private init; } = true;

    /// <summary>True for all but the retired Explicit VR Big Endian.</summary>
    public bool IsLittleEndian { get; private init; } = true;

    /// <summary>True when the whole data set is compressed with raw deflate (PS3.5 Annex A.5).</summary>
    public bool IsDeflated { get; private init; }

    /// <summary>True when the pixel data consists of fragments.</summary>
    public bool IsEncapsulated { get; private init; }

    /// <summary>True when the compression may have lost information; false for native, lossless and unknown ones.</summary>
    public bool IsLossy { get; private init; }

    /// <summary>False for identifiers that this toolkit does not know.</summary>
    public bool IsKnown { get; private init; } = true;

    /// <summary>The name in PS3.6 Annex A, or the identifier.</summary>
    public string Name => Uid.Name ?? Uid.Value;

    /// <summary>1.2.840.10008.1.2, the default of DICOM.</summary>
    public static DicomTransferSyntax ImplicitVrLittleEndian { get; } =
        new("1.2.840.10008.1.2") { IsExplicitVr = false };

    /// <summary>1.2.840.10008.1.2.1.</summary>
    public static DicomTransferSyntax ExplicitVrLittleEndian { get; } = new("1.2.840.10008.1.2.1");

    /// <summary>1.2.840.10008.1.2.2 (retired).</summary>
    public static DicomTransferSyntax ExplicitVrBigEndian { get; } =
        new("1.2.840.10008.1.2.2") { IsLittleEndian = false };

    /// <summary>1.2.840.10008.1.2.1.99.</summary>
    public static DicomTransferSyntax DeflatedExplicitVrLittleEndian { get; } =
        new("1.2.840.10008.1.2.1.99") { IsDeflated = true };

    /// <summary>1.2.840.10008.1.2.1.98.</summary>
    public static DicomTransferSyntax EncapsulatedUncompressed { get; } =
        Encapsulated("1.2.840.10008.1.2.1.98");

    /// <summary>1.2.840.10008.1.2.4.50, 8 bits, lossy.</summary>
    public static DicomTransferSyntax JpegBaseline { get; } =
        Encapsulated("1.2.840.10008.1.2.4.50", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.51, 12 bits, lossy.</summary>
    public static DicomTransferSyntax JpegExtended { get; } =
        Encapsulated("1.2.840.10008.1.2.4.51", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.57.</summary>
    public static DicomTransferSyntax JpegLossless { get; } =
        Encapsulated("1.2.840.10008.1.2.4.57");

    /// <summary>1.2.840.10008.1.2.4.70, the usual lossless JPEG.</summary>
    public static DicomTransferSyntax JpegLosslessFirstOrder { get; } =
        Encapsulated("1.2.840.10008.1.2.4.70");

    /// <summary>1.2.840.10008.1.2.4.80.</summary>
    public static DicomTransferSyntax JpegLsLossless { get; } =
        Encapsulated("1.2.840.10008.1.2.4.80");

    /// <summary>1.2.840.10008.1.2.4.81.</summary>
    public static DicomTransferSyntax JpegLsNearLossless { get; } =
        Encapsulated("1.2.840.10008.1.2.4.81", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.90.</summary>
    public static DicomTransferSyntax Jpeg2000Lossless { get; } =
        Encapsulated("1.2.840.10008.1.2.4.90");

    /// <summary>1.2.840.10008.1.2.4.91.</summary>
    public static DicomTransferSyntax Jpeg2000 { get; } =
        Encapsulated("1.2.840.10008.1.2.4.91", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.201.</summary>
    public static DicomTransferSyntax HtJpeg2000Lossless { get; } =
        Encapsulated("1.2.840.10008.1.2.4.201");

    /// <summary>1.2.840.10008.1.2.4.202.</summary>
    public static DicomTransferSyntax HtJpeg2000LosslessRpcl { get; } =
        Encapsulated("1.2.840.10008.1.2.4.202");

    /// <summary>1.2.840.10008.1.2.4.203.</summary>
    public static DicomTransferSyntax HtJpeg2000 { get; } =
        Encapsulated("1.2.840.10008.1.2.4.203", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.110.</summary>
    public static DicomTransferSyntax JpegXlLossless { get; } =
        Encapsulated("1.2.840.10008.1.2.4.110");

    /// <summary>1.2.840.10008.1.2.4.112.</summary>
    public static DicomTransferSyntax JpegXl { get; } =
        Encapsulated("1.2.840.10008.1.2.4.112", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.100.</summary>
    public static DicomTransferSyntax Mpeg2MainLevel { get; } =
        Encapsulated("1.2.840.10008.1.2.4.100", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.101.</summary>
    public static DicomTransferSyntax Mpeg2HighLevel { get; } =
        Encapsulated("1.2.840.10008.1.2.4.101", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.102.</summary>
    public static DicomTransferSyntax Mpeg4HighProfile { get; } =
        Encapsulated("1.2.840.10008.1.2.4.102", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.103.</summary>
    public static DicomTransferSyntax Mpeg4BdCompatible { get; } =
        Encapsulated("1.2.840.10008.1.2.4.103", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.107.</summary>
    public static DicomTransferSyntax HevcMainProfile { get; } =
        Encapsulated("1.2.840.10008.1.2.4.107", lossy: true);

    /// <summary>1.2.840.10008.1.2.4.108.</summary>
    public static DicomTransferSyntax HevcMain10Profile { get; } =
        Encapsulated("1.2.840.10008.1.2.4.108", lossy: true);

    /// <summary>1.2.840.10008.1.2.5.</summary>
    public static DicomTransferSyntax RleLossless { get; } = Encapsulated("1.2.840.10008.1.2.5");

    private static readonly FrozenDictionary<string, DicomTransferSyntax> ByUid = new[]
    {
        ImplicitVrLittleEndian,
        ExplicitVrLittleEndian,
        ExplicitVrBigEndian,
        DeflatedExplicitVrLittleEndian,
        EncapsulatedUncompressed,
        JpegBaseline,
        JpegExtended,
        JpegLossless,
        JpegLosslessFirstOrder,
        JpegLsLossless,
        JpegLsNearLossless,
        Jpeg2000Lossless,
        Jpeg2000,
        Encapsulated("1.2.840.10008.1.2.4.92"),
        Encapsulated("1.2.840.10008.1.2.4.93", lossy: true),
        // JPIP: the pixel data is a reference, so the rest is an ordinary data set.
        new DicomTransferSyntax("1.2.840.10008.1.2.4.94"),
        new DicomTransferSyntax("1.2.840.10008.1.2.4.95") { IsDeflated = true },
        new DicomTransferSyntax("1.2.840.10008.1.2.4.204"),
        new DicomTransferSyntax("1.2.840.10008.1.2.4.205") { IsDeflated = true },
        HtJpeg2000Lossless,
        HtJpeg2000LosslessRpcl,
        HtJpeg2000,
        JpegXlLossless,
        Encapsulated("1.2.840.10008.1.2.4.111", lossy: true),
        JpegXl,
        Mpeg2MainLevel,
        Encapsulated("1.2.840.10008.1.2.4.100.1", lossy: true),
        Mpeg2HighLevel,
        Encapsulated("1.2.840.10008.1.2.4.101.1", lossy: true),
        Mpeg4HighProfile,
        Encapsulated("1.2.840.10008.1.2.4.102.1", lossy: true),
        Mpeg4BdCompatible,
        Encapsulated("1.2.840.10008.1.2.4.103.1", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.104", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.105", lossy: true),
        Encapsulated("1.2.840.10008.1.2.4.106", lossy: true),
        HevcMainProfile,
        HevcMain10Profile,
        RleLossless,
        Encapsulated("1.2.840.10008.1.2.8.1"),
    }.ToFrozenDictionary(syntax => syntax.Uid.Value, StringComparer.Ordinal);

    /// <summary>All transfer syntaxes that this toolkit knows.</summary>
    public static IReadOnlyList<DicomTransferSyntax> All => ByUid.Values;

    /// <summary>The transfer syntax with this identifier; unknown ones are treated as encapsulated explicit little endian, as PS3.5 A.4 demands of all new ones.</summary>
    public static DicomTransferSyntax Lookup(string uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return ByUid.TryGetValue(uid, out var known)
            ? known
            : new DicomTransferSyntax(uid) { IsEncapsulated = true, IsKnown = false };
    }

    /// <inheritdoc cref="Lookup(string)"/>
    public static DicomTransferSyntax Lookup(DicomUid uid) => Lookup(uid.Value);

    /// <inheritdoc/>
    public bool Equals(DicomTransferSyntax? other) => other is not null && Uid == other.Uid;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomTransferSyntax);

    /// <inheritdoc/>
    public override int GetHashCode() => Uid.GetHashCode();

    /// <summary>Compares identifiers.</summary>
    public static bool operator ==(DicomTransferSyntax? left, DicomTransferSyntax? right) =>
        left is null ? right is null : left.Equals(right);

    /// <summary>Compares identifiers.</summary>
    public static bool operator !=(DicomTransferSyntax? left, DicomTransferSyntax? right) =>
        !(left == right);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static DicomTransferSyntax Encapsulated(string uid, bool lossy = false) =>
        new(uid) { IsEncapsulated = true, IsLossy = lossy };
}
