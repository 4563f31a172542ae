using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Dicom.Tests.Peers;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The destination of C-STORE is faulty.</summary>
internal static class StoreColumn
{
    public static async Task<Scene> SetAsync(Fault fault, FaultBench bench, Stage stage)
    {
        // storescp notices a write that fails, but not when it fails in closing a small file.
        var scene = await stage.HealthyAsync(fault == Fault.DiskFull ? 200_000 : 2048);
        switch (fault)
        {
            case Fault.Success:
                break;
            case Fault.SomeFailures:
                // No real server can be told which images to refuse, nor with which status; neither the next two.
                scene.Hit = Stage.Two(scene);
                Answering(uid => scene.Hit.Contains(uid.Value), new DicomStatus(0xC000));
                break;
            case Fault.AllFailures:
                scene.Hit = Stage.All(scene);
                Answering(_ => true, new DicomStatus(0xA900));
                break;
            case Fault.Warnings:
                scene.Hit = Stage.Two(scene);
                Answering(uid => scene.Hit.Contains(uid.Value), DicomStatus.CoercionOfDataElements);
                break;
            case Fault.MissingInstances:
                // A destination has nothing to leave out; the equivalent is a class of images that it does not even negotiate.
                return await WithoutClassAsync(bench, stage);
            case Fault.Cancel:
                scene.CancelWhen = Through(LineFault.Freeze, image => image == 3).Faulted;
                break;
            case Fault.AbortDuring:
                await ToStoreScpAsync("--abort-during");
                break;
            case Fault.AbortAfter:
                await ToStoreScpAsync("--abort-after");
                break;
            case Fault.Refuse:
                await ToStoreScpAsync("--refuse");
                break;
            case Fault.Silence:
                Stage.ToStoreScp(
                    scene,
                    await StoreScp.StartAsync(stage.CancellationToken, "--sleep-during", "60"),
                    Stage.Short
                );
                break;
            case Fault.Cut:
                Through(LineFault.Cut, image => image == 3, once: true);
                break;
            case Fault.DiskFull:
                Stage.ToStoreScp(
                    scene,
                    await StoreScp.StartLimitedAsync(kilobytes: 20, stage.CancellationToken)
                );
                break;
        }
        return scene;

        void Answering(Func<DicomUid, bool> isHit, DicomStatus status)
        {
            var pacs = Stage.ToMisbehaving(scene);
            pacs.StoreStatus = uid => isHit(uid) ? status : DicomStatus.Success;
        }

        async Task ToStoreScpAsync(string option) =>
            Stage.ToStoreScp(scene, await StoreScp.StartAsync(stage.CancellationToken, option));

        FaultyLine Through(LineFault what, Func<int, bool> atImage, bool once = false)
        {
            var line = Stage.Line(
                scene,
                bench.Destination.DicomPort,
                piece =>
                    piece is { IsFromServer: false, Length: > 1500 }
                    && atImage(piece.Images)
                    && (!once || piece.Faults == 0)
                        ? what
                        : LineFault.None
            );
            stage.ToOrthanc(scene, line.Port);
            return line;
        }
    }

    private static async Task<Scene> WithoutClassAsync(FaultBench bench, Stage stage)
    {
        var plain = await stage.HealthyAsync();
        var other = Stage.NewFile(
            plain.Study.As(DicomUids.MrImageStorage),
            TestStudy.NewSeries(),
            1
        );
        await bench.Source.StoreAsync(other.Bytes, stage.CancellationToken);
        var scene = new Scene(plain.Study, [.. plain.Files, other])
        {
            Hit = new HashSet<string> { other.Uid },
            Source = plain.Source,
        };
        var folder = Directory.CreateTempSubdirectory("adit-profile-");
        var profile = Path.Combine(folder.FullName, "storescp.cfg");
        await File.WriteAllTextAsync(
            profile,
            """
            [[TransferSyntaxes]]
            [Plain]
            TransferSyntax1 = LittleEndianExplicit
            TransferSyntax2 = LittleEndianImplicit
            [[PresentationContexts]]
            [OnlyCt]
            PresentationContext1 = CTImageStorage\Plain
            [[Profiles]]
            [OnlyCt]
            PresentationContexts = OnlyCt
            """,
            stage.CancellationToken
        );
        Stage.ToStoreScp(
            scene,
            await StoreScp.StartAsync(stage.CancellationToken, "--config-file", profile, "OnlyCt")
        );
        folder.Delete(recursive: true);
        return scene;
    }
}
