using Adit.Domain.DicomNodes;

namespace Adit.Web.Features.DicomNodes;

/// <summary>How long to wait for a server, as the staff page edits it; seconds.</summary>
public sealed class DeadlineForm
{
    public int Connect { get; set; }
    public int Response { get; set; }
    public int FirstImage { get; set; }
    public int Offline { get; set; }
    public int Idle { get; set; }
    public int Total { get; set; }

    public DeadlineForm()
        : this(new ServerTimeouts()) { }

    private DeadlineForm(ServerTimeouts timeouts) =>
        (Connect, Response, FirstImage, Offline, Idle, Total) = (
            timeouts.ConnectSeconds,
            timeouts.ResponseSeconds,
            timeouts.FirstImageSeconds,
            timeouts.OfflineSeconds,
            timeouts.IdleSeconds,
            timeouts.TotalSeconds
        );

    public static DeadlineForm From(ServerTimeouts timeouts) => new(timeouts);

    public ServerTimeouts ToTimeouts() =>
        new()
        {
            ConnectSeconds = Connect,
            ResponseSeconds = Response,
            FirstImageSeconds = FirstImage,
            OfflineSeconds = Offline,
            IdleSeconds = Idle,
            TotalSeconds = Total,
        };
}
