using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Adit.Dicom.Data;

namespace Adit.Dicom.Json;

/// <summary>Data sets in the DICOM JSON model (PS3.18 Annex F).</summary>
public static class DicomJson
{
    /// <summary>Letters of all languages as they are: the output is never put into HTML.</summary>
    private static readonly JsonWriterOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads one data set from a JSON object in UTF-8.</summary>
    /// <param name="utf8">The whole object; blanks around it are allowed.</param>
    /// <exception cref="DicomDataException">This is no JSON, no object of the DICOM JSON model, or nested too deep.</exception>
    public static DicomDataset Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, DicomJsonReader.Options);
            if (!reader.Read())
            {
                throw new DicomDataException("There is no JSON.");
            }
            var dataset = DicomJsonReader.ReadRoot(ref reader);
            return reader.Read()
                ? throw new DicomDataException(
                    "Something stands behind the JSON object of a data set."
                )
                : dataset;
        }
        catch (JsonException damaged)
        {
            throw NoJson(damaged);
        }
    }

    /// <summary>
    /// Reads the data sets of a JSON array, as QIDO-RS and the metadata of WADO-RS answer, while they arrive. A lone object is
    /// read as an array of one, and nothing at all as an empty array.
    /// </summary>
    /// <param name="utf8">The array in UTF-8. It is not disposed.</param>
    /// <param name="maxDatasetBytes">How long one data set may be; longer ones are refused.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DicomDataException">This is no JSON array of data sets, it ends too early, or a limit is exceeded.</exception>
    public static async IAsyncEnumerable<DicomDataset> ReadAllAsync(
        Stream utf8,
        int maxDatasetBytes = 64 << 20,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(utf8);
        var pipe = PipeReader.Create(
            utf8,
            new StreamPipeReaderOptions(
                bufferSize: 32 << 10,
                minimumReadSize: 8 << 10,
                leaveOpen: true
            )
        );
        try
        {
            var parser = new DicomJsonArrayReader();
            var found = new List<DicomDataset>();
            var wanted = 1;
            while (true)
            {
                var result = await pipe.ReadAtLeastAsync(wanted, cancellationToken)
                    .ConfigureAwait(false);
                var consumed = parser.Read(result.Buffer, result.IsCompleted, found);
                var left = result.Buffer.Slice(consumed).Length;
                if (left > maxDatasetBytes)
                {
                    throw new DicomDataException(
                        $"A data set in JSON is longer than {maxDatasetBytes} bytes."
                    );
                }
                // An object that is not there as a whole is looked at again only when twice as much of it has come.
                wanted = (int)Math.Min(Math.Max(1, left * 2), int.MaxValue);
                pipe.AdvanceTo(consumed, result.Buffer.End);
                foreach (var dataset in found)
                {
                    yield return dataset;
                }
                found.Clear();
                if (result.IsCompleted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes a data set as a JSON object in UTF-8; see <see cref="Write"/>.</summary>
    public static byte[] Serialize(DicomDataset dataset, Func<DicomTag, Uri?>? bulkData = null)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output, Readable))
        {
            Write(writer, dataset, bulkData);
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Writes a data set as a JSON object: without group lengths and file meta information, text in UTF-8 whatever
    /// (0008,0005) says.
    /// </summary>
    /// <param name="writer">Where the object goes; it is not flushed.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="bulkData">
    /// Gives the address under which a binary value of the top level can be had; null to write it into the object.
    /// Encapsulated pixel data is never written into the object: without an address it is left out.
    /// </param>
    public static void Write(
        Utf8JsonWriter writer,
        DicomDataset dataset,
        Func<DicomTag, Uri?>? bulkData = null
    )
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(dataset);
        DicomJsonWriter.Write(writer, dataset, bulkData);
    }

    internal static DicomDataException NoJson(JsonException damaged) =>
        // The message of the cause can quote what it read.
        new(
            "This is no JSON of the DICOM JSON model.",
            null,
            damaged.BytePositionInLine is { } position && damaged.LineNumber is 0 or null
                ? position
                : null
        );
}
