using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adit.Dicom.Data;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

/// <summary>Results of a command, for people or, with --json, for programs: one JSON value per line.</summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error, bool json)
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        // The console is no web page: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public bool IsJson => json;

    public void Write(string text, Func<JsonNode> value)
    {
        output.WriteLine(json ? value().ToJsonString(Readable) : text);
        output.Flush();
    }

    public void WriteError(string message) => error.WriteLine(message);

    public void WriteFailure(Exception exception)
    {
        error.WriteLine(exception.Message);
        if (exception is DicomStatusException { ErrorComment: { Length: > 0 } comment })
        {
            error.WriteLine($"The peer's comment: {Printable(comment)}");
        }
        if (!json)
        {
            return;
        }
        var failure = new JsonObject { ["error"] = exception.Message };
        if (exception is DicomStatusException status)
        {
            failure["status"] = status.Status.Code.ToString("X4", null);
            failure["comment"] = status.ErrorComment;
            failure["offendingElements"] = new JsonArray([
                .. status.OffendingElements.Select(tag => JsonValue.Create(tag.ToString())),
            ]);
        }
        output.WriteLine(failure.ToJsonString(Readable));
    }

    /// <summary>Text of a peer without control characters, which could command the terminal.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));

    /// <summary>The top level of a data set by keyword.</summary>
    public static JsonObject ToJson(DicomDataset dataset)
    {
        var values = new JsonObject();
        foreach (var item in dataset)
        {
            values[NameOf(item.Tag)] = dataset.GetString(item.Tag);
        }
        return values;
    }

    public static string NameOf(DicomTag tag) =>
        DicomDictionary.Lookup(tag)?.Keyword is { Length: > 0 } keyword ? keyword : tag.ToString();
}
