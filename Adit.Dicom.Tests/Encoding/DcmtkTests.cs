using System.Diagnostics;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Shouldly;
using Xunit;

namespace Adit.Dicom.Tests.Encoding;

/// <summary>Compares with DCMTK in both directions: its tools read what is written here, and what they write is read here.</summary>
public sealed class DcmtkTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-dcmtk-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Conversions =>
        new()
        {
            { "+te", "1.2.840.10008.1.2.1" },
            { "+tb", "1.2.840.10008.1.2.2" },
            { "+ti", "1.2.840.10008.1.2" },
            { "+td", "1.2.840.10008.1.2.1.99" },
            { "+te +e", "1.2.840.10008.1.2.1" },
            { "+te -e", "1.2.840.10008.1.2.1" },
            { "+ti -e", "1.2.840.10008.1.2" },
        };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Conversions))]
    public async Task Parse_ConvertedByDcmconv_IsWhatWasWritten(string options, string uid)
    {
        // Written here, read and converted by DCMTK, read here.
        var source = PathOf("source.dcm");
        var target = PathOf("target.dcm");
        await DicomFile.SaveAsync(
            source,
            Sample(),
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: Token
        );
        await RunAsync("dcmconv", [.. options.Split(' '), source, target]);

        var file = await DicomFile.ReadAllAsync(target, cancellationToken: Token);

        file.TransferSyntax.Uid.Value.ShouldBe(uid);
        Comparison.FirstDifference(Sample(), file.Dataset, file.TransferSyntax).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Syntaxes.NativeUids), MemberType = typeof(Syntaxes))]
    public async Task SaveAsync_ReadByDcmconv_IsTheSameDataSet(string uid)
    {
        var syntax = DicomTransferSyntax.Lookup(uid);
        var source = PathOf("source.dcm");
        var target = PathOf("target.dcm");
        await DicomFile.SaveAsync(source, Sample(), syntax, cancellationToken: Token);
        await RunAsync("dcmconv", ["+te", source, target]);

        var file = await DicomFile.ReadAllAsync(target, cancellationToken: Token);

        // Private representations cannot survive implicit encoding.
        Comparison.FirstDifference(Sample(), file.Dataset, syntax).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Syntaxes.NativeUids), MemberType = typeof(Syntaxes))]
    public async Task SaveAsync_ShownByDcmdump_HasEveryElement(string uid)
    {
        var path = PathOf("file.dcm");
        await DicomFile.SaveAsync(
            path,
            Sample(),
            DicomTransferSyntax.Lookup(uid),
            cancellationToken: Token
        );

        var dump = await RunAsync("dcmdump", ["--no-uid-names", path]);

        foreach (var line in DicomDump.Lines(Sample()).Where(line => line.Depth == 0))
        {
            dump.ShouldContain(line.Tag.ToLowerInvariant() + " ", Case.Insensitive);
        }
        dump.ShouldContain("[P-1]");
        dump.ShouldContain("[1.2.840.10008.5.1.4.1.1.2]");
    }

    [Fact]
    public async Task Parse_MadeByDump2dcm_GivesTheValues()
    {
        var text = PathOf("text.dump");
        var path = PathOf("file.dcm");
        await File.WriteAllTextAsync(
            text,
            """
            (0008,0005) CS [ISO_IR 100]
            (0008,0016) UI =CTImageStorage
            (0008,0018) UI [1.2.3.4]
            (0008,1140) SQ (Sequence with explicit length #=2)
            (fffe,e000) na (Item with explicit length #=1)
            (0008,1155) UI [1.2.3.5]
            (fffe,e00d) na (ItemDelimitationItem)
            (fffe,e000) na (Item with explicit length #=1)
            (0008,1155) UI [1.2.3.6]
            (fffe,e00d) na (ItemDelimitationItem)
            (fffe,e0dd) na (SequenceDelimitationItem)
            (0010,0020) LO [ID 7]
            (0018,9087) FD 1000.5
            (0028,0009) AT (0018,1063)
            (0028,0010) US 512
            """,
            Token
        );
        await RunAsync("dump2dcm", [text, path]);

        var dataset = (await DicomFile.ReadAllAsync(path, cancellationToken: Token)).Dataset;

        dataset.GetString(DicomTag.PatientId).ShouldBe("ID 7");
        dataset.GetDouble(DicomTag.DiffusionBValue).ShouldBe(1000.5);
        dataset.GetInt32(DicomTag.Rows).ShouldBe(512);
        dataset.GetString(DicomTag.FrameIncrementPointer).ShouldBe("00181063");
        dataset
            .GetSequence(DicomTag.ReferencedImageSequence)!
            .Items.Select(item => item.GetString(DicomTag.ReferencedSopInstanceUid))
            .ShouldBe(["1.2.3.5", "1.2.3.6"]);
    }

    [Fact]
    public async Task SaveAsync_RewrittenRealFiles_AreReadByDcmtk()
    {
        var failures = new List<string>();
        foreach (var path in Corpus.Files("pydicom/files").Take(40))
        {
            DicomFile file;
            try
            {
                file = await DicomFile.ReadAllAsync(path, cancellationToken: Token);
            }
            catch (DicomDataException)
            {
                continue; // damaged; the sweep of the corpus looks at these
            }
            if (
                file.Dataset.GetUid(DicomTag.SopClassUid) is null
                || file.Dataset.GetUid(DicomTag.SopInstanceUid) is null
            )
            {
                continue;
            }
            var copy = PathOf("copy.dcm");
            await DicomFile.SaveAsync(
                copy,
                file.Dataset,
                file.TransferSyntax,
                cancellationToken: Token
            );
            var (code, _) = await TryRunAsync("dcmdump", ["-q", copy]);
            var (original, _) = await TryRunAsync("dcmdump", ["-q", path]);
            if (code != 0 && original == 0)
            {
                failures.Add(Path.GetFileName(path));
            }
        }
        failures.ShouldBeEmpty();
    }

    private static DicomDataset Sample()
    {
        var dataset = Samples.Rich();
        // DCMTK knows no representation of this element without one on the wire, so it reads and writes it as UN.
        dataset.Remove(new DicomTag(0x0009, 0x1002));
        return dataset;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<string> RunAsync(string tool, IEnumerable<string> arguments)
    {
        var (code, output) = await TryRunAsync(tool, arguments);
        code.ShouldBe(0, $"{tool}: {output}");
        return output;
    }

    private static async Task<(int Code, string Output)> TryRunAsync(
        string tool,
        IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process =
            Process.Start(start) ?? throw new InvalidOperationException($"{tool} did not start.");
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(Deadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }
}
