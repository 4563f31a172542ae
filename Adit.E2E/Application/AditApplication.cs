using Adit.Dicom.Tests.Peers;

namespace Adit.E2E.Application;

/// <summary>The real program in a process of its own, on a free port, with its database in a given folder.</summary>
public sealed class AditApplication : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly PeerProcess _process;

    private AditApplication(PeerProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    public string Output => _process.Output;

    public static async Task<AditApplication> StartAsync(
        DirectoryInfo data,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    )
    {
        var process = Launch(data, settings, "http://127.0.0.1:0");
        try
        {
            var line = await process.WaitForOutputAsync(
                Listening,
                StartDeadline,
                cancellationToken
            );
            var address = line[
                (line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..
            ]
                .Trim();
            return new AditApplication(process, new Uri(address));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program without waiting for anything.</summary>
    public static PeerProcess Launch(
        DirectoryInfo data,
        IReadOnlyDictionary<string, string> settings,
        string url
    )
    {
        var environment = new Dictionary<string, string>(settings)
        {
            ["Database__Provider"] = "Sqlite",
            ["Database__ConnectionString"] =
                $"Data Source={Path.Combine(data.FullName, "adit.db")}",
        };
        environment.TryAdd("ASPNETCORE_ENVIRONMENT", "Development");
        environment.TryAdd("Receiver__Port", "0");
        var (program, folder) = Locate();
        return PeerProcess.Start("dotnet", [program, "serve", "--urls", url], environment, folder);
    }

    /// <summary>Waits until it has ended and returns its exit code.</summary>
    public Task<int> WaitForExitAsync(TimeSpan deadline, CancellationToken cancellationToken) =>
        _process.WaitForExitAsync(deadline, cancellationToken);

    /// <summary>Ends it as a power cut would: nothing is finished, nothing is tidied up.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>A file that the build of another project has made, in the same configuration and framework as this one.</summary>
    public static string OutputOf(string project, string file)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output.Parent.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(root, project, "bin", configuration, framework, file);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"Build {project} first: {path} is missing.");
    }

    // Run from its project's folder, where its static assets are described.
    private static (string Program, string Folder) Locate()
    {
        var program = OutputOf("Adit.Web", "adit.dll");
        return (program, Path.GetFullPath(Path.Combine(program, "../../../..")));
    }
}
