using System.Diagnostics;
using System.Globalization;
using Adit.Dicom.Network;

namespace Adit.Benchmarks.Transfer;

/// <summary>Adit in a process of its own, with the runtime settings of the product, driven line by line.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it has used of all cores together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Task<WorkerProcess> StartAsync(
        DirectoryInfo root,
        DicomPeer source,
        int destinationPort,
        CancellationToken cancellationToken
    ) =>
        StartAsync(
            root,
            [
                "--source",
                source.Port.ToString(CultureInfo.InvariantCulture),
                "--destination",
                destinationPort.ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken
        );

    /// <param name="root">Where its database is made.</param>
    /// <param name="arguments">Which nodes it has, see <see cref="WorkerNodes"/>.</param>
    /// <param name="cancellationToken">Ends the wait for its start.</param>
    public static async Task<WorkerProcess> StartAsync(
        DirectoryInfo root,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        var folder = AppContext.BaseDirectory;
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "exec",
                "--runtimeconfig",
                Path.Combine(folder, "adit.runtimeconfig.json"),
                "--depsfile",
                Path.Combine(folder, "Adit.Benchmarks.deps.json"),
                Path.Combine(folder, "Adit.Benchmarks.dll"),
                "transfer-worker",
                "--database",
                Path.Combine(root.FullName, $"adit-{Guid.NewGuid():N}.db"),
            },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        var process =
            Process.Start(start)
            ?? throw new InvalidOperationException("The worker did not start.");
        var worker = new WorkerProcess(process);
        await worker.ExpectAsync("ready", cancellationToken);
        return worker;
    }

    /// <summary>Seconds from the task's start to its end.</summary>
    public Task<double> TransferAsync(CtStudy study, CancellationToken cancellationToken) =>
        TransferAsync(study.StudyInstanceUid, study.Images, cancellationToken);

    public Task<double> TransferAsync(
        string studyInstanceUid,
        int images,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            string.Create(CultureInfo.InvariantCulture, $"transfer {studyInstanceUid} {images}"),
            cancellationToken
        );

    /// <summary>The same in a project that the worker has.</summary>
    public Task<double> PseudonymiseAsync(
        CtStudy study,
        string project,
        CancellationToken cancellationToken
    ) =>
        AskAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"pseudonymise {study.StudyInstanceUid} {study.Images} {project}"
            ),
            cancellationToken
        );

    private async Task<double> AskAsync(string line, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return double.Parse(
            await ExpectAsync("done", cancellationToken),
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>VmHWM of the kernel: the most memory that the process has ever had resident.</summary>
    public async Task<double> PeakMegabytesAsync(CancellationToken cancellationToken)
    {
        var status = await File.ReadAllLinesAsync($"/proc/{_process.Id}/status", cancellationToken);
        var line = status.Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        var kilobytes = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private async Task<string> ExpectAsync(string word, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line =
                await _process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException("The worker ended too early.");
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return line[word.Length..].Trim();
            }
            await Console.Error.WriteLineAsync("worker: " + line);
            if (line.StartsWith("failed", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(line);
            }
        }
    }
}
