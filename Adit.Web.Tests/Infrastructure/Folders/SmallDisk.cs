using System.Diagnostics;
using System.Globalization;

namespace Adit.Web.Tests.Infrastructure.Folders;

/// <summary>A disk of a few megabytes in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _directory;

    private SmallDisk(DirectoryInfo directory) => _directory = directory;

    public string Path => _directory.FullName;

    /// <summary>Null where this needs more rights than the tests have.</summary>
    public static SmallDisk? TryMount(int megabytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        var directory = Directory.CreateTempSubdirectory("adit-small-disk-");
        var options = string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m");
        if (Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.FullName))
        {
            return new SmallDisk(directory);
        }
        directory.Delete();
        return null;
    }

    public void Dispose()
    {
        if (Run("umount", Path))
        {
            _directory.Delete();
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
        )!;
        return process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0;
    }
}
