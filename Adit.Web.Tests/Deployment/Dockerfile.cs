using System.Text.Json;

namespace Adit.Web.Tests.Deployment;

internal sealed record DockerInstruction(string Name, string Arguments)
{
    /// <summary>The words of an instruction in its JSON form, e.g. <c>CMD ["a", "b"]</c>.</summary>
    public IReadOnlyList<string> Words =>
        JsonSerializer.Deserialize<string[]>(
            Arguments[Arguments.IndexOf('[', StringComparison.Ordinal)..]
        )!;
}

/// <summary>
/// Reads as much of a Dockerfile as its tests need: instructions, continued lines, comments. It refuses what it does not know.
/// </summary>
internal static class Dockerfile
{
    private static readonly HashSet<string> _known = new(StringComparer.Ordinal)
    {
        "ARG",
        "CMD",
        "COPY",
        "ENTRYPOINT",
        "ENV",
        "EXPOSE",
        "FROM",
        "HEALTHCHECK",
        "LABEL",
        "RUN",
        "USER",
        "VOLUME",
        "WORKDIR",
    };

    public static IReadOnlyList<DockerInstruction> Parse(string text)
    {
        var joined = string.Join(
            '\n',
            text.Split('\n')
                .Where(line =>
                    !line.TrimStart().StartsWith('#') && !string.IsNullOrWhiteSpace(line)
                )
        );
        return
        [
            .. joined
                .Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n')
                .Select(line =>
                {
                    var words = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
                    return _known.Contains(words[0]) && words.Length == 2
                        ? new DockerInstruction(words[0], words[1])
                        : throw new FormatException(
                            $"This is not an instruction of a Dockerfile: {line}"
                        );
                }),
        ];
    }

    /// <summary>The stages in their order, each beginning with its FROM.</summary>
    public static IReadOnlyList<IReadOnlyList<DockerInstruction>> Stages(string text)
    {
        var stages = new List<List<DockerInstruction>>();
        foreach (var instruction in Parse(text))
        {
            if (instruction.Name == "FROM")
            {
                stages.Add([]);
            }

            (
                stages.LastOrDefault()
                ?? throw new FormatException("A Dockerfile begins with FROM.")
            ).Add(instruction);
        }

        return stages;
    }
}
