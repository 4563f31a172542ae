using System.Net;
using Adit.Dicom.Tests.Peers;
using Microsoft.AspNetCore.Http;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The source of a retrieve by WADO-RS is faulty.</summary>
internal static class WadoColumn
{
    public static async Task<Scene> SetAsync(Fault fault, FaultBench bench, Stage stage)
    {
        var scene = await stage.HealthyAsync();
        scene.Source = Stage.WebSource(bench.Source.HttpPort);
        switch (fault)
        {
            case Fault.Success:
                break;
            case Fault.SomeFailures:
                // Orthanc cannot even list a series of which a file is gone; this one lists it, and fails with the file.
                scene.Hit = Stage.Two(scene);
                await AnsweringAsync(WithoutHit(scene));
                break;
            case Fault.AllFailures:
                scene.Hit = Stage.All(scene);
                await AnsweringAsync(WithoutHit(scene));
                break;
            case Fault.Warnings:
                // Orthanc never warns: the answer is complete and carries a Warning header.
                await AnsweringAsync(
                    (context, wanted) =>
                    {
                        context.Response.Headers.Warning = "299 pacs \"Slow storage\"";
                        return WebPeer.SendAsync(context, wanted);
                    }
                );
                break;
            case Fault.MissingInstances:
                // Orthanc does not know 206, "partial content": only some of what was asked for.
                scene.Hit = Stage.Two(scene);
                await AnsweringAsync(
                    (context, wanted) =>
                        WebPeer.SendAsync(
                            context,
                            wanted.Where(file => !scene.Hit.Contains(file.Uid)),
                            HttpStatusCode.PartialContent
                        )
                );
                break;
            case Fault.Cancel:
                scene.CancelWhen = Through(
                    LineFault.Freeze,
                    piece => piece is { IsFromServer: true, Images: 3 }
                ).Faulted;
                break;
            case Fault.AbortDuring:
                // HTTP has no abort; the equivalent is a server that closes in the middle of every first image.
                Through(LineFault.Cut, piece => piece is { IsFromServer: true, Images: 1 });
                break;
            case Fault.AbortAfter:
                // All images are through, the end of the message is not.
                await AnsweringAsync(AbortBehindLastImage(scene));
                break;
            case Fault.Refuse:
                await RefusingAsync(HttpStatusCode.Forbidden);
                break;
            case Fault.Silence:
                var frozen = Through(
                    LineFault.Freeze,
                    piece => piece is { IsFromServer: true, Images: 1 }
                );
                scene.Source = Stage.WebSource(frozen.Port, Stage.Short);
                break;
            case Fault.Cut:
                Through(
                    LineFault.Cut,
                    piece => piece is { IsFromServer: true, Images: 3, Faults: 0 }
                );
                break;
            case Fault.DiskFull:
                // What a server without room for its temporary files answers; no real one does that on demand.
                await RefusingAsync(HttpStatusCode.InsufficientStorage);
                break;
        }
        return scene;

        FaultyLine Through(LineFault what, Func<LinePiece, bool> at)
        {
            var line = Stage.Line(
                scene,
                bench.Source.HttpPort,
                piece => at(piece) ? what : LineFault.None,
                pdus: false
            );
            scene.Source = Stage.WebSource(line.Port);
            return line;
        }

        Task AnsweringAsync(Func<HttpContext, IReadOnlyList<StudyFile>, Task> answerAsync) =>
            AnswerAsync(scene, bench, answerAsync, stage.CancellationToken);

        Task RefusingAsync(HttpStatusCode status) =>
            AnsweringAsync(
                (context, _) =>
                {
                    context.Response.StatusCode = (int)status;
                    return Task.CompletedTask;
                }
            );
    }

    /// <summary>Orthanc lists the study; what is asked of it by WADO-RS is answered as the test says.</summary>
    public static async Task AnswerAsync(
        Scene scene,
        FaultBench bench,
        Func<HttpContext, IReadOnlyList<StudyFile>, Task> answerAsync,
        CancellationToken cancellationToken
    )
    {
        var peer = await WebPeer.StartAsync(
            bench.Source.Rest.BaseAddress!,
            async context =>
            {
                if (WebPeer.Wanted(context, scene) is not { } wanted)
                {
                    return false;
                }
                await answerAsync(context, wanted);
                return true;
            },
            cancellationToken
        );
        scene.Own(peer);
        scene.Source = Stage.WebSource(peer.Port);
    }

    private static Func<HttpContext, IReadOnlyList<StudyFile>, Task> WithoutHit(Scene scene) =>
        (context, wanted) =>
        {
            if (!wanted.Any(file => scene.Hit.Contains(file.Uid)))
            {
                return WebPeer.SendAsync(context, wanted);
            }
            context.Response.StatusCode = (int)(
                wanted.Count == 1 ? HttpStatusCode.NotFound : HttpStatusCode.InternalServerError
            );
            return Task.CompletedTask;
        };

    private static Func<HttpContext, IReadOnlyList<StudyFile>, Task> AbortBehindLastImage(
        Scene scene
    )
    {
        var aborted = false;
        return async (context, wanted) =>
        {
            await WebPeer.SendAsync(
                context,
                wanted,
                isEnded: aborted || wanted.Count < scene.Files.Count
            );
            if (!aborted && wanted.Count == scene.Files.Count)
            {
                aborted = true;
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
            }
        };
    }
}
