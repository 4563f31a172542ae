using System.Globalization;
using Adit.Domain.Jobs;
using Adit.Domain.SelectiveTransfer;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Benchmarks.Transfer;

/// <summary>The other side of <see cref="WorkerProcess"/>: makes jobs by the use case, as the page does, and waits for their end.</summary>
internal static class TransferWorker
{
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await using var engine = await Engine.StartAsync(
            arguments.Text("database", "adit.db"),
            arguments.Number("source", 0),
            arguments.Number("destination", 0),
            cancellationToken,
            arguments.Settings()
        );
        var destination = await WorkerNodes.ArrangeAsync(engine, arguments, cancellationToken);
        Console.WriteLine("ready");
        string? shown = null;
        while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ');
            var project =
                words[0] == "pseudonymise"
                    ? await ProjectAsync(engine, words[3], cancellationToken)
                    : (int?)null;
            var task = await TransferAsync(
                engine,
                destination,
                words[1],
                project,
                cancellationToken
            );
            var route = await RouteAsync(engine, task.Id, cancellationToken);
            if (route != shown)
            {
                Console.WriteLine($"route: {shown = route}");
            }
            var images = int.Parse(words[2], CultureInfo.InvariantCulture);
            if (task.Status != JobTaskStatus.Success)
            {
                await ShowLogAsync(engine, task.Id, cancellationToken);
            }
            Console.WriteLine(
                task.Status == JobTaskStatus.Success && task.StoredImages == images
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"done {(task.EndedAt!.Value - task.StartedAt!.Value).TotalSeconds:0.0000}"
                    )
                    : $"failed {task.Status}: {task.StoredImages} of {images} images. {task.Message}"
            );
        }
        return 0;
    }

    private static async Task ShowLogAsync(
        Engine engine,
        long taskId,
        CancellationToken cancellationToken
    )
    {
        var log = await engine
            .Get<IJobQueries>()
            .GetTaskLogAsync(engine.Actor, taskId, 0, 100, cancellationToken);
        foreach (var line in log.Items)
        {
            Console.WriteLine($"{line.At:HH:mm:ss.fff} {line.Level} {line.Text}");
        }
    }

    private static async Task<string?> RouteAsync(
        Engine engine,
        long taskId,
        CancellationToken cancellationToken
    ) =>
        (
            await engine.Get<IJobQueries>().GetTaskAsync(engine.Actor, taskId, cancellationToken)
        )?.Route;

    private static async Task<int> ProjectAsync(
        Engine engine,
        string name,
        CancellationToken cancellationToken
    )
    {
        await using var db = await engine
            .Get<IDbContextFactory<AditDbContext>>()
            .CreateDbContextAsync(cancellationToken);
        return await db
            .Projects.Where(project => project.Name == name)
            .Select(project => project.Id)
            .SingleAsync(cancellationToken);
    }

    private static async Task<TaskRow> TransferAsync(
        Engine engine,
        int destination,
        string studyInstanceUid,
        int? project,
        CancellationToken cancellationToken
    )
    {
        await using var watch = engine.Get<IJobProgressBroker>().Watch(new JobWatchScope.All());
        var created = await engine
            .Get<CreateSelectiveTransfer>()
            .ExecuteAsync(
                engine.Actor,
                new SelectiveTransferInput
                {
                    SourceId = Engine.SourceId,
                    DestinationId = destination,
                    Studies = [new SelectedStudy(CtStudy.PatientId, studyInstanceUid)],
                    ProjectId = project,
                    Pseudonyms = project is null
                        ? new Dictionary<string, string>()
                        : new Dictionary<string, string> { [CtStudy.PatientId] = "P-001" },
                },
                cancellationToken
            );
        var jobId = created.IsSuccess
            ? created.Value
            : throw new InvalidOperationException(created.Error!.Message);
        await foreach (var changes in watch.ReadAllAsync(cancellationToken))
        {
            if (changes.OfType<JobChange.JobFinished>().Any(finished => finished.JobId == jobId))
            {
                break;
            }
        }
        var tasks = await engine
            .Get<IJobQueries>()
            .ListTasksAsync(engine.Actor, jobId, new TaskListFilter(), cancellationToken);
        return tasks.Items.Single();
    }
}
