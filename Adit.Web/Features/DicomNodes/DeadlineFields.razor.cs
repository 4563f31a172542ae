using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Adit.Web.Features.DicomNodes;

/// <summary>Every wait for a server, each with what happens when it ends.</summary>
public sealed partial class DeadlineFields
{
    private static readonly Field[] Fields =
    [
        new(
            "connect",
            "Connecting",
            "Until the server takes the connection.",
            f => f.Connect,
            (f, s) => f.Connect = s
        ),
        new(
            "response",
            "One answer",
            "Until the server answers a question.",
            f => f.Response,
            (f, s) => f.Response = s
        ),
        new(
            "first",
            "First image",
            "Archives fetch from tape: give them minutes.",
            f => f.FirstImage,
            (f, s) => f.FirstImage = s
        ),
        new(
            "offline",
            "First image if not online",
            "Then the study is tried again later.",
            f => f.Offline,
            (f, s) => f.Offline = s
        ),
        new(
            "idle",
            "Silence between images",
            "Then the attempt ends and is repeated.",
            f => f.Idle,
            (f, s) => f.Idle = s
        ),
        new(
            "total",
            "One whole study",
            "However well it goes.",
            f => f.Total,
            (f, s) => f.Total = s
        ),
    ];

    [Parameter, EditorRequired]
    public DeadlineForm Form { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Faults { get; set; } = default!;

    // What is no number becomes 0, which the check of the whole form refuses and explains.
    private void Write(Field field, object? value) =>
        field.Write(
            Form,
            int.TryParse(
                value as string,
                NumberStyles.Integer,
                CultureInfo.InvariantCulture,
                out var seconds
            )
                ? seconds
                : 0
        );

    private sealed record Field(
        string Id,
        string Name,
        string Help,
        Func<DeadlineForm, int> Read,
        Action<DeadlineForm, int> Write
    );
}
