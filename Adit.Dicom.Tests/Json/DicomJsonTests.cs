using Adit.Dicom.Data;
using Adit.Dicom.Json;
using Adit.Dicom.Tests.Encoding;
using Shouldly;
using Xunit;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Tests.Json;

public sealed class DicomJsonTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void SerializeThenParse_RichDataset_IsTheSame()
    {
        var json = DicomJson.Serialize(Samples.Rich());

        var again = DicomJson.Serialize(DicomJson.Parse(json));

        TextEncoding.UTF8.GetString(again).ShouldBe(TextEncoding.UTF8.GetString(json));
        DicomJson
            .Parse(json)
            .GetString(DicomTag.PatientName)
            .ShouldBe("Yamada^Tarou=山田^太郎=やまだ^たろう");
    }

    [Fact]
    public void Parse_WhatServersWrite_IsUnderstood()
    {
        var dataset = Parse(
            """
            {"00080005":{"vr":"CS","Value":["ISO_IR 100"]},"00080060":{"Value":["CT"],"vr":"CS"},
             "00100010":{"vr":"PN","Value":[{"Alphabetic":"Müller^Jörg"}]},"00180050":{"vr":"DS","Value":["2.5",3]},
             "00201209":{"vr":"IS","Value":["12"]},"00280010":{"vr":"US","Value":[512.0]},"00081030":{"vr":"LO"},
             "00081190":{"vr":"UR","Value":null},"7FE00010":{"vr":"OW","BulkDataURI":"http://x"},"vendor":{"a":[1]},
             "00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2"]}},{}]},"00091001":{"vr":"UN","InlineBinary":"AQID"}}
            """
        );

        dataset.GetString(DicomTag.PatientName).ShouldBe("Müller^Jörg");
        dataset.GetString(DicomTag.Modality).ShouldBe("CT");
        dataset.GetDoubles(DicomTag.SliceThickness).ShouldBe([2.5, 3]);
        dataset.GetInt32(DicomTag.NumberOfSeriesRelatedInstances).ShouldBe(12);
        dataset.GetInt32(DicomTag.Rows).ShouldBe(512);
        dataset.Contains(DicomTag.StudyDescription).ShouldBeTrue();
        dataset.Contains(DicomTag.PixelData).ShouldBeFalse();
        dataset.GetSequence(DicomTag.ReferencedSopSequence)!.Items.Count.ShouldBe(2);
        ((DicomElement)dataset[new DicomTag(0x00091001)]!)
            .RawValue.ToArray()
            .ShouldBe([1, 2, 3, 0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"00280010\":{\"vr\":\"US\",\"Value\":[\"secret\"]}}")]
    [InlineData("{\"00280010\":{\"vr\":\"ZZ\",\"Value\":[1]}}")]
    [InlineData("{\"00280010\":{\"vr\":\"US\",\"Value\":[99999]}}")]
    [InlineData("{\"00280010\":{\"vr\":\"US\",\"Value\":secret}}")]
    [InlineData("{\"00080060\":5}")]
    [InlineData("{\"00080060\":{\"vr\":\"CS\",\"Value\":[")]
    [InlineData("{} {}")]
    public void Parse_Damaged_IsRefusedWithoutItsValues(string json) =>
        Should.Throw<DicomDataException>(() => Parse(json)).ToString().ShouldNotContain("[secret");

    [Fact]
    public void Parse_NestedTooDeep_IsRefused() =>
        Should.Throw<DicomDataException>(() =>
            Parse(
                string.Concat(Enumerable.Repeat("{\"00081199\":{\"vr\":\"SQ\",\"Value\":[", 5000))
            )
        );

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task ReadAllAsync_ArrayInPieces_GivesEachDataset(int piece)
    {
        var item = TextEncoding.UTF8.GetString(DicomJson.Serialize(Samples.Rich()));
        var json = TextEncoding.UTF8.GetBytes($" [ {item} ,\n{item},{{}}] ");

        var found = await ReadAsync(new Trickle(json, piece));

        found.Count.ShouldBe(3);
        found[1].GetString(DicomTag.PatientId).ShouldBe("P-1");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" \n", 0)]
    [InlineData("[]", 0)]
    [InlineData("{}", 1)]
    public async Task ReadAllAsync_SpecialForms_AreRead(string json, int count) =>
        (await ReadAsync(new MemoryStream(TextEncoding.UTF8.GetBytes(json)))).Count.ShouldBe(count);

    [Theory]
    [InlineData("[{}")]
    [InlineData("[{}] [")]
    [InlineData("[5]")]
    [InlineData("<html>")]
    public async Task ReadAllAsync_Damaged_IsRefused(string json) =>
        await Should.ThrowAsync<DicomDataException>(() =>
            ReadAsync(new MemoryStream(TextEncoding.UTF8.GetBytes(json)))
        );

    [Fact]
    public async Task ReadAllAsync_DatasetTooLong_IsRefused()
    {
        var json =
            $"[{{\"00081030\":{{\"vr\":\"LO\",\"Value\":[\"{new string('x', 200_000)}\"]}}}}]";

        await Should.ThrowAsync<DicomDataException>(async () =>
        {
            await foreach (
                var _ in DicomJson.ReadAllAsync(
                    new MemoryStream(TextEncoding.UTF8.GetBytes(json)),
                    50_000,
                    Cancellation
                )
            ) { }
        });
    }

    private static DicomDataset Parse(string json) =>
        DicomJson.Parse(TextEncoding.UTF8.GetBytes(json));

    private static async Task<List<DicomDataset>> ReadAsync(Stream stream)
    {
        var found = new List<DicomDataset>();
        await foreach (
            var dataset in DicomJson.ReadAllAsync(stream, cancellationToken: Cancellation)
        )
        {
            found.Add(dataset);
        }
        return found;
    }

    /// <summary>Gives a few bytes per read.</summary>
    private sealed class Trickle(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
