using System.CommandLine;
using System.Globalization;
using Adit.Dicom.Network;

namespace Adit.Web.CommandLine;

/// <summary>Who is talked to, as whom, and how long it may take.</summary>
internal sealed class PeerArguments
{
    private readonly Argument<string> _peer = new("peer")
    {
        Description = "The other system, as AETITLE@host:port.",
    };

    private readonly Option<string> _calling = new("--calling", "-c")
    {
        Description = "Own AE title.",
        DefaultValueFactory = _ => "ADIT",
    };

    private readonly Option<double> _timeout = new("--timeout", "-t")
    {
        Description = "Seconds to wait for an answer.",
        DefaultValueFactory = _ => 60,
    };

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _peer);
        command.Options.Add(_calling);
        command.Options.Add(_timeout);
    }

    public DicomPeer Peer(ParseResult parsed)
    {
        var text = parsed.GetRequiredValue(_peer);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var colon = text.LastIndexOf(':');
        if (
            at < 1
            || colon < at + 2
            || !int.TryParse(
                text.AsSpan(colon + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var port
            )
            || port is < 1 or > 65535
        )
        {
            throw new CommandUsageException(
                $"'{text}' is no peer. Write it as AETITLE@host:port, for example PACS@10.0.0.5:104."
            );
        }
        var calling = parsed.GetRequiredValue(_calling);
        return new DicomPeer(
            text[(at + 1)..colon].Trim('[', ']'),
            port,
            Title(text[..at]),
            Title(calling)
        );
    }

    public DicomTimeouts Timeouts(ParseResult parsed)
    {
        var seconds = parsed.GetValue(_timeout);
        if (seconds is not (> 0 and <= 86_400))
        {
            throw new CommandUsageException(
                "--timeout takes seconds, more than 0 and at most 86400."
            );
        }
        var wait = TimeSpan.FromSeconds(seconds);
        var defaults = DicomTimeouts.Default;
        return defaults with
        {
            Connect = wait < defaults.Connect ? wait : defaults.Connect,
            Association = wait < defaults.Association ? wait : defaults.Association,
            Response = wait,
            Idle = wait,
        };
    }

    private static string Title(string text) =>
        text.Length <= 16 && text.All(character => character is > ' ' and <= '~' and not '\\')
            ? text
            : throw new CommandUsageException(
                $"'{text}' is no AE title: 1 to 16 characters, no blanks, no backslash."
            );
}
