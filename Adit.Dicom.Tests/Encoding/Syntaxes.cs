using Adit.Dicom.Data;
using Xunit;

namespace Adit.Dicom.Tests.Encoding;

internal static class Syntaxes
{
    public static IReadOnlyList<DicomTransferSyntax> Native { get; } =
    [
        DicomTransferSyntax.ImplicitVrLittleEndian,
        DicomTransferSyntax.ExplicitVrLittleEndian,
        DicomTransferSyntax.ExplicitVrBigEndian,
        DicomTransferSyntax.DeflatedExplicitVrLittleEndian,
    ];

    /// <summary>The syntaxes in which a data set with this one's pixel data may be written.</summary>
    public static IReadOnlyList<DicomTransferSyntax> For(DicomTransferSyntax syntax) =>
        syntax.IsEncapsulated ? [syntax] : Native;

    public static TheoryData<string> NativeUids => new(Native.Select(syntax => syntax.Uid.Value));
}
