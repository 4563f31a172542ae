using System.Buffers;
using System.IO.Pipelines;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using BenchmarkDotNet.Attributes;

namespace Adit.Benchmarks.Encoding;

/// <summary>What every instance of a transfer costs in the toolkit: a CT of 512 × 512 pixels with the usual 120 elements, 525 kB.</summary>
[MemoryDiagnoser]
public class DatasetBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private DicomTransferSyntax _syntax = DicomTransferSyntax.ExplicitVrLittleEndian;
    private byte[] _instance = [];
    private byte[] _header = [];

    [Params("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")]
    public string TransferSyntaxUid { get; set; } = "1.2.840.10008.1.2.1";

    [GlobalSetup]
    public void Setup()
    {
        _syntax = DicomTransferSyntax.Lookup(TransferSyntaxUid);
        var dataset = CreateInstance();
        _instance = DicomSerializer.Encode(dataset, _syntax);
        dataset.Remove(DicomTag.PixelData);
        _header = DicomSerializer.Encode(dataset, _syntax);
    }

    [Benchmark]
    public DicomDataset Parse() => DicomSerializer.Parse(_instance, _syntax);

    [Benchmark]
    public int ParseAndWriteHeader()
    {
        _output.ResetWrittenCount();
        DicomSerializer.Write(_output, DicomSerializer.Parse(_header, _syntax), _syntax);
        return _output.WrittenCount;
    }

    [Benchmark]
    public async Task<DicomDataset> StreamHeader()
    {
        await using var reader = new DicomStreamReader(Input(), _syntax);
        return await reader.ReadHeaderAsync();
    }

    [Benchmark]
    public async Task PassOn()
    {
        await using var reader = new DicomStreamReader(Input(), _syntax);
        var header = await reader.ReadHeaderAsync();
        header.Set(DicomTag.PatientId, "PSEUDONYM-1");
        var output = PipeWriter.Create(Stream.Null);
        await using var writer = new DicomStreamWriter(output, _syntax);
        await writer.WriteAsync(header);
        while (await reader.ReadAsync() is { } item)
        {
            if (item is DicomBulkValue)
            {
                await writer.WriteBulkAsync(reader);
            }
            else
            {
                await writer.WriteAsync(item);
            }
        }
        await writer.CompleteAsync();
        await output.CompleteAsync();
    }

    private PipeReader Input() => PipeReader.Create(new ReadOnlySequence<byte>(_instance));

    private static DicomDataset CreateInstance()
    {
        var dataset = new DicomDataset();
        dataset.Set(DicomTag.SpecificCharacterSet, "ISO_IR 100");
        dataset.Set(DicomTag.ImageType, "ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI");
        dataset.Set(DicomTag.SopClassUid, DicomUids.CtImageStorage);
        dataset.Set(DicomTag.SopInstanceUid, DicomUid.New());
        dataset.Set(DicomTag.PatientName, "Müller^Änne");
        dataset.Set(DicomTag.PatientId, "P-0001");
        dataset.Set(DicomTag.StudyInstanceUid, DicomUid.New());
        dataset.Set(DicomTag.SeriesInstanceUid, DicomUid.New());
        for (ushort element = 0x1000; element < 0x1060; element++)
        {
            dataset.Set(new DicomTag(0x0019, element), DicomVr.LO, "a private value of usual size");
        }
        for (var i = 0; i < 3; i++)
        {
            var code = new DicomDataset();
            code.Set(DicomTag.CodeValue, "T-D1100");
            code.Set(DicomTag.CodingSchemeDesignator, "SRT");
            code.Set(DicomTag.CodeMeaning, "Head");
            dataset.SetSequence(new DicomTag(0x0008, (ushort)(0x1032 + (i * 0x10))), code);
        }
        dataset.Set(DicomTag.Rows, 512);
        dataset.Set(DicomTag.Columns, 512);
        dataset.Set(DicomTag.PixelData, DicomVr.OW, new byte[512 * 512 * 2]);
        return dataset;
    }
}
