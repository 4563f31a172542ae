using System.Diagnostics.CodeAnalysis;

namespace Adit.Infrastructure.Sandbox.Matching;

/// <summary>The levels of the query/retrieve information models, from the top down (PS3.4 C.6).</summary>
internal enum QueryLevel
{
    Patient,
    Study,
    Series,
    Image,
}

internal static class QueryLevels
{
    /// <summary>Reads Query/Retrieve Level (0008,0052).</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out QueryLevel level)
    {
        (var known, level) = text switch
        {
            "PATIENT" => (true, QueryLevel.Patient),
            "STUDY" => (true, QueryLevel.Study),
            "SERIES" => (true, QueryLevel.Series),
            "IMAGE" => (true, QueryLevel.Image),
            _ => (false, default),
        };
        return known;
    }

    public static string ToText(this QueryLevel level) =>
        level switch
        {
            QueryLevel.Patient => "PATIENT",
            QueryLevel.Study => "STUDY",
            QueryLevel.Series => "SERIES",
            QueryLevel.Image => "IMAGE",
        };
}
