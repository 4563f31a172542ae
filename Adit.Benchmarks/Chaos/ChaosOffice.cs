using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Benchmarks.Chaos;

/// <summary>
/// The person in front of the page: the use cases of the product on the database of the application that is being killed. Its host is
/// never started: jobs run in the application alone.
/// </summary>
internal sealed class ChaosOffice : IDisposable
{
    public const string Group = "Chaos";
    public const string UserName = "chaos";
    public const string Password = "A-chaos-2026";

    private static readonly ServerTimeouts _timeouts = new()
    {
        ConnectSeconds = 4,
        ResponseSeconds = 8,
        FirstImageSeconds = 12,
        IdleSeconds = 8,
        TotalSeconds = 120,
    };

    private readonly IHost _host;
    private readonly Dictionary<string, (int Source, int Destination)> _routes = new(
        StringComparer.Ordinal
    );
    private Actor? _actor;

    public ChaosOffice(IReadOnlyDictionary<string, string> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = "Benchmark" }
        );
        builder.Configuration.AddInMemoryCollection(
            settings.ToDictionary(
                pair => pair.Key.Replace("__", ":", StringComparison.Ordinal),
                pair => (string?)pair.Value
            )
        );
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Services.AddDataProtection();
        builder.Services.AddAditInfrastructure(builder.Configuration, builder.Environment);
        _host = builder.Build();
    }

    private Actor Actor => _actor ?? throw new InvalidOperationException("Nobody has logged in.");

    /// <summary>Makes the nodes, as staff does, and gives the group access to them.</summary>
    public async Task SetUpAsync(
        IEnumerable<ChaosRoute> routes,
        CancellationToken cancellationToken
    )
    {
        await using var db = await OpenAsync(cancellationToken);
        var person = await db.Users.SingleAsync(u => u.UserName == UserName, cancellationToken);
        _actor = await Get<IActorProvider>().GetAsync(person.Id, cancellationToken);
        var groupId = Actor.GroupId!.Value;
        Dictionary<string, int> servers = new(StringComparer.Ordinal);
        foreach (var route in routes)
        {
            var source = await ServerAsync(route.Source);
            int destination;
            if (route.Destination is { } server)
            {
                destination = await ServerAsync(server);
            }
            else
            {
                destination = Value(
                    await Get<SaveFolder>()
                        .ExecuteAsync(
                            Actor,
                            new FolderInput
                            {
                                Name = route.Name,
                                Path = route.Folder!.FullName,
                                AcceptedData = AcceptedData.Identified,
                            },
                            cancellationToken
                        )
                );
            }
            await AllowAsync(source, isSource: true);
            await AllowAsync(destination, isSource: false);
            if (route.IsDirect)
            {
                db.Add(new DirectMovePair(source, destination));
                await db.SaveChangesAsync(cancellationToken);
            }
            _routes.Add(route.Name, (source, destination));
        }

        async Task<int> ServerAsync(ChaosNode node)
        {
            if (servers.TryGetValue(node.AeTitle, out var known))
            {
                return known;
            }
            return servers[node.AeTitle] = Value(
                await Get<SaveServer>()
                    .ExecuteAsync(
                        Actor,
                        new ServerInput
                        {
                            Name = node.AeTitle,
                            AeTitle = node.AeTitle,
                            Host = "127.0.0.1",
                            Port = node.Dicom.Port,
                            Services = node.Services,
                            DicomWebUrl = node.Web is { } web
                                ? FormattableString.Invariant(
                                    $"http://127.0.0.1:{web.Port}/dicom-web"
                                )
                                : null,
                            AcceptedData = AcceptedData.Identified,
                            Timeouts = _timeouts,
                        },
                        cancellationToken
                    )
            );
        }

        async Task AllowAsync(int nodeId, bool isSource)
        {
            var access = await Get<INodeStore>()
                .FindAccessAsync(groupId, nodeId, cancellationToken);
            var allowed = await Get<SetNodeAccess>()
                .ExecuteAsync(
                    Actor,
                    groupId,
                    nodeId,
                    isSource || access?.IsSource == true,
                    !isSource || access?.IsDestination == true,
                    cancellationToken
                );
            if (allowed.Error is { } error)
            {
                throw new InvalidOperationException(error.Message);
            }
        }
    }

    /// <summary>Asks for the transfer of studies of one route.</summary>
    public async Task<int> CreateJobAsync(
        ChaosRoute route,
        IEnumerable<ChaosStudy> studies,
        CancellationToken cancellationToken
    )
    {
        var (source, destination) = _routes[route.Name];
        return Value(
            await Get<CreateSelectiveTransfer>()
                .ExecuteAsync(
                    Actor,
                    new SelectiveTransferInput
                    {
                        SourceId = source,
                        DestinationId = destination,
                        Studies =
                        [
                            .. studies.Select(study => new SelectedStudy(
                                study.PatientId,
                                study.StudyInstanceUid
                            )
                            {
                                Modalities = ["CT"],
                                ExpectedImages = study.Pixels.Count,
                            }),
                        ],
                    },
                    cancellationToken
                )
        );
    }

    public async Task<IReadOnlyList<Job>> JobsAsync(CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db.Jobs.AsNoTracking().OrderBy(job => job.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<JobTask>> TasksAsync(CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db.Tasks.AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancellationToken);
    }

    public async Task<ILookup<long, TransferredInstance>> LedgerAsync(
        CancellationToken cancellationToken
    )
    {
        await using var db = await OpenAsync(cancellationToken);
        var rows = await db.Ledger.AsNoTracking().ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.TaskId);
    }

    public async Task<IReadOnlyList<TaskLogEntry>> LogAsync(
        long taskId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await OpenAsync(cancellationToken);
        return await db
            .TaskLog.AsNoTracking()
            .Where(line => line.TaskId == taskId)
            .OrderBy(line => line.Id)
            .ToListAsync(cancellationToken);
    }

    public void Dispose() => _host.Dispose();

    private T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    private Task<AditDbContext> OpenAsync(CancellationToken cancellationToken) =>
        Get<IDbContextFactory<AditDbContext>>().CreateDbContextAsync(cancellationToken);

    private static T Value<T>(Result<T> result) =>
        result.IsSuccess
            ? result.Value
            : throw new InvalidOperationException(result.Error!.Message);
}
