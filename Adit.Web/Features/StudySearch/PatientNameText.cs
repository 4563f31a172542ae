namespace Adit.Web.Features.StudySearch;

/// <summary>Shows a raw person name (PS3.5 6.2.1.1) as "Last, First", with the ideographic form behind it when there is one.</summary>
public static class PatientNameText
{
    public static string Format(string? raw)
    {
        if (string.IsNullOrWhiteSpace(raw))
        {
            return "";
        }
        var groups = raw.Split('=');
        var alphabetic = Group(groups[0]);
        var ideographic = groups.Length > 1 ? Group(groups[1]) : "";
        return (alphabetic, ideographic) switch
        {
            ("", _) => ideographic,
            (_, "") => alphabetic,
            _ => $"{alphabetic} ({ideographic})",
        };
    }

    // Components: family name, given name, middle name, prefix, suffix.
    private static string Group(string group)
    {
        var parts = group.Split('^').Select(part => part.Trim()).ToArray();
        var given = string.Join(' ', parts.Skip(1).Take(2).Where(part => part.Length > 0));
        return (parts[0], given) switch
        {
            ("", _) => given,
            (_, "") => parts[0],
            _ => $"{parts[0]}, {given}",
        };
    }
}
