using System.Buffers;
using System.Text.Json;
using Adit.Dicom.Data;

namespace Adit.Dicom.Json;

/// <summary>Takes one data set after the other out of an array that arrives piece by piece.</summary>
internal sealed class DicomJsonArrayReader
{
    private JsonReaderState _state = new(DicomJsonReader.Options);
    private bool _begun;
    private bool _inArray;
    private bool _ended;

    /// <summary>Reads all data sets that are there as a whole.</summary>
    /// <param name="data">What has come and was not consumed before.</param>
    /// <param name="final">Nothing comes any more.</param>
    /// <param name="found">Gets the data sets.</param>
    /// <returns>Up to where the data is done with.</returns>
    public SequencePosition Read(ReadOnlySequence<byte> data, bool final, List<DicomDataset> found)
    {
        try
        {
            return ReadObjects(data, final, found);
        }
        catch (JsonException damaged)
        {
            throw DicomJson.NoJson(damaged);
        }
    }

    private SequencePosition ReadObjects(
        ReadOnlySequence<byte> data,
        bool final,
        List<DicomDataset> found
    )
    {
        if (final && !_begun && IsBlank(data))
        {
            return data.End;
        }
        var reader = new Utf8JsonReader(data, final, _state);
        var consumed = data.Start;
        while (true)
        {
            if (!reader.Read())
            {
                if (final && !_ended)
                {
                    throw new DicomDataException("The JSON array ends too early.");
                }
                _state = reader.CurrentState;
                return reader.Position;
            }
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when !_begun:
                    _begun = _inArray = true;
                    break;
                case JsonTokenType.EndArray when _inArray && !_ended:
                    _ended = true;
                    break;
                case JsonTokenType.StartObject when !_ended && (_inArray || !_begun):
                    var start = reader.TokenStartIndex;
                    if (!reader.TrySkip())
                    {
                        // The state from before this object: it is read again as a whole.
                        return consumed;
                    }
                    found.Add(ReadObject(data.Slice(start, reader.BytesConsumed - start)));
                    _begun = true;
                    _ended = !_inArray;
                    break;
                default:
                    throw new DicomDataException("The JSON is no array of data sets.");
            }
            _state = reader.CurrentState;
            consumed = reader.Position;
        }
    }

    private static DicomDataset ReadObject(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json, DicomJsonReader.Options);
        reader.Read();
        return DicomJsonReader.ReadRoot(ref reader);
    }

    private static bool IsBlank(ReadOnlySequence<byte> data)
    {
        foreach (var piece in data)
        {
            if (piece.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                return false;
            }
        }
        return true;
    }
}
