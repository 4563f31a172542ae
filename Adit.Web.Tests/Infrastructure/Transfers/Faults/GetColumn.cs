using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The source of a C-GET is faulty.</summary>
internal static class GetColumn
{
    public static async Task<Scene> SetAsync(Fault fault, FaultBench bench, Stage stage)
    {
        switch (fault)
        {
            case Fault.Warnings:
                return await WithWarningAsync(stage);
            case Fault.MissingInstances:
                return await WithoutSomeAsync(stage);
            case Fault.DiskFull:
                return await OutOfResourcesAsync(stage);
        }
        var scene = await stage.HealthyAsync();
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
                scene.CancelWhen = Through(LineFault.Freeze, image => image == 3).Faulted;
                break;
            case Fault.AbortDuring:
                Through(LineFault.Abort, image => image == 1);
                break;
            case Fault.AbortAfter:
                AbortBehindLastImage();
                break;
            case Fault.Refuse:
                await RefuseAsync(scene, stage.CancellationToken);
                break;
            case Fault.Silence:
                Through(LineFault.Freeze, image => image == 1, Stage.Short);
                break;
            case Fault.Cut:
                Through(LineFault.Cut, image => image == 3, once: true);
                break;
            case Fault.Warnings:
            case Fault.MissingInstances:
            case Fault.DiskFull:
                throw new InvalidOperationException("Set up above.");
        }
        return scene;

        FaultyLine Through(
            LineFault what,
            Func<int, bool> atImage,
            ServerTimeouts? timeouts = null,
            bool once = false
        )
        {
            var line = Stage.Line(
                scene,
                bench.Source.DicomPort,
                piece =>
                    piece is { IsFromServer: true, Length: > 1500 }
                    && atImage(piece.Images)
                    && (!once || piece.Faults == 0)
                        ? what
                        : LineFault.None
            );
            scene.Source = Stage.Source(line.Port, timeouts);
            return line;
        }

        void AbortBehindLastImage()
        {
            var line = Stage.Line(
                scene,
                bench.Source.DicomPort,
                piece =>
                    piece is { IsFromServer: true, Length: <= 1500, Images: Stage.Images }
                        ? LineFault.Abort
                        : LineFault.None
            );
            scene.Source = Stage.Source(line.Port);
        }
    }

    /// <summary>
    /// No real server can be made to warn about a retrieve that delivers everything: ours tries to send one image more, which it
    /// cannot read, and so ends with B000.
    /// </summary>
    private static async Task<Scene> WithWarningAsync(Stage stage)
    {
        var (scene, pacs) = await stage.FromMisbehavingAsync();
        var extra = scene.Study.NewSource(TestStudy.NewSeries());
        pacs.Intruders.Add(extra);
        pacs.Unreadable.Add(extra.SopInstanceUid.Value);
        return scene;
    }

    /// <summary>Real archives report a failure for what they cannot send; ours leaves two images out and says success.</summary>
    private static async Task<Scene> WithoutSomeAsync(Stage stage)
    {
        var (scene, pacs) = await stage.FromMisbehavingAsync();
        scene.Hit = Stage.Two(scene);
        pacs.Lost.UnionWith(scene.Hit);
        return scene;
    }

    /// <summary>A source whose own disk or memory is full answers A702; no real one does that on demand.</summary>
    private static async Task<Scene> OutOfResourcesAsync(Stage stage)
    {
        var (scene, pacs) = await stage.FromMisbehavingAsync();
        pacs.RetrieveStatus = new DicomStatus(0xA702);
        return scene;
    }

    private static async Task RefuseAsync(Scene scene, CancellationToken cancellationToken)
    {
        var archive = scene.Own(await DcmQrScp.RefusingAsync(cancellationToken));
        scene.Source = Stage.Source(archive.Port);
    }
}
