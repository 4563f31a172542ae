using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>
/// A DICOMweb server that answers as the test says what no real one can be made to answer, and passes everything else on to a real
/// one.
/// </summary>
internal sealed partial class WebPeer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _real;

    private WebPeer(WebApplication application, HttpClient real, string address) =>
        (_application, _real, Port) = (application, real, new Uri(address).Port);

    public int Port { get; }

    /// <param name="real">The server behind it.</param>
    /// <param name="answerAsync">Answers a request and gives true, or leaves it to the server behind.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<WebPeer> StartAsync(
        Uri real,
        Func<HttpContext, Task<bool>> answerAsync,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var client = new HttpClient { BaseAddress = real };
        application.Run(async context =>
        {
            if (!await answerAsync(context))
            {
                await PassOnAsync(client, context);
            }
        });
        await application.StartAsync(cancellationToken);
        var addresses = application
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!;
        return new WebPeer(application, client, addresses.Addresses.Single());
    }

    /// <summary>The images that a WADO-RS request asks for; null when it is no such request.</summary>
    public static IReadOnlyList<StudyFile>? Wanted(HttpContext context, Scene scene)
    {
        if (
            !HttpMethods.IsGet(context.Request.Method)
            || Retrieval().Match(context.Request.Path) is not { Success: true } match
        )
        {
            return null;
        }
        var (series, image) = (match.Groups["series"], match.Groups["image"]);
        return
        [
            .. scene.Files.Where(file =>
                (!series.Success || series.Value == file.Series)
                && (!image.Success || image.Value == file.Uid)
            ),
        ];
    }

    /// <summary>Answers a WADO-RS request with whole files.</summary>
    public static async Task SendAsync(
        HttpContext context,
        IEnumerable<StudyFile> files,
        HttpStatusCode status = HttpStatusCode.OK,
        bool isEnded = true
    )
    {
        const string boundary = "matrix-boundary";
        context.Response.StatusCode = (int)status;
        context.Response.ContentType =
            $"multipart/related; type=\"application/dicom\"; boundary={boundary}";
        foreach (var file in files)
        {
            await context.Response.WriteAsync(
                $"--{boundary}\r\nContent-Type: application/dicom\r\n\r\n",
                context.RequestAborted
            );
            await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
            await context.Response.WriteAsync("\r\n", context.RequestAborted);
        }
        if (isEnded)
        {
            await context.Response.WriteAsync($"--{boundary}--\r\n", context.RequestAborted);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _real.Dispose();
    }

    private static async Task PassOnAsync(HttpClient client, HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            (context.Request.Path + context.Request.QueryString.ToString()).TrimStart('/')
        );
        foreach (var (name, value) in context.Request.Headers)
        {
            if (name is "Accept")
            {
                request.Headers.TryAddWithoutValidation(name, value.ToArray());
            }
        }
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            request.Content = new StreamContent(context.Request.Body);
            request.Content.Headers.TryAddWithoutValidation(
                "Content-Type",
                context.Request.ContentType
            );
        }
        using var response = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            context.RequestAborted
        );
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    [GeneratedRegex(
        "^/dicom-web/studies/[0-9.]+(/series/(?<series>[0-9.]+)(/instances/(?<image>[0-9.]+))?)?/?$"
    )]
    private static partial Regex Retrieval();
}
