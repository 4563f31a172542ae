using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Folders;

namespace Adit.Web.Tests.Infrastructure.Transfers.Faults;

/// <summary>The destination is a folder, and something is wrong with it. What a folder cannot do is put into its nearest equivalent.</summary>
internal static class FolderColumn
{
    public static async Task<Scene> SetAsync(Fault fault, FaultBench bench, Stage stage)
    {
        // Killed in the middle of a file: an image that takes several PDUs.
        var scene = await stage.HealthyAsync(
            fault is Fault.AbortDuring or Fault.DiskFull ? 192_000 : 2048
        );
        var folder = scene.Own(new Folder());
        scene.Destination = folder.Node();
        scene.AskDestination = _ => Task.FromResult(folder.Images());
        scene.AlsoHolds = _ =>
            folder.Leftovers().Length > 0 ? "Unfinished files lie in the folder." : null;
        switch (fault)
        {
            case Fault.Success:
                break;
            case Fault.SomeFailures:
                // Files of these names are there and hold something else: they are neither overwritten nor called stored.
                scene.Hit = Stage.Two(scene);
                scene.BeforeSecondAttempt = () => folder.Change(scene.Hit);
                scene.AskDestination = _ => Task.FromResult(folder.Images().Except(scene.Hit));
                break;
            case Fault.AllFailures:
                scene.Hit = Stage.All(scene);
                scene.BeforeSecondAttempt = () => folder.Change(scene.Hit);
                scene.AskDestination = _ => Task.FromResult(folder.Images().Except(scene.Hit));
                break;
            case Fault.Warnings:
                // A folder warns of nothing; that the same file was there already is said in the ledger.
                scene.BeforeSecondAttempt = () => { };
                scene.AlsoHolds = run =>
                    run.Ledger.Values.All(line => line.Reason is not null)
                        ? null
                        : "The ledger does not say that the files were there.";
                break;
            case Fault.MissingInstances:
                // A folder has nothing to leave out; the source has, and the list in the folder must not name it.
                await stage.LoseFilesAsync(scene, scene.Hit = Stage.Two(scene));
                scene.AlsoHolds = _ =>
                    scene.Hit.Any(folder.Lists)
                        ? "The folder's list names what is not there."
                        : null;
                break;
            case Fault.Cancel:
                scene.CancelWhen = FromLine(LineFault.Freeze, image => image == 3).Faulted;
                break;
            case Fault.AbortDuring:
                // Staff kills the task in the middle of a file.
                scene.KillWhen = FromLine(LineFault.Freeze, pdu => pdu == 8).Faulted;
                break;
            case Fault.AbortAfter:
                // The share is unmounted when some images are there already; what lies aside goes with it, out of reach.
                scene.AlsoHolds = _ => null;
                FromLine(
                    LineFault.None,
                    image =>
                    {
                        if (image == 5)
                        {
                            folder.MoveAway();
                        }
                        return false;
                    }
                );
                scene.Lines.Clear();
                break;
            case Fault.Refuse:
                // Not there. (Not being allowed to write cannot be arranged for a test that runs as root.)
                folder.MoveAway();
                break;
            case Fault.Cut:
                // A folder has no line; that to the source is cut, and no half file may stay.
                FromLine(LineFault.Cut, image => image == 3, once: true);
                break;
            case Fault.DiskFull:
                // A quota of 1 GB with room for two and a half images; the rest is a file without blocks.
                folder.Fill(FolderSpace.Gigabyte - (192_000 * 5 / 2));
                scene.Destination = folder.Node(quotaGb: 1);
                break;
            case Fault.Silence:
                throw new InvalidOperationException("Skipped in the table.");
        }
        return scene;

        FaultyLine FromLine(LineFault what, Func<int, bool> atImage, bool once = false)
        {
            var line = Stage.Line(
                scene,
                bench.Source.DicomPort,
                piece =>
                    piece is { IsFromServer: true, Length: > 1500 }
                    && (!once || piece.Faults == 0)
                    && atImage(piece.Images)
                        ? what
                        : LineFault.None
            );
            scene.Source = Stage.Source(line.Port);
            return line;
        }
    }

    /// <summary>A directory that is gone with the cell.</summary>
    private sealed class Folder : IAsyncDisposable
    {
        private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory(
            "adit-fault-folder-"
        );

        private string Share => Path.Combine(_root.FullName, "share");

        public Folder() => Directory.CreateDirectory(Share);

        public DicomFolderNode Node(int? quotaGb = null)
        {
            var node = new DicomFolderNode($"Folder {_root.Name}", Share);
            node.Configure(Share, quotaGb, null);
            return node;
        }

        public void MoveAway() => Directory.Move(Share, Path.Combine(_root.FullName, "away"));

        public void Fill(long bytes)
        {
            using var filler = File.Create(Path.Combine(Share, "filler"));
            filler.SetLength(bytes);
        }

        /// <summary>SOP Instance UIDs of the whole files in it, wherever it has been moved.</summary>
        public IEnumerable<string> Images() =>
            Files("*.dcm").Select(path => Path.GetFileNameWithoutExtension(path));

        public bool Lists(string uid) =>
            Files("manifest.csv")
                .Any(path => File.ReadAllText(path).Contains(uid, StringComparison.Ordinal));

        public void Change(IReadOnlySet<string> images)
        {
            foreach (
                var path in Files("*.dcm")
                    .Where(path => images.Contains(Path.GetFileNameWithoutExtension(path)))
            )
            {
                var bytes = File.ReadAllBytes(path);
                bytes[^1] ^= 1;
                File.WriteAllBytes(path, bytes);
            }
        }

        public string[] Leftovers() => Files("*.part");

        public ValueTask DisposeAsync()
        {
            _root.Delete(recursive: true);
            return ValueTask.CompletedTask;
        }

        private string[] Files(string pattern) =>
            Directory.GetFiles(_root.FullName, pattern, SearchOption.AllDirectories);
    }
}
