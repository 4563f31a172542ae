using Adit.Domain.Accounts;
using Adit.Infrastructure;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Sandbox;
using Adit.Web.CommandLine;
using Adit.Web.Features.Accounts;
using Adit.Web.Features.DicomNodes;
using Adit.Web.Features.Jobs;
using Adit.Web.Features.Notifications;
using Adit.Web.Features.Projects;
using Adit.Web.Features.SelectiveTransfer;
using Adit.Web.Features.Shell;
using Adit.Web.Features.StudySearch;
using Adit.Web.Logging;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using MudBlazor.Services;
using Serilog;
using Serilog.Core;

// The composition root: the only place that names the infrastructure.
return await AditCommandLine.RunAsync(
    args,
    new AditCommands
    {
        Serve = ServeAsync,
        Migrate = MigrateAsync,
        CreateAdmin = CreateAdminAsync,
    }
);

static async Task<int> ServeAsync(string[] hostArguments, CancellationToken cancellationToken)
{
    var builder = WebApplication.CreateBuilder(hostArguments);

    // Run from its build output in Production, the program finds its style sheets only with this.
    builder.WebHost.UseStaticWebAssets();
    if (
        string.IsNullOrEmpty(builder.Configuration["urls"])
        && string.IsNullOrEmpty(builder.Configuration["http_ports"])
    )
    {
        builder.WebHost.UseUrls("http://127.0.0.1:8000");
    }

    // Serilog writes to the console; the framework's own writers would say everything twice.
    builder.Logging.ClearProviders();
    builder.Services.AddSerilog(
        (services, logging) =>
            logging
                .ReadFrom.Configuration(builder.Configuration)
                .ReadFrom.Services(services)
                // Said in one line at the end of this method; a stack trace would hide it.
                .Filter.ByExcluding(log =>
                    log.Exception is StartupRefusedException || TakenAddress.Is(log.Exception)
                ),
        preserveStaticLogger: true,
        // The logs of the tasks are one.
        writeToProviders: true
    );
    builder.Services.AddSingleton<ILogEventEnricher, TaskEnricher>();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
    builder.Services.AddSandbox(builder.Configuration, builder.Environment);
    var keys = builder.Services.AddDataProtection().SetApplicationName("Adit");
    if (builder.Configuration["DataProtection:KeyDirectory"] is { Length: > 0 } keyDirectory)
    {
        keys.PersistKeysToFileSystem(new DirectoryInfo(keyDirectory));
    }

    builder.Services.AddAccounts();
    // Each open page looks this often for menus that were closed, and clears up after them: twice a second by default.
    builder.Services.AddMudServices(mud =>
        mud.PopoverOptions.QueueDelay = TimeSpan.FromSeconds(30)
    );
    builder.Services.AddScoped<CurrentActor>();
    builder.Services.AddScoped<NotificationCenter>();
    builder.Services.AddScoped<FileDownload>();
    builder.Services.AddScoped<StudySearchMemory>();
    builder.Services.AddScoped<TransferFormMemory>();
    builder.Services.AddTransient<PseudonymDesk>();
    builder.Services.AddTransient<JobCommands>();
    builder.Services.AddTransient<NodeCommands>();
    builder.Services.AddTransient<ProjectCommands>();
    builder
        .Services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database")
        .AddCheck<ReceiverCheck>("receiver");
    builder
        .Services.AddRazorComponents()
        .AddInteractiveServerComponents()
        .RegisterPersistentService<StudySearchMemory>(RenderMode.InteractiveServer)
        .RegisterPersistentService<TransferFormMemory>(RenderMode.InteractiveServer);

    var app = builder.Build();
    app.UseSecurityHeaders();
    if (!app.Environment.IsDevelopment())
    {
        app.UseExceptionHandler("/error", createScopeForErrors: true);
    }

    app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseAntiforgery();
    app.MapStaticAssets().AllowAnonymous();
    app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false })
        .AllowAnonymous();
    app.MapHealthChecks("/health/ready").AllowAnonymous();
    app.MapAccounts();
    app.MapRazorComponents<App>()
        .AddInteractiveServerRenderMode(options =>
            // Our own header says who may frame the pages.
            options.ContentSecurityFrameAncestorsPolicy = null
        );
    app.Lifetime.ApplicationStarted.Register(() =>
        Greeting.Write(Console.Out, app.Urls, app.Services.GetRequiredService<DemoAccounts>())
    );

    try
    {
        // Asked for now: after the end of the program its services are gone.
        var background = app.Services.GetServices<IHostedService>().ToArray();
        await app.RunAsync(cancellationToken);
        return HostExit.Code(background);
    }
    catch (StartupRefusedException refused)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
    catch (IOException taken) when (TakenAddress.Is(taken))
    {
        await Console.Error.WriteLineAsync(TakenAddress.Message(taken));
        return 1;
    }
}

static async Task<int> MigrateAsync(string[] hostArguments, CancellationToken cancellationToken)
{
    using var host = BuildWithoutPages(hostArguments);
    await host.Services.GetRequiredService<IDatabaseInitializer>().MigrateAsync(cancellationToken);
    Console.WriteLine("The database is up to date.");
    return 0;
}

static async Task<int> CreateAdminAsync(
    string userName,
    string[] hostArguments,
    CancellationToken cancellationToken
)
{
    using var host = BuildWithoutPages(hostArguments);
    var password = host.Services.GetRequiredService<IConfiguration>()["ADIT_ADMIN_PASSWORD"];
    if (string.IsNullOrEmpty(password))
    {
        password = PasswordPrompt.Read(Console.In, Console.Error);
    }

    await host.Services.GetRequiredService<IDatabaseInitializer>().MigrateAsync(cancellationToken);
    await using var scope = host.Services.CreateAsyncScope();
    var created = await scope
        .ServiceProvider.GetRequiredService<AccountCreation>()
        .CreateAdminAsync(userName, password, cancellationToken: cancellationToken);
    if (created.Error is { } error)
    {
        await Console.Error.WriteLineAsync(error.Message);
        return 1;
    }

    Console.WriteLine($"{userName} can log in now and administers this installation.");
    return 0;
}

// Never started: no engine, no receiver, no page; only what a command asks for.
static IHost BuildWithoutPages(string[] hostArguments)
{
    var builder = Host.CreateApplicationBuilder(hostArguments);
    // Commands speak for themselves, and faults reach the command line as exceptions.
    builder.Logging.ClearProviders();
    builder.Services.AddDataProtection();
    builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
    return builder.Build();
}
