using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Peers;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>Pictures that DCMTK has compressed, and the fragments they consist of.</summary>
internal static class Frames
{
    public static async Task<DicomFile> CompressAsync(
        Pictures picture,
        string folder,
        string tool,
        params string[] options
    )
    {
        var token = TestContext.Current.CancellationToken;
        var plain = Path.Combine(folder, "plain.dcm");
        var compressed = Path.Combine(folder, "compressed.dcm");
        await DicomFile.SaveAsync(
            plain,
            picture.Build(),
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: token
        );
        var result = await Dcmtk.RunAsync(tool, [.. options, plain, compressed], token);
        result.ExitCode.ShouldBe(0, result.Output);
        return await DicomFile.ReadAllAsync(compressed, cancellationToken: token);
    }

    public static IReadOnlyList<ReadOnlyMemory<byte>> Of(DicomFile file) =>
        ((DicomFragments)file.Dataset[DicomTag.PixelData]!).Fragments;

    /// <summary>The same object with other fragments.</summary>
    public static DicomDataset With(
        DicomFile file,
        IReadOnlyList<ReadOnlyMemory<byte>> fragments,
        ReadOnlyMemory<byte> offsetTable = default
    )
    {
        var dataset = file.Dataset.Clone();
        dataset.Set(new DicomFragments(DicomTag.PixelData, DicomVr.OB, offsetTable, fragments));
        return dataset;
    }

    /// <summary>Cuts a frame into pieces of an even length.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> frame, int length)
    {
        for (var at = 0; at < frame.Length; at += length)
        {
            yield return frame.Slice(at, Math.Min(length, frame.Length - at));
        }
    }
}
