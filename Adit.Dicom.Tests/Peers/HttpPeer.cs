using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Tests.Peers;

/// <summary>An HTTP server made of bytes: reads a request, then does what a test wants, right or wrong.</summary>
public static class HttpPeer
{
    /// <summary>Answers each request with the same bytes; closes the connection behind them.</summary>
    public static MisbehavingPeer Answering(string head, params byte[][] pieces) =>
        new(
            async (stream, cancellationToken) =>
            {
                await ReadRequestAsync(stream, cancellationToken);
                await stream.WriteAsync(TextEncoding.Latin1.GetBytes(head), cancellationToken);
                foreach (var piece in pieces)
                {
                    await stream.WriteAsync(piece, cancellationToken);
                }
            }
        );

    /// <summary>Answers with the given bytes and then says nothing more, but stays.</summary>
    public static MisbehavingPeer SilentAfter(string head, params byte[][] pieces) =>
        new(
            async (stream, cancellationToken) =>
            {
                await ReadRequestAsync(stream, cancellationToken);
                await stream.WriteAsync(TextEncoding.Latin1.GetBytes(head), cancellationToken);
                foreach (var piece in pieces)
                {
                    await stream.WriteAsync(piece, cancellationToken);
                }
                await MisbehavingPeer.ReadForEverAsync(stream, cancellationToken);
            }
        );

    /// <summary>Answers what the function makes of the request's head.</summary>
    public static MisbehavingPeer Answering(Func<string, byte[]> answer) =>
        new(
            async (stream, cancellationToken) =>
            {
                while (await ReadRequestAsync(stream, cancellationToken) is { Length: > 0 } head)
                {
                    await stream.WriteAsync(answer(head), cancellationToken);
                }
            }
        );

    /// <summary>A whole answer with a body of known length.</summary>
    public static byte[] Response(
        int status,
        string contentType,
        string body,
        string headers = ""
    ) =>
        TextEncoding.UTF8.GetBytes(
            $"HTTP/1.1 {status} Any\r\nContent-Type: {contentType}\r\nContent-Length: {TextEncoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}"
        );

    /// <summary>Reads a request with its body; gives its head.</summary>
    public static async Task<string> ReadRequestAsync(
        Stream stream,
        CancellationToken cancellationToken
    )
    {
        var head = await ReadUntilAsync(stream, "\r\n\r\n", cancellationToken);
        if (head.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
        {
            await ReadUntilAsync(stream, "\r\n0\r\n\r\n", cancellationToken);
            return head;
        }
        var at = head.IndexOf("Content-Length: ", StringComparison.Ordinal);
        if (at >= 0)
        {
            var length = int.Parse(
                head[(at + 16)..head.IndexOf('\r', at)],
                System.Globalization.CultureInfo.InvariantCulture
            );
            await stream.ReadExactlyAsync(new byte[length], cancellationToken);
        }
        return head;
    }

    private static async Task<string> ReadUntilAsync(
        Stream stream,
        string end,
        CancellationToken cancellationToken
    )
    {
        var read = new System.Text.StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) > 0)
        {
            read.Append((char)one[0]);
            if (
                one[0] == '\n'
                && read.Length >= end.Length
                && read.ToString(read.Length - end.Length, end.Length) == end
            )
            {
                break;
            }
        }
        return read.ToString();
    }
}
