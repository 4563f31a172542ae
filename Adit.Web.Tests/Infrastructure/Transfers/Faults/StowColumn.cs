using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Adit.Dicom.Tests.Peers;
using Microsoft.AspNetCore.Http;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The destination of STOW-RS is faulty.</summary>
internal static class StowColumn
{
    public static async Task<Scene> SetAsync(Fault fault, FaultBench bench, Stage stage)
    {
        var scene = await stage.HealthyAsync();
        scene.Destination = Stage.WebDestination(bench.Destination.HttpPort);
        switch (fault)
        {
            case Fault.Success:
                break;
            case Fault.SomeFailures:
                // Orthanc can neither be told which images to refuse nor to warn; so in the cells that follow ours answers.
                scene.Hit = Stage.Two(scene);
                await AnsweringAsync(uid =>
                    scene.Hit.Contains(uid) ? Answer.Fails(0xC000) : Answer.Stores
                );
                break;
            case Fault.AllFailures:
                scene.Hit = Stage.All(scene);
                await AnsweringAsync(_ => Answer.Fails(0xA900));
                break;
            case Fault.Warnings:
                scene.Hit = Stage.Two(scene);
                await AnsweringAsync(uid =>
                    scene.Hit.Contains(uid) ? Answer.Warns(0xB000) : Answer.Stores
                );
                break;
            case Fault.MissingInstances:
                // 202, "some are not stored", and nothing about the image: it must not count as stored. (200 does say so.)
                scene.Hit = Stage.Two(scene);
                await AnsweringAsync(uid =>
                    scene.Hit.Contains(uid) ? Answer.Forgets : Answer.Stores
                );
                break;
            case Fault.Cancel:
                scene.CancelWhen = Through(
                    LineFault.Freeze,
                    piece => piece is { IsFromServer: false, AllImages: 3 }
                ).Faulted;
                break;
            case Fault.AbortDuring:
                Through(LineFault.Cut, piece => piece is { IsFromServer: false, Images: 1 });
                break;
            case Fault.AbortAfter:
                // Takes everything, keeps it, and closes instead of answering.
                await AnsweringAsync(_ => Answer.Stores, (context, _) => context.Abort());
                break;
            case Fault.Refuse:
                await AnsweringAsync(
                    _ => Answer.Forgets,
                    (context, _) => context.Response.StatusCode = (int)HttpStatusCode.Forbidden
                );
                break;
            case Fault.Silence:
                var frozen = Through(
                    LineFault.Freeze,
                    piece => piece is { IsFromServer: false, Images: 1 }
                );
                stage.ToWebOrthanc(scene, frozen.Port, Stage.Short);
                break;
            case Fault.Cut:
                Through(
                    LineFault.Cut,
                    piece => piece is { IsFromServer: false, AllImages: 3, Faults: 0 }
                );
                break;
            case Fault.DiskFull:
                await AnsweringAsync(_ => Answer.Fails(0xA700));
                break;
        }
        return scene;

        FaultyLine Through(LineFault what, Func<LinePiece, bool> at)
        {
            var line = Stage.Line(
                scene,
                bench.Destination.HttpPort,
                piece => at(piece) ? what : LineFault.None,
                pdus: false
            );
            stage.ToWebOrthanc(scene, line.Port);
            return line;
        }

        async Task AnsweringAsync(
            Func<string, Answer> answer,
            Action<HttpContext, JsonObject>? instead = null
        )
        {
            var kept = new ConcurrentDictionary<string, bool>();
            var peer = await WebPeer.StartAsync(
                bench.Destination.Rest.BaseAddress!,
                async context =>
                {
                    if (!HttpMethods.IsPost(context.Request.Method))
                    {
                        return false;
                    }
                    var uids = await ReceiveAsync(context, scene);
                    var response = Respond(uids, answer, uid => kept[uid] = true);
                    if (instead is not null)
                    {
                        instead(context, response);
                        return true;
                    }
                    context.Response.StatusCode = StatusOf(response);
                    context.Response.ContentType = "application/dicom+json";
                    await context.Response.WriteAsync(
                        response.ToJsonString(),
                        context.RequestAborted
                    );
                    return true;
                },
                stage.CancellationToken
            );
            scene.Own(peer);
            scene.Destination = Stage.WebDestination(peer.Port);
            scene.AskDestination = _ => Task.FromResult<IEnumerable<string>>(kept.Keys);
        }
    }

    /// <summary>What is answered for one image.</summary>
    private readonly record struct Answer(bool IsStored, bool IsNamed, int Reason)
    {
        public static Answer Stores { get; } = new(true, true, 0);

        public static Answer Forgets { get; } = new(false, false, 0);

        public static Answer Fails(int reason) => new(false, true, reason);

        public static Answer Warns(int reason) => new(true, true, reason);
    }

    /// <summary>Reads the request and finds which images of the study are in it, by their UIDs.</summary>
    private static async Task<IReadOnlyList<string>> ReceiveAsync(HttpContext context, Scene scene)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        return
        [
            .. scene.Images.Where(uid => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(uid)) >= 0),
        ];
    }

    /// <summary>The Store Instances Response Module, PS3.18 I.2.</summary>
    private static JsonObject Respond(
        IReadOnlyList<string> uids,
        Func<string, Answer> answer,
        Action<string> keep
    )
    {
        var (stored, failed) = (new JsonArray(), new JsonArray());
        foreach (var uid in uids)
        {
            var said = answer(uid);
            if (said.IsStored)
            {
                keep(uid);
            }
            if (!said.IsNamed)
            {
                continue;
            }
            var item = new JsonObject
            {
                ["00081150"] = Value("UI", Adit.Dicom.Data.DicomUids.CtImageStorage.Value),
                ["00081155"] = Value("UI", uid),
            };
            if (said.Reason != 0)
            {
                item[said.IsStored ? "00081196" : "00081197"] = Value("US", said.Reason);
            }
            (said.IsStored ? stored : failed).Add(item);
        }
        var response = new JsonObject();
        if (stored.Count > 0)
        {
            response["00081199"] = new JsonObject { ["vr"] = "SQ", ["Value"] = stored };
        }
        if (failed.Count > 0)
        {
            response["00081198"] = new JsonObject { ["vr"] = "SQ", ["Value"] = failed };
        }
        return response;
    }

    private static int StatusOf(JsonObject response) =>
        (response.ContainsKey("00081199"), response.ContainsKey("00081198")) switch
        {
            (true, true) => (int)HttpStatusCode.Accepted,
            (false, true) => (int)HttpStatusCode.Conflict,
            (false, false) => (int)HttpStatusCode.Accepted,
            (true, false) => response.ToJsonString().Contains("00081196", StringComparison.Ordinal)
                ? (int)HttpStatusCode.Accepted
                : (int)HttpStatusCode.OK,
        };

    private static JsonObject Value(string vr, JsonNode value) =>
        new() { ["vr"] = vr, ["Value"] = new JsonArray(value) };
}
