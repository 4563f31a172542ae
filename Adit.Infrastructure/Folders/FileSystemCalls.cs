using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Infrastructure.Folders;

/// <summary>Two things that .NET cannot do: making a directory's entries durable, and renaming that never replaces a file.</summary>
internal static class FileSystemCalls
{
    private const int Here = -100; // AT_FDCWD
    private const uint NoReplace = 1; // RENAME_NOREPLACE
    private const int CloseOnExec = 0x80000; // O_RDONLY | O_CLOEXEC

    private const int NotPermitted = 1; // EPERM
    private const int NotFound = 2; // ENOENT
    private const int Denied = 13; // EACCES
    private const int Exists = 17; // EEXIST
    private const int NoDirectory = 20; // ENOTDIR
    private const int Invalid = 22; // EINVAL
    private const int ReadOnly = 30; // EROFS
    private const int TooLong = 36; // ENAMETOOLONG
    private const int NoSystemCall = 38; // ENOSYS
    private const int NotSupported = 95; // EOPNOTSUPP

    /// <summary>Returns when the names in the directory are on the disk. Does nothing where the system does that by itself.</summary>
    public static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var descriptor = open(Zero(path), CloseOnExec);
        if (descriptor < 0)
        {
            throw Fault(Marshal.GetLastPInvokeError());
        }
        try
        {
            // Some network file systems have nothing to sync here and say so.
            if (
                fsync(descriptor) != 0
                && Marshal.GetLastPInvokeError() is var error
                && error is not (Invalid or NotSupported)
            )
            {
                throw Fault(error);
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    /// <summary>Gives a file its final name; false when something has that name already.</summary>
    public static bool TryMove(string from, string to)
    {
        if (!OperatingSystem.IsLinux())
        {
            return TryMovePortably(from, to);
        }
        if (renameat2(Here, Zero(from), Here, Zero(to), NoReplace) == 0)
        {
            return true;
        }
        switch (Marshal.GetLastPInvokeError())
        {
            case Exists:
                return false;
            case Invalid or NoSystemCall or NotSupported:
                // Not every file system knows this; a second name for the same file does not replace anything either.
                return TryLink(from, to);
            case var error:
                throw Fault(error);
        }
    }

    private static bool TryLink(string from, string to)
    {
        if (link(Zero(from), Zero(to)) == 0)
        {
            File.Delete(from);
            return true;
        }
        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            NotPermitted or Invalid or NoSystemCall or NotSupported => TryMovePortably(from, to),
            var error => throw Fault(error),
        };
    }

    private static bool TryMovePortably(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to) && File.Exists(from))
        {
            return false;
        }
    }

    // The number stands in HResult, as in the exceptions of .NET itself; no path in any text.
    private static Exception Fault(int error) =>
        error switch
        {
            NotFound or NoDirectory => new DirectoryNotFoundException(
                "A directory in the folder is gone."
            ),
            Denied or NotPermitted or ReadOnly => new UnauthorizedAccessException(
                "The folder does not let Adit write."
            ),
            TooLong => new PathTooLongException("The path is longer than the file system allows."),
            _ => new IOException($"The file system failed with error {error}.", error),
        };

    private static byte[] Zero(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int link(byte[] from, byte[] to);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat2(
        int fromDirectory,
        byte[] from,
        int toDirectory,
        byte[] to,
        uint flags
    );
}
