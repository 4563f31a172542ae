using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Deidentification.Pixels;

/// <summary>Holds decoded and blanked frames against what DCMTK decodes.</summary>
public sealed class CompressedTests : PixelTest
{
    private static readonly PixelRegion Region = new(4, 3, 21, 13);

    public static TheoryData<string, string, int, int, int, int, bool, string> Codings
    {
        get
        {
            var data = new TheoryData<string, string, int, int, int, int, bool, string>();
            foreach (var frames in new[] { 1, 3 })
            {
                data.Add("dcmcrle", "", 8, 8, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcrle", "", 16, 12, 1, frames, false, "MONOCHROME1");
                data.Add("dcmcrle", "", 16, 16, 1, frames, true, "MONOCHROME2");
                data.Add("dcmcrle", "", 32, 32, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcrle", "", 8, 8, 3, frames, false, "RGB");
                data.Add("dcmcrle", "", 16, 16, 3, frames, false, "RGB");
                foreach (
                    var option in new[]
                    {
                        "+e1",
                        "+el +sv 2",
                        "+el +sv 3",
                        "+el +sv 4",
                        "+el +sv 5",
                        "+el +sv 6",
                        "+el +sv 7",
                    }
                )
                {
                    data.Add("dcmcjpeg", option, 16, 12, 1, frames, false, "MONOCHROME2");
                }
                data.Add("dcmcjpeg", "+e1", 16, 16, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcjpeg", "+e1", 16, 12, 1, frames, true, "MONOCHROME2");
                data.Add("dcmcjpeg", "+e1", 16, 16, 1, frames, true, "MONOCHROME1");
                data.Add("dcmcjpeg", "+e1", 8, 8, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcjpeg", "+e1", 8, 8, 3, frames, false, "RGB");
                data.Add("dcmcjpeg", "+e1 +fs 1", 8, 8, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcjpeg", "+eb", 8, 8, 1, frames, false, "MONOCHROME1");
                data.Add("dcmcjpeg", "+eb", 8, 8, 3, frames, false, "RGB");
                data.Add("dcmcjpeg", "+eb +s4", 8, 8, 3, frames, false, "RGB");
                data.Add("dcmcjpeg", "+eb +cr", 8, 8, 3, frames, false, "RGB");
                data.Add("dcmcjpeg", "+ee", 16, 12, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcjpeg", "+ee", 8, 8, 1, frames, false, "MONOCHROME2");
                data.Add("dcmcjpeg", "+ee", 8, 8, 3, frames, false, "RGB");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task WriteAsync_CompressedByDcmtk_GivesTheSamePixelsOutsideOfTheRegion(
        string tool,
        string options,
        int bits,
        int stored,
        int samples,
        int frames,
        bool isSigned,
        string photometric
    )
    {
        var picture = new Pictures
        {
            Bits = bits,
            Stored = stored,
            Samples = samples,
            Frames = frames,
            IsSigned = isSigned,
            Photometric = photometric,
        };
        var plain = PathOf("plain.dcm");
        var compressed = PathOf("compressed.dcm");
        var reference = PathOf("reference.dcm");
        await DicomFile.SaveAsync(
            plain,
            picture.Build(),
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: Token
        );
        await RunAsync(
            tool,
            [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), plain, compressed]
        );
        await RunAsync(tool == "dcmcrle" ? "dcmdrle" : "dcmdjpeg", compressed, reference);

        var (output, syntax, plan) = await CleanFileAsync(compressed, Profile(Region));

        syntax.ShouldBe(DicomTransferSyntax.ExplicitVrLittleEndian);
        plan.Blanks.ShouldBeTrue();
        var decoded = await DicomFile.ReadAllAsync(reference, cancellationToken: Token);
        var isLossy = options.Contains("+eb") || options.Contains("+ee");
        var tolerance = (isLossy, samples) switch
        {
            (false, _) => 0,
            (true, 1) => 2,
            // A difference of 1 in a colour difference weighs up to 1.8 in RGB.
            (true, _) => 3,
        };
        ShouldBeBlankIn(output, decoded.Dataset, Region, BlankOf(picture), tolerance);
    }

    private static long[] BlankOf(Pictures picture) =>
        picture.Photometric switch
        {
            "MONOCHROME1" => [(1L << (picture.IsSigned ? picture.Stored - 1 : picture.Stored)) - 1],
            "MONOCHROME2" => [picture.IsSigned ? -(1L << (picture.Stored - 1)) : 0],
            _ => [0, 0, 0],
        };
}
