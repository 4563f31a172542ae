using System.Globalization;
using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Dicom.Web;
using Shouldly;
using Xunit;
using TextEncoding = System.Text.Encoding;

namespace Adit.Dicom.Tests.Web;

/// <summary>Servers that do wrong, by bytes.</summary>
public sealed class WebFaultTests : WebTest
{
    private const string Multipart =
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: multipart/related; type=application/dicom; boundary=b0\r\n";

    private readonly SyntheticCt _ct = new();

    private DicomWebResource Resource => Study(_ct.StudyInstanceUid);

    [Fact]
    public async Task RetrieveAsync_PartialWithWarnings_ReportsThemAndTheDamagedPart()
    {
        await using var peer = HttpPeer.Answering(
            Multipart.Replace("200 OK", "206 Partial", StringComparison.Ordinal)
                + "Warning: 299 pacs: one is missing\r\n\r\n",
            Part(_ct.File(1)),
            Part(
                TextEncoding.ASCII.GetBytes(
                    "this is no DICOM file, but it is long enough to be one"
                )
            ),
            Part(_ct.File(2)),
            "\r\n--b0--\r\n"u8.ToArray()
        );
        using var client = Client(peer.Port);

        var (result, instances) = await RetrieveAsync(client, Resource);

        result.IsPartial.ShouldBeTrue();
        result.Warnings.ShouldBe(["299 pacs: one is missing"]);
        result.Damaged.ShouldBe(1);
        instances[_ct.SopInstanceUid(1)].Data.ShouldBe(_ct.Dataset(1));
        instances[_ct.SopInstanceUid(2)].Data.ShouldBe(_ct.Dataset(2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RetrieveAsync_AnswerEndsTooEarly_IsAFaultBehindTheWholeImages(bool counted)
    {
        var whole = Part(_ct.File(1));
        var cut = Part(_ct.File(2))[..^50];
        var head = counted
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Content-Length: {whole.Length + cut.Length + 90}\r\n\r\n"
            )
            : "\r\n";
        await using var peer = HttpPeer.Answering(Multipart + head, whole, cut);
        using var client = Client(peer.Port);
        var complete = new List<string>();

        var fault = await Should.ThrowAsync<DicomNetworkException>(() =>
            client.RetrieveAsync(
                Resource,
                async (instance, token) =>
                {
                    await instance.Data.CopyToAsync(Stream.Null, token);
                    complete.Add(instance.SopInstanceUid.Value);
                },
                Cancellation
            )
        );

        (
            fault
            is DicomWebException { Fault: DicomWebFault.Truncated }
                or DicomConnectionException { WasEstablished: true }
        ).ShouldBeTrue(fault.ToString());
        complete.ShouldBe([_ct.SopInstanceUid(1)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n--b0\r\n")]
    public async Task RetrieveAsync_Silence_EndsAtTheDeadline(string head)
    {
        await using var peer = HttpPeer.SilentAfter(head);
        using var client = Client(peer.Port, Impatient);

        var fault = await Should.ThrowAsync<DicomTimeoutException>(() =>
            client.RetrieveAsync(Resource, (_, _) => default, Cancellation)
        );

        fault.Timeout.ShouldBe(TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task RetrieveAsync_Cancelled_EndsAtOnce()
    {
        await using var peer = HttpPeer.SilentAfter(Multipart + "\r\n", Part(_ct.File(1)));
        using var client = Client(peer.Port);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            client.RetrieveAsync(
                Resource,
                async (instance, token) =>
                {
                    await cancel.CancelAsync();
                    await instance.Data.CopyToAsync(Stream.Null, token);
                },
                cancel.Token
            )
        );
    }

    [Fact]
    public async Task RetrieveAsync_HugeHeaders_AreRefused()
    {
        await using var peer = HttpPeer.Answering(
            $"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 100_000)}\r\n\r\n"
        );
        using var client = Client(peer.Port);

        var fault = await Should.ThrowAsync<DicomNetworkException>(() =>
            client.RetrieveAsync(Resource, (_, _) => default, Cancellation)
        );

        fault.Message.Length.ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
        DicomWebFault.UnexpectedContent
    )]
    [InlineData(
        "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
        DicomWebFault.NotYetAvailable
    )]
    [InlineData(
        "HTTP/1.1 302 Found\r\nLocation: http://elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n",
        DicomWebFault.Redirected
    )]
    [InlineData("HTTP/1.1 401 No\r\nContent-Length: 6\r\n\r\nsecret", DicomWebFault.Status)]
    [InlineData(
        "HTTP/1.1 200 OK\r\nContent-Type: multipart/related\r\n\r\nx",
        DicomWebFault.Malformed
    )]
    [InlineData("SMTP ready\r\n\r\n", DicomWebFault.Malformed)]
    public async Task RetrieveAsync_WrongAnswer_IsNamed(string answer, DicomWebFault wanted)
    {
        await using var peer = HttpPeer.Answering(answer);
        using var client = Client(peer.Port);

        var fault = await Should.ThrowAsync<DicomWebException>(() =>
            client.RetrieveAsync(Resource, (_, _) => default, Cancellation)
        );

        fault.Fault.ShouldBe(wanted);
        fault.Message.ShouldNotContain("secret");
        fault.Message.ShouldNotContain(_ct.StudyInstanceUid);
    }

    [Fact]
    public async Task QueryAsync_ServerIsBusy_TellsWhenToComeBack()
    {
        await using var peer = HttpPeer.Answering(_ =>
            HttpPeer.Response(503, "text/plain", "", "Retry-After: 30\r\n")
        );
        using var client = Client(peer.Port);

        var fault = await Should.ThrowAsync<DicomWebException>(() => QueryAsync(client));

        fault.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        fault.RetryAfter.ShouldBe(TimeSpan.FromSeconds(30));
        fault.IsRetriable.ShouldBeTrue();
    }

    [Fact]
    public async Task QueryAsync_ServerWithoutOffset_EndsAfterTheFirstPage()
    {
        await using var peer = HttpPeer.Answering(_ =>
            HttpPeer.Response(
                200,
                "application/dicom+json; charset=utf-8",
                """[{"0020000D":{"vr":"UI","Value":["1.2"]}},{"0020000D":{"vr":"UI","Value":["1.3"]}}]"""
            )
        );
        using var client = Client(peer.Port);

        (await QueryAsync(client)).ShouldBe(["1.2", "1.3"]);
    }

    [Fact]
    public async Task QueryAsync_NothingListens_CannotBeReached()
    {
        using var client = Client(PeerProcess.FreePort());

        var fault = await Should.ThrowAsync<DicomConnectionException>(() => QueryAsync(client));

        fault.WasEstablished.ShouldBeFalse();
    }

    [Theory]
    [InlineData(200, "", "Stored", null)]
    [InlineData(202, "", "Failed", null)]
    [InlineData(409, "", "Failed", null)]
    [InlineData(
        200,
        """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["UID"]}}]}}""",
        "Stored",
        null
    )]
    [InlineData(
        202,
        """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["UID"]},"00081196":{"vr":"US","Value":[45056]}}]}}""",
        "StoredWithWarning",
        0xB000
    )]
    [InlineData(
        200,
        """[{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["UID"]},"00081197":{"vr":"US","Value":[42752]}}]}}]""",
        "Failed",
        0xA700
    )]
    [InlineData(
        200,
        """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.9"]}}]}}""",
        "StoredWithWarning",
        0xB000
    )]
    [InlineData(
        409,
        "<NativeDicomModel><DicomAttribute tag=\"00081198\" vr=\"SQ\"><Item number=\"1\"><DicomAttribute tag=\"00081155\" vr=\"UI\"><Value number=\"1\">UID</Value></DicomAttribute><DicomAttribute tag=\"00081197\" vr=\"US\"><Value number=\"1\">272</Value></DicomAttribute></Item></DicomAttribute></NativeDicomModel>",
        "Failed",
        0x0110
    )]
    public async Task StoreAsync_Answer_IsReadForTheInstance(
        int status,
        string answer,
        string outcome,
        int? reason
    )
    {
        await using var peer = HttpPeer.Answering(_ =>
            HttpPeer.Response(
                status,
                answer.StartsWith('<') ? "application/dicom+xml" : "application/dicom+json",
                answer.Replace("UID", _ct.SopInstanceUid(1), StringComparison.Ordinal)
            )
        );
        using var client = Client(peer.Port);

        var result = await client.StoreAsync(StoreRequest(_ct, 1), Cancellation);

        result.Outcome.ToString().ShouldBe(outcome);
        ((int?)result.Reason?.Code).ShouldBe(reason);
    }

    [Fact]
    public async Task StoreAsync_SourceBreaksOff_ThrowsItsFault()
    {
        await using var peer = HttpPeer.Answering(_ => HttpPeer.Response(200, "text/plain", ""));
        using var client = Client(peer.Port);
        var pipe = new System.IO.Pipelines.Pipe();
        await pipe.Writer.WriteAsync(new byte[1000], Cancellation);
        await pipe.Writer.CompleteAsync(new InvalidOperationException("the source"));

        var fault = await Should.ThrowAsync<InvalidOperationException>(() =>
            client.StoreAsync(
                StoreRequest(_ct, 1, counted: false) with
                {
                    Data = pipe.Reader,
                },
                Cancellation
            )
        );

        fault.Message.ShouldBe("the source");
    }

    private static byte[] Part(byte[] body) =>
        [.. "\r\n--b0\r\nContent-Type: application/dicom\r\n\r\n"u8, .. body];

    private static async Task<List<string?>> QueryAsync(DicomWebClient client)
    {
        var found = new List<string?>();
        await foreach (
            var study in client.QueryAsync(
                new DicomWebQuery(DicomWebQueryLevel.Studies) { PageSize = 2 },
                Cancellation
            )
        )
        {
            found.Add(study.GetString(DicomTag.StudyInstanceUid));
        }
        return found;
    }
}
