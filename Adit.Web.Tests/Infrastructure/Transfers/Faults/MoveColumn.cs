using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The source of a C-MOVE to our own receiver is faulty, or the line over which it sends.</summary>
internal static class MoveColumn
{
    private const ServerServices Services =
        ServerServices.StudyRootFind | ServerServices.StudyRootMove;

    public static async Task<Scene> SetAsync(Fault fault, FaultBench bench, Stage stage)
    {
        switch (fault)
        {
            case Fault.Warnings:
            case Fault.MissingInstances:
            case Fault.DiskFull:
                return await MisbehavingAsync(fault, bench, stage);
        }
        // An abort in the middle of an image needs an image of several PDUs.
        var scene = await stage.HealthyAsync(fault == Fault.AbortDuring ? 64_000 : 2048);
        await SendToAsync(bench.ReceiverPort);
        scene.Source = FromOrthanc();
        switch (fault)
        {
            case Fault.Success:
                break;
            case Fault.SomeFailures:
                await stage.LoseFilesAsync(scene, scene.Hit = Stage.Two(scene));
                break;
            case Fault.AllFailures:
                await stage.LoseFilesAsync(scene, scene.Hit = Stage.All(scene));
                break;
            case Fault.Cancel:
                // The source hangs in its third image when a person has enough of it.
                scene.CancelWhen = (
                    await ThroughAsync(LineFault.Freeze, image => image == 3)
                ).Faulted;
                break;
            case Fault.AbortDuring:
                await ThroughAsync(LineFault.Abort, piece => piece == 2);
                break;
            case Fault.AbortAfter:
                await AbortBehindLastImageAsync();
                break;
            case Fault.Refuse:
                // The source does not know our receiver. Orthanc does not call that by its name, so the log does.
                scene.Hit = Stage.All(scene);
                await bench.Source.RemoveModalityAsync("adit", stage.CancellationToken);
                scene.AlsoHolds = run =>
                    run.LogText.Contains(FaultBench.ReceiverAeTitle, StringComparison.Ordinal)
                        ? null
                        : "The log does not say what to register at the source.";
                break;
            case Fault.Silence:
                await ThroughAsync(LineFault.Freeze, image => image == 1);
                scene.Source = FromOrthanc(Stage.Short);
                break;
            case Fault.Cut:
                await ThroughAsync(LineFault.Cut, image => image == 3, once: true);
                break;
            case Fault.Warnings:
            case Fault.MissingInstances:
            case Fault.DiskFull:
                throw new InvalidOperationException("Set up above.");
        }
        return scene;

        DicomServerNode FromOrthanc(ServerTimeouts? timeouts = null) =>
            Stage.Source(bench.Source.DicomPort, timeouts, Services, bench.Source.AeTitle);

        Task SendToAsync(int port) =>
            bench.Source.AddModalityAsync(
                "adit",
                FaultBench.ReceiverAeTitle,
                port,
                stage.CancellationToken
            );

        async Task<FaultyLine> ThroughAsync(
            LineFault what,
            Func<int, bool> atImage,
            bool once = false
        )
        {
            var line = Stage.Line(
                scene,
                bench.ReceiverPort,
                piece =>
                    piece is { IsFromServer: false, Length: > 1500 }
                    && atImage(piece.Images)
                    && (!once || piece.Faults == 0)
                        ? what
                        : LineFault.None
            );
            await SendToAsync(line.Port);
            return line;
        }

        async Task AbortBehindLastImageAsync()
        {
            // What the receiver answers to the last image does not reach the source any more.
            var answers = 0;
            var line = Stage.Line(
                scene,
                bench.ReceiverPort,
                piece =>
                    piece is { IsFromServer: true, Faults: 0 }
                    && Interlocked.Increment(ref answers) == Stage.Images + 1
                        ? LineFault.Abort
                        : LineFault.None
            );
            await SendToAsync(line.Port);
        }
    }

    public static void SendToReceiver(Scene scene, MisbehavingPacs pacs, FaultBench bench)
    {
        pacs.MoveDestination = new DicomPeer(
            "127.0.0.1",
            bench.ReceiverPort,
            FaultBench.ReceiverAeTitle,
            MisbehavingPacs.AeTitle
        );
        scene.Source = Stage.Source(pacs.Port, null, Services, MisbehavingPacs.AeTitle);
    }

    /// <summary>What no real server can be told: see the same cells of C-GET.</summary>
    private static async Task<Scene> MisbehavingAsync(Fault fault, FaultBench bench, Stage stage)
    {
        var (scene, pacs) = await stage.FromMisbehavingAsync();
        SendToReceiver(scene, pacs, bench);
        if (fault == Fault.Warnings)
        {
            var extra = scene.Study.NewSource(TestStudy.NewSeries());
            pacs.Intruders.Add(extra);
            pacs.Unreadable.Add(extra.SopInstanceUid.Value);
        }
        else if (fault == Fault.MissingInstances)
        {
            scene.Hit = Stage.Two(scene);
            pacs.Lost.UnionWith(scene.Hit);
        }
        else
        {
            pacs.RetrieveStatus = new DicomStatus(0xA702);
        }
        return scene;
    }
}
