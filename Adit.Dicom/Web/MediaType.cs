namespace Adit.Dicom.Web;

/// <summary>
/// A Content-Type as servers really write it: parameters with or without quotes, also where a slash would need them
/// (type=application/dicom).
/// </summary>
internal sealed class MediaType
{
    private const int MaxLength = 4096;

    private readonly List<(string Name, string Value)> _parameters = [];

    private MediaType(string name) => Name = name;

    /// <summary>Type and subtype in small letters; empty when there is none.</summary>
    public string Name { get; }

    public string? this[string parameter] =>
        _parameters.Find(p => p.Name.Equals(parameter, StringComparison.OrdinalIgnoreCase)).Value;

    public bool IsJson => Name is "application/dicom+json" or "application/json" or "text/json";

    public bool IsXml => Name is "application/dicom+xml" or "application/xml" or "text/xml";

    public bool IsMultipart => Name.StartsWith("multipart/", StringComparison.Ordinal);

    public static MediaType Parse(string? text)
    {
        text = text is null || text.Length > MaxLength ? "" : text;
        var at = text.IndexOf(';', StringComparison.Ordinal);
        var type = new MediaType((at < 0 ? text : text[..at]).Trim().ToLowerInvariant());
        while (at >= 0 && at < text.Length)
        {
            at++;
            var equals = text.IndexOfAny(['=', ';'], at);
            if (equals < 0)
            {
                break;
            }
            if (text[equals] == ';')
            {
                at = equals;
                continue;
            }
            var name = text[at..equals].Trim();
            at = equals + 1;
            var value = ReadValue(text, ref at);
            type._parameters.Add((name, value));
        }
        return type;
    }

    private static string ReadValue(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
        if (at < text.Length && text[at] == '"')
        {
            var value = new System.Text.StringBuilder();
            for (at++; at < text.Length && text[at] != '"'; at++)
            {
                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    at++;
                }
                value.Append(text[at]);
            }
            at = text.IndexOf(';', Math.Min(at, text.Length));
            at = at < 0 ? text.Length : at;
            return value.ToString();
        }
        var end = text.IndexOf(';', at);
        end = end < 0 ? text.Length : end;
        var plain = text[at..end].Trim();
        at = end;
        return plain;
    }
}
