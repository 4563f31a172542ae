using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.Jobs;
using Adit.Infrastructure;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Adit.Benchmarks.Pages;

/// <summary>
/// A database with one person and one job of very many tasks, written before the application starts. Its source is
/// suspended, so that the job stands still and every change is the benchmark's.
/// </summary>
internal sealed record LargeJob(int JobId, IReadOnlyList<long> FirstTaskIds)
{
    public const string UserName = "bench";
    public const string Password = "correct horse battery";

    public static async Task<LargeJob> CreateAsync(
        DirectoryInfo folder,
        int tasks,
        CancellationToken cancellationToken
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = "Benchmark" }
        );
        builder.Configuration.AddInMemoryCollection(Settings(folder));
        builder.Services.AddLogging();
        builder.Services.AddDataProtection();
        builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
        // Never started: only its storage is wanted.
        using var host = builder.Build();
        await host
            .Services.GetRequiredService<IDatabaseInitializer>()
            .MigrateAsync(cancellationToken);
        await host
            .Services.GetRequiredService<ISeeder>()
            .SeedAsync(
                host.Services.GetRequiredService<IOptions<SeedOptions>>().Value,
                cancellationToken
            );
        await using var db = await host
            .Services.GetRequiredService<IDbContextFactory<AditDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        var owner = await db.Users.SingleAsync(u => u.UserName == UserName, cancellationToken);
        var actor = await host
            .Services.GetRequiredService<IActorProvider>()
            .GetAsync(owner.Id, cancellationToken);
        var source = await db.Nodes.SingleAsync(n => n.Name == "Source", cancellationToken);
        var destination = await db.Nodes.SingleAsync(
            n => n.Name == "Destination",
            cancellationToken
        );
        source.Suspend("Nothing moves but what is measured", until: null);
        await db.SaveChangesAsync(cancellationToken);

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var job = new Job(JobKind.SelectiveTransfer, owner.Id, actor!.GroupId!.Value, now)
        {
            SourceId = source.Id,
            DestinationId = destination.Id,
        };
        job.BeginWith(JobTaskStatus.Pending, tasks);
        var jobId = await host
            .Services.GetRequiredService<IJobStore>()
            .AddAsync(
                job,
                [
                    .. Enumerable
                        .Range(1, tasks)
                        .Select(number => Study(source.Id, destination.Id, number, now)),
                ],
                cancellationToken
            );
        return new LargeJob(
            jobId,
            await db
                .Tasks.Where(t => t.JobId == jobId)
                .OrderBy(t => t.Id)
                .Select(t => t.Id)
                .Take(20)
                .ToListAsync(cancellationToken)
        );
    }

    private static JobTask Study(int sourceId, int destinationId, int number, DateTime now) =>
        new(
            sourceId,
            destinationId,
            "BENCH" + number.ToString(CultureInfo.InvariantCulture),
            "1.2.826.0.1.3680043.10.2." + number.ToString(CultureInfo.InvariantCulture),
            now
        )
        {
            StudyDescription = "CT of the thorax with contrast medium",
            StudyDate = DateOnly.FromDateTime(now).AddDays(-number % 3000),
            Modalities = "CT,SR",
            ExpectedImages = 100 + (number % 400),
        };

    private static Dictionary<string, string?> Settings(DirectoryInfo folder) =>
        new()
        {
            ["Database:Provider"] = "Sqlite",
            ["Receiver:Port"] = "0",
            ["Database:ConnectionString"] =
                $"Data Source={Path.Combine(folder.FullName, "adit.db")};Pooling=False",
            ["Seed:Groups:0:Name"] = "Bench",
            ["Seed:Groups:0:Permissions:0"] = "*",
            ["Seed:Servers:0:Name"] = "Source",
            ["Seed:Servers:0:AeTitle"] = "SOURCE",
            ["Seed:Servers:0:Host"] = "127.0.0.1",
            ["Seed:Servers:0:Port"] = "104",
            ["Seed:Servers:0:SourceFor:0"] = "Bench",
            ["Seed:Servers:1:Name"] = "Destination",
            ["Seed:Servers:1:AeTitle"] = "DESTINATION",
            ["Seed:Servers:1:Host"] = "127.0.0.1",
            ["Seed:Servers:1:Port"] = "105",
            ["Seed:Servers:1:Accepts"] = "Identified, Pseudonymised",
            ["Seed:Servers:1:DestinationFor:0"] = "Bench",
            ["Seed:People:0:UserName"] = UserName,
            ["Seed:People:0:Password"] = Password,
            ["Seed:People:0:IsStaff"] = "true",
            ["Seed:People:0:Groups:0"] = "Bench",
        };
}
