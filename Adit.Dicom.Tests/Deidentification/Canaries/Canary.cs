using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Tests.Deidentification.Canaries;

/// <summary>An attribute with a value that occurs nowhere else.</summary>
public sealed class Canary
{
    /// <summary>The patient's family name: it stands in every free text beside the text's own marker.</summary>
    public const string FamilyName = "Wozkiqez";

    /// <summary>The name as a marker: it may be nowhere in an output.</summary>
    public static Marker NameMarker { get; } = new(FamilyName, "the patient's name");

    public required DicomTag Tag { get; init; }

    public required DicomVr Vr { get; init; }

    /// <summary>The sequence in which it stands; null on the top level.</summary>
    public Canary? Parent { get; init; }

    /// <summary>The value's own markers; those of a sequence's items are in <see cref="Children"/>.</summary>
    public IReadOnlyList<Marker> Markers { get; init; } = [];

    public List<Canary> Children { get; } = [];

    /// <summary>True for a private attribute that the profile lists as safe, and for the overlay of a region of interest.</summary>
    public bool IsSafe { get; init; }

    /// <summary>True for what only carries others: nothing is demanded of it.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The encoded value, without the items of a sequence.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    public IReadOnlyList<DicomTag> Path => Parent is null ? [Tag] : [.. Parent.Path, Tag];

    public override string ToString() => $"{string.Join('>', Path)} {Vr.Code()}";

    /// <summary>The item for a data set.</summary>
    /// <param name="asUnknown">True to encode it as UN, as a gateway does that does not know the attribute.</param>
    public DicomItem ToItem(bool asUnknown)
    {
        if (Vr != DicomVr.SQ)
        {
            return new DicomElement(Tag, asUnknown && !IsFixed ? DicomVr.UN : Vr, Value);
        }
        var item = new DicomDataset();
        foreach (var child in Children)
        {
            item.Set(child.ToItem(asUnknown));
        }
        if (!asUnknown || IsFixed)
        {
            return new DicomSequence(Tag, item);
        }
        var carrier = new DicomDataset();
        carrier.Set(new DicomSequence(Tag, item) { HasUndefinedLength = false });
        // Tag and length go; what stays is the value as PS3.5 section 6.2.2 wants it.
        return new DicomElement(
            Tag,
            DicomVr.UN,
            DicomSerializer.Encode(carrier, DicomTransferSyntax.ImplicitVrLittleEndian).AsMemory(8)
        );
    }
}
