using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Infrastructure.DicomNodes;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>Fetches by C-GET: the images come over the association that asked for them.</summary>
internal sealed class GetFetcher(ServerConnector connector, FetchJob job) : IFetcher
{
    private readonly StudyIdentifiers _identifiers = new(
        job.Source,
        job.Task,
        ServerServices.StudyRootGet,
        ServerServices.PatientRootGet
    );

    public async Task FetchAsync(
        IReadOnlyList<StorageContext> contexts,
        IReadOnlyList<FetchScope> scopes,
        ArrivingImageHandler deliver,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var model = _identifiers.IsStudyRoot ? DicomUids.StudyRootGet : DicomUids.PatientRootGet;
        IReadOnlyList<PresentationContextProposal> proposals =
        [
            new(model, QuerySyntaxes.All),
            .. contexts.Select(c => new PresentationContextProposal(
                c.SopClassUid,
                c.TransferSyntax,
                asScp: true
            )),
        ];
        var association = await connector
            .OpenAsync(job.Source, proposals, job.ImageTimeouts, stop)
            .ConfigureAwait(false);
        await using var _ = association.ConfigureAwait(false);
        // Cancelling asks the source to stop; a killed task does not wait for its answer.
        await using var killed = abort
            .UnsafeRegister(static state => ((DicomAssociation)state!).Abort(), association)
            .ConfigureAwait(false);
        DicomStatusException? failed = null;
        foreach (var scope in scopes)
        {
            try
            {
                await association
                    .GetAsync(
                        model,
                        _identifiers.Of(scope),
                        (instance, token) =>
                            deliver(
                                new ArrivingImage(
                                    instance.SopClassUid,
                                    instance.SopInstanceUid,
                                    instance.TransferSyntax,
                                    instance.Data
                                ),
                                token
                            ),
                        progress: null,
                        stop
                    )
                    .ConfigureAwait(false);
            }
            catch (DicomStatusException status)
            {
                // The association goes on; what this request did not bring is asked for again later.
                failed = status;
            }
        }
        await association.ReleaseAsync(stop).ConfigureAwait(false);
        if (failed is not null)
        {
            throw failed;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class GetRoute(ServerConnector connector) : IFetchRoute
{
    public FetchMethod Method => FetchMethod.CGet;

    public bool NeedsImageList => false;

    public bool IsOfferedBy(DicomServerNode source) =>
        source.Offers(ServerServices.StudyRootGet) || source.Offers(ServerServices.PatientRootGet);

    public IFetcher Create(FetchJob job) => new GetFetcher(connector, job);
}
