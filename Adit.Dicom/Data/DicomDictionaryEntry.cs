using System.Collections.Immutable;

namespace Adit.Dicom.Data;

/// <summary>One row of PS3.6 Table 6-1 (or of PS3.7 Annex E for commands).</summary>
/// <param name="Tag">The tag; for repeating groups the one with zeros in place of the wildcards.</param>
/// <param name="Keyword">The keyword, for example PatientID.</param>
/// <param name="Name">The name, for example Patient ID.</param>
/// <param name="Vrs">The allowed value representations, in the standard's order.</param>
/// <param name="Vm">The value multiplicity as written in the standard, for example "1-n".</param>
/// <param name="Retired">True when the standard no longer maintains the attribute.</param>
public sealed record DicomDictionaryEntry(
    DicomTag Tag,
    string Keyword,
    string Name,
    ImmutableArray<DicomVr> Vrs,
    string Vm,
    bool Retired
)
{
    /// <summary>The value representation that an implicit encoding means, and the one for new elements (PS3.5 Annex A.1): OW before OB, US before SS.</summary>
    public DicomVr DefaultVr { get; } =
        Vrs.Contains(DicomVr.OW) ? DicomVr.OW
        : Vrs.IsEmpty ? DicomVr.None
        : Vrs[0];
}
