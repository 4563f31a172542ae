using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Adit.Web.Tests.Infrastructure.Databases;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgreSqlCluster))]

namespace Adit.Web.Tests.Infrastructure.Databases;

/// <summary>A PostgreSQL of its own for the tests of this assembly, started when the first of them asks for a database.</summary>
public sealed class PostgreSqlCluster : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _directory = Path.Combine(
        Path.GetTempPath(),
        $"adit-pg-{Guid.NewGuid():N}"
    );
    private string? _connectionString;
    private int _databases;

    /// <summary>The connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _connectionString ??= await StartAsync(cancellationToken);
            var name = string.Create(CultureInfo.InvariantCulture, $"adit_{++_databases}");
            await using var connection = new NpgsqlConnection(_connectionString);
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = $"CREATE DATABASE {name}";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return new NpgsqlConnectionStringBuilder(_connectionString)
            {
                Database = name,
            }.ToString();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connectionString is not null)
        {
            NpgsqlConnection.ClearAllPools();
            using var deadline = new CancellationTokenSource(Deadline);
            await RunAsync("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"], deadline.Token);
        }

        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }

        _gate.Dispose();
    }

    private string Data => Path.Combine(_directory, "data");

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        Directory.CreateDirectory(_directory);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            await RunAsync("chown", ["postgres", _directory], deadline.Token, asPostgres: false);
        }

        await RunAsync(
            "initdb",
            ["-D", Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"],
            deadline.Token
        );
        var port = FreePort();
        await RunAsync(
            "pg_ctl",
            [
                "-D",
                Data,
                "-l",
                Path.Combine(_directory, "log"),
                "-w",
                "-o",
                $"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off -c max_connections=200 -c unix_socket_directories={_directory}",
                "start",
            ],
            deadline.Token
        );
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Maximum Pool Size=20";
    }

    private static async Task RunAsync(
        string program,
        string[] arguments,
        CancellationToken cancellationToken,
        bool asPostgres = true
    )
    {
        var command = asPostgres ? Path.Combine(Binaries(), program) : program;
        var start = new ProcessStartInfo { WorkingDirectory = Path.GetTempPath() };
        if (asPostgres && Environment.IsPrivilegedProcess)
        {
            start.FileName = "runuser";
            start.ArgumentList.Add("-u");
            start.ArgumentList.Add("postgres");
            start.ArgumentList.Add("--");
            start.ArgumentList.Add(command);
        }
        else
        {
            start.FileName = command;
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Not redirected into pipes: the server would inherit them and keep them open.
        start.ArgumentList.Insert(0, start.FileName);
        start.FileName = "/bin/sh";
        start.ArgumentList.Insert(0, "sh");
        start.ArgumentList.Insert(0, "\"$@\" >/dev/null 2>&1");
        start.ArgumentList.Insert(0, "-c");
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} ended with {process.ExitCode}. Is postgresql installed?"
            );
        }
    }

    private static string Binaries() =>
        Directory
            .GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderDescending(StringComparer.Ordinal)
            .First();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
