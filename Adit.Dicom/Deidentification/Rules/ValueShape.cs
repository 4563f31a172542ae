using System.Buffers;
using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Rules;

/// <summary>
/// Whether a value consists of the characters of its representation (PS3.5 Table 6.2-1). Numbers, dates, codes and identifiers that do
/// cannot be read by a person as a name; what does not is free text in the wrong place.
/// </summary>
internal static class ValueShape
{
    private const string Separators = "\\ \0";
    private static readonly SearchValues<byte> Dates = Set("0123456789.:+-" + Separators);
    private static readonly SearchValues<byte> Numbers = Set("0123456789.+-eE" + Separators);
    private static readonly SearchValues<byte> Ages = Set("0123456789DWMY" + Separators);
    private static readonly SearchValues<byte> Uids = Set("0123456789." + Separators);
    private static readonly SearchValues<byte> Codes = Set(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_" + Separators
    );

    /// <summary>True for values that look as their representation says, and for representations of which nothing can be said.</summary>
    public static bool Fits(DicomVr vr, ReadOnlySpan<byte> value) =>
        vr switch
        {
            DicomVr.DA or DicomVr.DT or DicomVr.TM => Consists(value, Dates),
            DicomVr.DS or DicomVr.IS => Consists(value, Numbers),
            DicomVr.AS => Consists(value, Ages),
            DicomVr.UI => Consists(value, Uids),
            DicomVr.CS => Consists(value, Codes),
            _ => true,
        };

    private static bool Consists(ReadOnlySpan<byte> value, SearchValues<byte> characters) =>
        value.IndexOfAnyExcept(characters) < 0;

    private static SearchValues<byte> Set(string characters) =>
        SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));
}
