using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.StudySearch;
using Adit.Infrastructure.DicomNodes;

namespace Adit.Infrastructure.Transfers.Routes;

/// <summary>Look-ups by C-FIND, all over one association.</summary>
internal sealed class FindListing(ServerConnector connector, DicomServerNode server, JobTask task)
    : IStudyListing
{
    private static readonly DicomTag AvailableTransferSyntaxUid = new(0x0008, 0x3002);

    private readonly StudyIdentifiers _identifiers = new(
        server,
        task,
        ServerServices.StudyRootFind,
        ServerServices.PatientRootFind
    );
    private DicomAssociation? _association;

    private DicomUid Model =>
        _identifiers.IsStudyRoot ? DicomUids.StudyRootFind : DicomUids.PatientRootFind;

    public Task<StudyFacts?> FindStudyAsync(CancellationToken cancellationToken) =>
        AskAsync(details => FindStudyAsync(details, cancellationToken));

    private async Task<StudyFacts?> FindStudyAsync(
        bool details,
        CancellationToken cancellationToken
    )
    {
        var identifier = _identifiers.Level("STUDY");
        if (_identifiers.IsStudyRoot)
        {
            identifier.Set(DicomTag.PatientId, "");
        }
        identifier.Set(DicomTag.SopClassesInStudy, "");
        if (details)
        {
            identifier.Set(DicomTag.InstanceAvailability, "");
        }
        var association = await OpenAsync(cancellationToken).ConfigureAwait(false);
        string? patientId = null;
        HashSet<DicomUid> classes = [];
        var availability = InstanceAvailability.Unknown;
        var known = false;
        await foreach (
            var answer in association
                .FindAsync(Model, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (!StudyAnswers.IsOf(answer, task.StudyInstanceUid))
            {
                continue;
            }
            known = true;
            patientId ??= StudyAnswers.PatientId(answer);
            availability = StudyAnswers.Availability(answer);
            classes.UnionWith(StudyAnswers.Uids(answer, DicomTag.SopClassesInStudy));
        }
        return known ? new StudyFacts(patientId, [.. classes], availability) : null;
    }

    public Task<IReadOnlyList<ListedSeries>> FindSeriesAsync(CancellationToken cancellationToken) =>
        AskAsync(details => FindSeriesAsync(details, cancellationToken));

    private async Task<IReadOnlyList<ListedSeries>> FindSeriesAsync(
        bool details,
        CancellationToken cancellationToken
    )
    {
        var identifier = _identifiers.Level("SERIES");
        identifier.Set(DicomTag.SeriesInstanceUid, "");
        identifier.Set(DicomTag.Modality, "");
        identifier.Set(DicomTag.NumberOfSeriesRelatedInstances, "");
        if (details)
        {
            identifier.Set(DicomTag.SeriesNumber, "");
            identifier.Set(DicomTag.SeriesDescription, "");
            identifier.Set(DicomTag.BodyPartExamined, "");
            identifier.Set(DicomTag.InstanceAvailability, "");
        }
        var association = await OpenAsync(cancellationToken).ConfigureAwait(false);
        Dictionary<string, ListedSeries> found = new(StringComparer.Ordinal);
        await foreach (
            var answer in association
                .FindAsync(Model, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (
                StudyAnswers.IsOf(answer, task.StudyInstanceUid)
                && StudyAnswers.Series(answer) is { } series
            )
            {
                found[series.SeriesInstanceUid] = series;
            }
        }
        return [.. found.Values];
    }

    public async Task FindImagesAsync(
        string seriesInstanceUid,
        bool details,
        ImageList list,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await ListImagesAsync(seriesInstanceUid, details, list, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DicomStatusException) when (details)
        {
            await ListImagesAsync(seriesInstanceUid, details: false, list, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task ListImagesAsync(
        string seriesInstanceUid,
        bool details,
        ImageList list,
        CancellationToken cancellationToken
    )
    {
        var identifier = _identifiers.Level("IMAGE");
        identifier.Set(DicomTag.SeriesInstanceUid, seriesInstanceUid);
        identifier.Set(DicomTag.SopInstanceUid, "");
        if (details)
        {
            identifier.Set(DicomTag.SopClassUid, "");
            identifier.Set(AvailableTransferSyntaxUid, "");
        }
        var association = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await foreach (
            var answer in association
                .FindAsync(Model, identifier, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (
                StudyAnswers.Uid(answer, DicomTag.SopInstanceUid) is not { } uid
                || !StudyAnswers.IsOf(answer, task.StudyInstanceUid)
            )
            {
                continue;
            }
            var sopClass = StudyAnswers.Uid(answer, DicomTag.SopClassUid) ?? "";
            list.Add(
                new ListedImage(uid, seriesInstanceUid, sopClass),
                details ? [.. StudyAnswers.Uids(answer, AvailableTransferSyntaxUid)] : []
            );
        }
    }

    /// <summary>
    /// Some archives open a file to answer an optional key, and fail when the file is gone; then they are asked without such keys.
    /// </summary>
    private static async Task<T> AskAsync<T>(Func<bool, Task<T>> ask)
    {
        try
        {
            return await ask(true).ConfigureAwait(false);
        }
        catch (DicomStatusException)
        {
            return await ask(false).ConfigureAwait(false);
        }
    }

    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (_association is { IsOpen: true } association)
        {
            try
            {
                await association.ReleaseAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is DicomException or IOException)
            {
                // Every question has its answer; how the server takes leave costs no attempt. The connector has logged it.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        await DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_association is { } association)
        {
            _association = null;
            await association.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<DicomAssociation> OpenAsync(CancellationToken cancellationToken)
    {
        if (_association is { IsOpen: true })
        {
            return _association;
        }
        await DisposeAsync().ConfigureAwait(false);
        return _association = await connector
            .OpenAsync(
                server,
                [new(Model, QuerySyntaxes.All)],
                ServerConnector.QueryTimeouts(server),
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}

/// <summary>In which syntaxes identifiers travel.</summary>
internal static class QuerySyntaxes
{
    public static readonly DicomTransferSyntax[] All =
    [
        DicomTransferSyntax.ExplicitVrLittleEndian,
        DicomTransferSyntax.ImplicitVrLittleEndian,
    ];
}

/// <summary>The usual way to look a study up.</summary>
internal sealed class FindListingRoute(ServerConnector connector) : IListingRoute
{
    public ListingMethod Method => ListingMethod.CFind;

    public bool IsOfferedBy(DicomServerNode server) =>
        server.Offers(ServerServices.StudyRootFind)
        || server.Offers(ServerServices.PatientRootFind);

    public IStudyListing Create(DicomServerNode server, JobTask task) =>
        new FindListing(connector, server, task);
}
