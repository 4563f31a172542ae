using System.Globalization;
using Adit.Domain.DicomNodes;
using Adit.Domain.Results;
using Adit.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Adit.Benchmarks.Transfer;

/// <summary>One end of a route, as it is told to a worker.</summary>
/// <param name="AeTitle">Of a server.</param>
/// <param name="Port">Its DICOM port on this machine.</param>
/// <param name="Services">What Adit believes that it offers; null: everything that DIMSE has.</param>
internal sealed record RouteEnd(string AeTitle, int Port, ServerServices? Services = null)
{
    /// <summary>Root of its DICOMweb services.</summary>
    public Uri? Web { get; init; }

    /// <summary>Instead of a server: a folder.</summary>
    public string? Folder { get; init; }

    public IEnumerable<string> Arguments(string side)
    {
        yield return $"--{side}";
        yield return Port.ToString(CultureInfo.InvariantCulture);
        yield return $"--{side}-ae";
        yield return AeTitle;
        if (Services is { } services)
        {
            yield return $"--{side}-services";
            yield return ((int)services).ToString(CultureInfo.InvariantCulture);
        }
        if (Web is { } web)
        {
            yield return $"--{side}-web";
            yield return web.ToString();
        }
        if (Folder is { } folder)
        {
            yield return $"--{side}-folder";
            yield return folder;
        }
    }
}

/// <summary>Gives the two seeded nodes of a worker the names and services of its route, by the use cases of staff.</summary>
internal static class WorkerNodes
{
    /// <summary>Returns the node to transfer to.</summary>
    public static async Task<int> ArrangeAsync(
        Engine engine,
        Arguments arguments,
        CancellationToken cancellationToken
    )
    {
        await ArrangeAsync(engine, arguments, "source", Engine.SourceId, cancellationToken);
        if (arguments.Text("destination-folder", "") is { Length: > 0 } path)
        {
            var folder = Value(
                await engine
                    .Get<SaveFolder>()
                    .ExecuteAsync(
                        engine.Actor,
                        new FolderInput
                        {
                            Name = "Folder",
                            Path = path,
                            AcceptedData = AcceptedData.Identified,
                        },
                        cancellationToken
                    )
            );
            await engine
                .Get<SetNodeAccess>()
                .ExecuteAsync(
                    engine.Actor,
                    engine.Actor.GroupId!.Value,
                    folder,
                    source: false,
                    destination: true,
                    cancellationToken
                );
            return folder;
        }
        await ArrangeAsync(
            engine,
            arguments,
            "destination",
            Engine.DestinationId,
            cancellationToken
        );
        if (arguments.Has("direct"))
        {
            await using var db = await engine
                .Get<IDbContextFactory<AditDbContext>>()
                .CreateDbContextAsync(cancellationToken);
            db.Add(new DirectMovePair(Engine.SourceId, Engine.DestinationId));
            await db.SaveChangesAsync(cancellationToken);
        }
        return Engine.DestinationId;
    }

    private static async Task ArrangeAsync(
        Engine engine,
        Arguments arguments,
        string side,
        int id,
        CancellationToken cancellationToken
    )
    {
        if (arguments.Text($"{side}-ae", "") is not { Length: > 0 } aeTitle)
        {
            return;
        }
        Value(
            await engine
                .Get<SaveServer>()
                .ExecuteAsync(
                    engine.Actor,
                    new ServerInput
                    {
                        Id = id,
                        Name = side,
                        AeTitle = aeTitle,
                        Host = "127.0.0.1",
                        Port = arguments.Number(side, 0),
                        Services = (ServerServices)
                            arguments.Number($"{side}-services", (int)ServerServices.DimseDefault),
                        DicomWebUrl = arguments.Text($"{side}-web", "") is { Length: > 0 } web
                            ? web
                            : null,
                        AcceptedData = AcceptedData.Identified,
                    },
                    cancellationToken
                )
        );
    }

    private static T Value<T>(Result<T> result) =>
        result.IsSuccess
            ? result.Value
            : throw new InvalidOperationException(result.Error!.Message);
}
