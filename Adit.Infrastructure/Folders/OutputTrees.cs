namespace Adit.Infrastructure.Folders;

/// <summary>One <see cref="OutputTree"/> per job and folder, shared by the tasks that run at the same time.</summary>
internal sealed class OutputTrees
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (OutputTree Tree, int Users)> _trees = new(
        StringComparer.Ordinal
    );

    public Lease Take(string root, string jobFolder)
    {
        var key = Path.Combine(Path.GetFullPath(root), jobFolder);
        lock (_gate)
        {
            var (tree, users) = _trees.GetValueOrDefault(key);
            tree ??= new OutputTree(root, jobFolder);
            _trees[key] = (tree, users + 1);
            return new Lease(this, key, tree);
        }
    }

    private void Return(string key)
    {
        lock (_gate)
        {
            var (tree, users) = _trees[key];
            if (users > 1)
            {
                _trees[key] = (tree, users - 1);
                return;
            }
            // The next task looks at the disk again: people may have moved things.
            _trees.Remove(key);
            tree.Dispose();
        }
    }

    public sealed class Lease(OutputTrees owner, string key, OutputTree tree) : IDisposable
    {
        private int _returned;

        public OutputTree Tree => tree;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
            {
                owner.Return(key);
            }
        }
    }
}
