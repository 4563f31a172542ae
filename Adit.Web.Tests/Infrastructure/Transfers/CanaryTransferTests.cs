using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Adit.Dicom.Data;
using Adit.Dicom.Deidentification;
using Adit.Dicom.Encoding;
using Adit.Dicom.Tests.Deidentification.Archive;
using Adit.Dicom.Tests.Deidentification.Canaries;
using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Transfers;
using Adit.Web.Tests.Domain.Projects;
using Adit.Web.Tests.Infrastructure.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>
/// Studies full of markers go through the whole program, from one Orthanc to another and into a folder. Then everything that the
/// program has left behind is searched for them: files and their names, the manifest, logs, reports, mail rows, and each column of the
/// database that is not named as one of patient data.
/// </summary>
[Collection(nameof(TransferServers))]
public sealed class CanaryTransferTests(TransferServers servers, PostgreSqlCluster cluster)
    : IDisposable
{
    private const string CanaryPseudonym = "CANARY-1";
    private const string OtherPseudonym = "CANARY-2";
    private const string CtImageStorage = "1.2.840.10008.5.1.4.1.1.2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("adit-canary-");
    private readonly CanaryObject _canaries = new(CtImageStorage);
    private readonly IReadOnlyList<SyntheticObject> _study =
    [
        // The first patient's first study: CT, segmentation, radiotherapy, report, markings, key objects, screen.
        .. SyntheticArchive.All.Where(o =>
            o.Patient.Number == 0
            && o.Dataset.GetString(DicomTag.StudyInstanceUid)
                == SyntheticArchive.All[0].Dataset.GetString(DicomTag.StudyInstanceUid)
        ),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Transfer_StudiesFullOfMarkers_LeavesNoneOfThemAnywhere()
    {
        await StoreAsync(_canaries.ToDataset());
        foreach (var original in _study)
        {
            await StoreAsync(original.Dataset);
        }
        using var log = new CapturedLog();
        await using var host = await HostAsync(log);
        var person = await host.PersonAsync("ann", Cancel, staff: true);
        var folderId = await FolderIdAsync(host);
        var project = await host.Get<CreateProject>()
            .ExecuteAsync(
                person,
                host.ProjectInput() with
                {
                    DestinationIds = [host.DestinationId, folderId],
                },
                Cancel
            );
        project.Error.ShouldBeNull();

        var toServer = await TransferAsync(host, person, project.Value, host.DestinationId);
        var toFolder = await TransferAsync(host, person, project.Value, folderId);

        var tasks = toServer.Concat(toFolder).ToList();
        var account = string.Join('\n', tasks.Select(t => $"{t.Status}: {t.Message}"));
        tasks.ShouldAllBe(
            task => task.Status == JobTaskStatus.Success || task.Status == JobTaskStatus.Warning,
            account
        );
        var arrived = await FromServerAsync();
        arrived.Count.ShouldBeGreaterThan(5, account);
        foreach (var (name, bytes) in arrived)
        {
            Search(name, bytes, Everything(bytes));
        }
        // The manifest says of each series what its images say.
        var canary = arrived.First(file =>
            file.Name.StartsWith(CanaryPseudonym, StringComparison.Ordinal)
        );
        await SearchFolderAsync(arrived.Count, [.. Everything(canary.Bytes), .. OfKey]);
        Search("the program's log", log.Text, Everything());
        foreach (var task in tasks)
        {
            var report = (
                await host.Get<IDeidentificationReports>().FindAsync(task.Id, Cancel)
            ).ShouldNotBeNull();
            report.Instances.ShouldBeGreaterThan(0);
            Search("a report", JsonSerializer.SerializeToUtf8Bytes(report), Everything());
        }
        await SearchDatabaseAsync(host);
    }

    private Task<EngineHost> HostAsync(CapturedLog log) =>
        EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            cluster,
            Cancel,
            settings: new Dictionary<string, string?>
            {
                ["Seed:Servers:0:Port"] = Text(servers.Source.DicomPort),
                ["Seed:Servers:1:AeTitle"] = "DEST",
                ["Seed:Servers:1:Port"] = Text(servers.Destination.DicomPort),
                ["Seed:Folders:0:Name"] = "Share",
                ["Seed:Folders:0:Path"] = _folder.FullName,
                ["Seed:Folders:0:DestinationFor:0"] = "Researchers",
                ["Folders:ReserveBytes"] = "0",
            },
            askServers: true,
            configure: services =>
            {
                services.RemoveAll<ITaskExecutor>();
                services.AddScoped<ITaskExecutor, StudyTransferExecutor>();
                services.AddLogging(logging =>
                    logging.SetMinimumLevel(LogLevel.Information).AddProvider(log)
                );
            }
        );

    private static async Task<int> FolderIdAsync(EngineHost host)
    {
        await using var db = await host.OpenAsync(Cancel);
        return await db.Nodes.Where(n => n.Name == "Share").Select(n => n.Id).SingleAsync(Cancel);
    }

    private async Task<IReadOnlyList<JobTask>> TransferAsync(
        EngineHost host,
        Actor person,
        int projectId,
        int destinationId
    )
    {
        var canary = Selected(_canaries.ToDataset());
        var other = Selected(_study[0].Dataset);
        var created = await host.Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                person,
                new SelectiveTransferInput
                {
                    SourceId = host.SourceId,
                    DestinationId = destinationId,
                    ProjectId = projectId,
                    Studies = [canary, other],
                    Pseudonyms = new Dictionary<string, string>
                    {
                        [canary.PatientId] = CanaryPseudonym,
                        [other.PatientId] = OtherPseudonym,
                    },
                    SendFinishedMail = true,
                    TrialProtocolId = "TRIAL-9",
                },
                Cancel
            );
        created.Error.ShouldBeNull();
        await host.WaitForAsync(created.Value, job => job.Counts.Open == 0, Cancel);
        return await host.TasksAsync(created.Value, Cancel);
    }

    /// <summary>As the search finds it.</summary>
    private static SelectedStudy Selected(DicomDataset dataset) =>
        new(dataset.GetString(DicomTag.PatientId)!, dataset.GetString(DicomTag.StudyInstanceUid)!)
        {
            StudyDescription = dataset.GetString(DicomTag.StudyDescription),
            StudyDate = dataset.GetDate(DicomTag.StudyDate),
            PatientName = dataset.GetString(DicomTag.PatientName),
            PatientBirthDate = dataset.GetDate(DicomTag.PatientBirthDate),
        };

    private async Task StoreAsync(DicomDataset dataset)
    {
        using var file = new MemoryStream();
        await DicomFile.SaveAsync(
            file,
            dataset,
            DicomTransferSyntax.ExplicitVrLittleEndian,
            cancellationToken: Cancel
        );
        await servers.Source.StoreAsync(file.ToArray(), Cancel);
    }

    private async Task<IReadOnlyList<(string Name, byte[] Bytes)>> FromServerAsync()
    {
        List<(string, byte[])> files = [];
        foreach (var pseudonym in (string[])[CanaryPseudonym, OtherPseudonym])
        {
            using var response = await servers.Destination.Rest.PostAsJsonAsync(
                "tools/find",
                new JsonObject
                {
                    ["Level"] = "Instance",
                    ["Query"] = new JsonObject { ["PatientID"] = pseudonym },
                },
                Cancel
            );
            response.EnsureSuccessStatusCode();
            var found = (await response.Content.ReadFromJsonAsync<string[]>(Cancel))!;
            found.ShouldNotBeEmpty();
            foreach (var id in found)
            {
                files.Add(
                    ($"{pseudonym} at the server", await servers.Destination.FileAsync(id, Cancel))
                );
            }
        }
        return files;
    }

    private async Task SearchFolderAsync(int images, IReadOnlyList<Marker> ofManifest)
    {
        var found = 0;
        foreach (var entry in _folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(_folder.FullName, entry.FullName);
            Search($"the name {name}", name, Everything());
            if (entry is not FileInfo)
            {
                continue;
            }
            var bytes = await File.ReadAllBytesAsync(entry.FullName, Cancel);
            var isImage = entry.Extension == ".dcm";
            found += isImage ? 1 : 0;
            Search(name, bytes, isImage ? Everything(bytes) : ofManifest);
        }
        found.ShouldBe(images);
    }

    private static string[] Named(IModel model) =>
        [
            .. from type in model.GetEntityTypes()
            from property in type.GetProperties()
            where
                PatientDataColumns.All.Contains(
                    $"{property.DeclaringType.ClrType.Name}.{property.Name}"
                )
            select $"{type.GetTableName()}.{property.GetColumnName()}",
        ];

    /// <summary>Every column that the database itself tells of, except those that are named.</summary>
    private async Task SearchDatabaseAsync(EngineHost host)
    {
        await using var db = await host.OpenAsync(Cancel);
        var named = Named(db.Model);
        named.Length.ShouldBeGreaterThanOrEqualTo(PatientDataColumns.All.Count);
        var searched = new HashSet<string>();
        var columns = await db
            .Database.SqlQuery<string>(
                $"SELECT t.name || '.' || c.name AS Value FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'"
            )
            .ToListAsync(Cancel);
        foreach (var column in columns.Except(named))
        {
            var dot = column.IndexOf('.', StringComparison.Ordinal);
            // Names that the database itself has just told.
            var sql =
                $"SELECT CAST(\"{column[(dot + 1)..]}\" AS TEXT) AS Value FROM \"{column[..dot]}\" WHERE \"{column[(dot + 1)..]}\" IS NOT NULL";
            var values = await db.Database.SqlQueryRaw<string>(sql).ToListAsync(Cancel);
            Search($"column {column}", string.Join('\n', values), Everything());
            searched.Add(column);
        }
        searched.ShouldContain("TaskLog.Text");
        searched.Count.ShouldBeGreaterThan(100);
        (await db.Outbox.CountAsync(Cancel)).ShouldBeGreaterThan(0);
        (await db.TaskLog.CountAsync(Cancel)).ShouldBeGreaterThan(0);
    }

    /// <summary>What may be nowhere; of an image only what its rules do not keep.</summary>
    private IReadOnlyList<Marker> Everything(byte[]? image = null)
    {
        if (image is null)
        {
            return
            [
                .. _canaries.Markers,
                Canary.NameMarker,
                .. _study
                    .SelectMany(o => o.Dataset.GetStrings(DicomTag.SopInstanceUid))
                    .Select(uid => new Marker(uid, "an identifier")),
                .. OfKey,
            ];
        }
        var output = DicomFile.Parse(image).Dataset;
        if (output.GetString(DicomTag.PatientId) != CanaryPseudonym)
        {
            return OfKey;
        }
        // The secret is the project's own, so only what must be gone is asked here, not what stands in its place.
        var judge = new CanaryJudge(
            new Oracle(ShippedProfiles.ResearchWithShiftedDates.Options, CtImageStorage, true),
            new byte[32],
            CanaryPseudonym,
            0,
            withoutVrs: false
        );
        judge.Judge(_canaries.TopLevel, output);
        judge.MustGo.Count.ShouldBeGreaterThan(1000);
        // A moved date may be another's original one: of dates only the engine's own proof can tell.
        return
        [
            .. judge.MustGo.Where(marker =>
                marker.Text.Length != "yyyyMMdd".Length || marker.Text[0] > '9'
            ),
            Canary.NameMarker,
        ];
    }

    /// <summary>What the answer key of the synthetic study says of texts that must be gone.</summary>
    private IReadOnlyList<Marker> OfKey =>
        [
            .. _study
                .SelectMany(o => o.Key)
                .Where(line =>
                    line is { Check: Check.TextRemoved, Condition: Condition.Always }
                    && line.Text.Length >= 8
                    && line.Text.All(char.IsAscii)
                )
                .Select(line => line.Text)
                .Distinct()
                .Select(text => new Marker(text, "the answer key")),
        ];

    private static void Search(string where, string text, IReadOnlyList<Marker> markers) =>
        Search(where, System.Text.Encoding.UTF8.GetBytes(text), markers);

    private static void Search(string where, byte[] bytes, IReadOnlyList<Marker> markers) =>
        new MarkerScan(markers)
            .Find(bytes)
            .Select(marker => $"{marker.Text} ({marker.Origin}) is in {where}")
            .ShouldBeEmpty();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class CapturedLog : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => new Logger(_lines);

        public void Dispose() { }

        private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                lines.Enqueue(state.ToString() ?? "");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            )
            {
                if (IsEnabled(logLevel))
                {
                    lines.Enqueue(formatter(state, exception) + exception);
                }
            }
        }
    }
}
