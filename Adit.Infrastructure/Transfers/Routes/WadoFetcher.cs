using System.Net;
using Adit.Dicom.Data;
using Adit.Dicom.Web;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes;
using Microsoft.Extensions.Logging;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>
/// Fetches by WADO-RS: studies and series in one answer each, single images by several requests whose answers are taken in turn.
/// </summary>
internal sealed class WadoFetcher(DicomWebConnector connector, FetchJob job) : IFetcher
{
    private const int MaxRefusedInARow = 5;

    private readonly DicomUid _study = new(job.Task.StudyInstanceUid);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private DicomWebClient? _client;
    private bool _isClientOffline;

    public async Task FetchAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<FetchScope> scopes,
        ArrivingImageHandler deliver,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, abort);
        DicomWebException? refused = null;
        foreach (var scope in scopes.OfType<FetchScope.Study>())
        {
            await RetrieveAsync(new DicomWebResource(_study), deliver, ending.Token)
                .ConfigureAwait(false);
        }
        foreach (
            var series in scopes.OfType<FetchScope.Series>().SelectMany(s => s.SeriesInstanceUids)
        )
        {
            try
            {
                await RetrieveAsync(
                        new DicomWebResource(_study, new DicomUid(series)),
                        deliver,
                        ending.Token
                    )
                    .ConfigureAwait(false);
            }
            catch (DicomWebException fault) when (IsAboutOne(fault))
            {
                // The other series may well come; what is missing of this one is asked for again.
                refused = fault;
            }
        }
        var images = scopes
            .OfType<FetchScope.Images>()
            .SelectMany(s =>
                s.SopInstanceUids.Select(uid => new DicomWebResource(
                    _study,
                    new DicomUid(s.SeriesInstanceUid),
                    new DicomUid(uid)
                ))
            )
            .ToList();
        refused =
            await RetrieveImagesAsync(images, deliver, ending.Token).ConfigureAwait(false)
            ?? refused;
        if (refused is not null)
        {
            throw refused;
        }
    }

    public ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>True when a refusal is about what was asked for, and something else may be given.</summary>
    public static bool IsAboutOne(DicomWebException fault) =>
        fault
            is {
                Fault: DicomWebFault.Status,
                StatusCode: HttpStatusCode.NotFound
                    or HttpStatusCode.Gone
                    or HttpStatusCode.BadRequest
                    or HttpStatusCode.Conflict
                    or HttpStatusCode.NotAcceptable
                    or HttpStatusCode.UnprocessableEntity
                    or HttpStatusCode.InternalServerError
            };

    /// <summary>Several requests at a time hide the way there and back; their images are taken one after the other.</summary>
    private async Task<DicomWebException?> RetrieveImagesAsync(
        List<DicomWebResource> images,
        ArrivingImageHandler deliver,
        CancellationToken cancellationToken
    )
    {
        if (images.Count == 0)
        {
            return null;
        }
        var places = images.Count > 1 ? connector.TakeExtraPlaces(job.Source) : new ExtraPlaces([]);
        await using var _ = places.ConfigureAwait(false);
        DicomWebException? refused = null;
        var refusedInARow = 0;
        await Parallel
            .ForEachAsync(
                images,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = places.Requests,
                    CancellationToken = cancellationToken,
                },
                async (image, token) =>
                {
                    try
                    {
                        await RetrieveAsync(image, deliver, token).ConfigureAwait(false);
                        Interlocked.Exchange(ref refusedInARow, 0);
                    }
                    catch (DicomWebException fault) when (IsAboutOne(fault))
                    {
                        refused = fault;
                        if (Interlocked.Increment(ref refusedInARow) >= MaxRefusedInARow)
                        {
                            throw;
                        }
                    }
                }
            )
            .ConfigureAwait(false);
        return refused;
    }

    private async Task RetrieveAsync(
        DicomWebResource resource,
        ArrivingImageHandler deliver,
        CancellationToken cancellationToken
    )
    {
        var result = await Client()
            .RetrieveAsync(
                resource,
                async (instance, token) =>
                {
                    await _turn.WaitAsync(token).ConfigureAwait(false);
                    try
                    {
                        await deliver(
                                new ArrivingImage(
                                    instance.SopClassUid,
                                    instance.SopInstanceUid,
                                    instance.TransferSyntax,
                                    instance.Data
                                ),
                                token
                            )
                            .ConfigureAwait(false);
                    }
                    finally
                    {
                        _turn.Release();
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (result.IsPartial)
        {
            Warn($"{job.Source.Name} says that its answer is incomplete (status 206).");
        }
        if (result.Damaged > 0)
        {
            Warn(
                $"{job.Source.Name} sent {result.Damaged} damaged {(result.Damaged == 1 ? "image" : "images")}; what is missing is asked for again."
            );
        }
        if (result.Warnings.Count > 0)
        {
            // Their texts may hold anything; they stay out of the log.
            Warn($"{job.Source.Name} gave a warning with its answer.");
        }
    }

    private DicomWebClient Client()
    {
        // An offline study has another deadline for its first image.
        if (_client is not null && _isClientOffline != job.IsOffline)
        {
            _client.Dispose();
            _client = null;
        }
        _isClientOffline = job.IsOffline;
        return _client ??= connector.Open(job.Source, job.ImageTimeouts);
    }

    private void Warn(string text) => job.Log.Write(LogLevel.Warning, text);
}

internal sealed class WadoRoute(DicomWebConnector connector) : IFetchRoute
{
    public FetchMethod Method => FetchMethod.WadoRs;

    public bool NeedsImageList => false;

    public bool IsOfferedBy(DicomServerNode source) =>
        DicomWebConnector.IsOffered(source, ServerServices.WadoRs);

    public IFetcher Create(FetchJob job) => new WadoFetcher(connector, job);
}
