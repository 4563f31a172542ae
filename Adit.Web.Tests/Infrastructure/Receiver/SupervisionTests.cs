using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Adit.Dicom.Tests.Peers;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.Persistence;
using Adit.Web.CommandLine;
using Adit.Web.Features.Shell;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Receiver;

/// <summary>A receiver that breaks, or that cannot begin, is seen from outside: by readiness, and by the exit code of the program.</summary>
public sealed class SupervisionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-receiver-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AcceptLoop_Dies_HostStopsWithAnExitCodeAndIsNotReady()
    {
        await using var host = await EngineHost.CreateAsync(DatabaseProvider.Sqlite, null!, Cancel);
        var queries = host.Get<IReceiverQueries>();
        queries.IsReady.ShouldBeTrue();
        var services = host.Services.GetServices<IHostedService>().ToArray();
        HostExit.Code(services).ShouldBe(0);
        var stopping = new TaskCompletionSource();
        using var registration = host.Get<IHostApplicationLifetime>()
            .ApplicationStopping.Register(stopping.SetResult);

        LoseListener(services);

        await stopping.Task.WaitAsync(Patience, Cancel);
        queries.IsReady.ShouldBeFalse();
        var health = await new ReceiverCheck(queries).CheckHealthAsync(new(), Cancel);
        health.Status.ShouldBe(HealthStatus.Unhealthy);
        HostExit.Code(services).ShouldBe(1);
    }

    [Fact]
    public async Task Program_AcceptLoopDies_EndsWithExitCodeOne()
    {
        await using var program = StartProgram(
            "Development",
            new Dictionary<string, string>
            {
                ["Receiver__Port"] = "0",
                // This assembly is loaded into the program before it starts, see StartupHook.
                ["DOTNET_STARTUP_HOOKS"] = typeof(SupervisionTests).Assembly.Location,
                [ReceiverKiller.Variable] = "1",
            }
        );

        await program.WaitForOutputAsync("The receiver has failed", Patience, Cancel);
        (await program.WaitForExitAsync(Patience, Cancel)).ShouldBe(1, program.Output);
    }

    [Fact]
    public async Task Program_PortTakenInProduction_DoesNotStart()
    {
        using var other = Occupy();
        await using var program = StartProgram(
            "Production",
            new Dictionary<string, string>
            {
                ["Receiver__Port"] = PortOf(other),
                ["Seed__People__0__UserName"] = "chief",
                ["Seed__People__0__Password"] = "correct horse battery",
                ["Seed__People__0__IsStaff"] = "true",
            }
        );

        (await program.WaitForExitAsync(Patience, Cancel)).ShouldBe(1, program.Output);
        program.Output.ShouldContain("Receiver:Port");
        program.Output.ShouldNotContain("   at ", customMessage: program.Output);
    }

    [Fact]
    public async Task Program_PortTakenInDevelopment_StartsAndIsNotReady()
    {
        using var other = Occupy();
        await using var program = StartProgram(
            "Development",
            new Dictionary<string, string> { ["Receiver__Port"] = PortOf(other) }
        );
        const string Listening = "Now listening on: ";
        var line = await program.WaitForOutputAsync(Listening, Patience, Cancel);
        using var web = new HttpClient
        {
            BaseAddress = new Uri(
                line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]
                    .Trim()
            ),
        };

        program.Output.ShouldContain("The receiver does not run and Adit is not ready");
        using var ready = await web.GetAsync("health/ready", Cancel);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        using var live = await web.GetAsync("health/live", Cancel);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Socket Occupy()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        socket.Listen();
        return socket;
    }

    private static string PortOf(Socket socket) =>
        ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);

    private PeerProcess StartProgram(string environment, Dictionary<string, string> settings)
    {
        settings["ASPNETCORE_ENVIRONMENT"] = environment;
        settings["Database__ConnectionString"] =
            $"Data Source={Path.Combine(_folder.FullName, "adit.db")}";
        settings["DataProtection__KeyDirectory"] = _folder.FullName;
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.FullName;
        return PeerProcess.Start(
            "dotnet",
            [
                Path.Combine(root, "Adit.Web", "bin", output.Parent.Name, output.Name, "adit.dll"),
                "serve",
                "--urls",
                "http://127.0.0.1:0",
            ],
            settings,
            Path.Combine(root, "Adit.Web")
        );
    }

    /// <summary>What a driver, a container runtime or a bug can do: the listening socket is gone.</summary>
    internal static void LoseListener(IEnumerable<object> hostedServices)
    {
        var service = hostedServices.Single(s => s.GetType().Name == "ReceiverService");
        var server = Field(service, "_server");
        ((IDisposable)Field(server, "_listener")).Dispose();
    }

    private static object Field(object owner, string name) =>
        owner
            .GetType()
            .GetField(name, BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(owner)!;
}
