using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Adit.Infrastructure.Folders;

/// <summary>
/// Where files of a folder are written before they get their name: in the same file system, out of sight of who looks into the
/// folder. A file that some process still writes is locked by it, so that nobody takes it for a leftover.
/// </summary>
internal sealed class StagingArea(string root)
{
    public const string DirectoryName = ".adit-tmp";
    private const string Extension = ".part";

    // Locks are advisory and missing on some network file systems; of our own files we know without them.
    private static readonly ConcurrentDictionary<string, byte> InUse = new(StringComparer.Ordinal);

    public string Directory { get; } = Path.Combine(root, DirectoryName);

    /// <summary>Makes an empty file; the handle locks it until it is closed.</summary>
    public (SafeFileHandle Handle, string Path) Create(long taskId)
    {
        MakeDirectory();
        var path = Path.Combine(
            Directory,
            Prefix(taskId) + Guid.NewGuid().ToString("N") + Extension
        );
        InUse[path] = 0;
        try
        {
            return (
                File.OpenHandle(
                    path,
                    FileMode.CreateNew,
                    FileAccess.ReadWrite,
                    // On Windows a file that others may delete can be renamed while it is open.
                    OperatingSystem.IsWindows()
                        ? FileShare.Delete
                        : FileShare.None,
                    FileOptions.Asynchronous
                ),
                path
            );
        }
        catch
        {
            InUse.TryRemove(path, out _);
            throw;
        }
    }

    /// <summary>The file has its final name now, or is not needed: it is removed when it is still here.</summary>
    public static void Discard(SafeFileHandle handle, string path)
    {
        handle.Dispose();
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The disk is gone or read-only. The next start finds the file and removes it.
        }
        InUse.TryRemove(path, out _);
    }

    /// <summary>Removes what a crash left behind, of one task or of all, and says how many files that were.</summary>
    public int RemoveLeftovers(long? taskId = null)
    {
        if (!System.IO.Directory.Exists(Directory) || IsLink(Directory))
        {
            return 0;
        }
        var removed = 0;
        var pattern = (taskId is { } id ? Prefix(id) : "") + "*" + Extension;
        foreach (var path in System.IO.Directory.EnumerateFiles(Directory, pattern))
        {
            if (!InUse.ContainsKey(path) && TryRemove(path))
            {
                removed++;
            }
        }
        return removed;
    }

    private static bool TryRemove(string path)
    {
        try
        {
            // Fails as long as another process has it open.
            using var exclusive = File.OpenHandle(
                path,
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.Delete
            );
            File.Delete(path);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void MakeDirectory()
    {
        if (System.IO.Directory.Exists(Directory))
        {
            if (IsLink(Directory))
            {
                throw new FolderUnavailableException(
                    $"{DirectoryName} in the folder is a link that leads elsewhere. Remove it."
                );
            }
            return;
        }
        if (!System.IO.Directory.Exists(root))
        {
            throw new DirectoryNotFoundException("The folder is gone.");
        }
        System.IO.Directory.CreateDirectory(Directory);
    }

    private static bool IsLink(string path) =>
        (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    private static string Prefix(long taskId) =>
        string.Create(CultureInfo.InvariantCulture, $"task-{taskId}-");
}
