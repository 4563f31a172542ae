using Adit.Dicom.Deidentification;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using Adit.Domain.StudySearch;

namespace Adit.Domain.Deidentification;

/// <summary>
/// Says before the start what a profile will leave out of chosen studies, as far as the source's list of series tells, and what is at
/// the destination already under other rules. Nothing is stored.
/// </summary>
public sealed class PreviewDeidentification(
    INodeStore nodes,
    IProjectStore projects,
    PseudonymisedTransfers transfers,
    IProjectSecrets secrets,
    IStudySeriesQueries series,
    IDeliveryHistory history,
    IAuditTrail audit,
    TimeProvider time
)
{
    public const int MaxStudies = 100;
    private const int MaxPatientIdLength = 64;
    private static readonly TimeSpan PerStudy = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(90);
    private const int AtOnce = 3;

    private static readonly DomainError TooSlow = new(
        "series-too-slow",
        "The source did not list the series of this study in time. The transfer can be started all the same; what is refused is listed after it."
    );

    /// <param name="actor">Who asks.</param>
    /// <param name="input">What is to be sent where.</param>
    /// <param name="studiesDone">Told how many studies have been looked at, as often as it is another number.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<Result<DeidentificationPreview>> ExecuteAsync(
        Actor actor,
        PreviewInput input,
        IProgress<int>? studiesDone = null,
        CancellationToken cancellationToken = default
    )
    {
        if (actor.GroupId is not { } groupId)
        {
            return AccountErrors.NoGroup;
        }

        if (
            input.Studies.Count is 0 or > MaxStudies
            || input.Studies.Any(s => s.PatientId.Length > MaxPatientIdLength)
        )
        {
            return DomainError.Invalid($"Choose 1 to {MaxStudies} studies to look at.");
        }

        var ends = await TransferRights
            .CheckAsync(
                nodes,
                groupId,
                input.SourceId,
                input.DestinationId == 0 ? null : input.DestinationId,
                AcceptedData.Pseudonymised,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (ends.Error is { } refused)
        {
            return refused;
        }

        var chosen = await transfers
            .ChooseAsync(actor, input.ProjectId, input.ProfileName, cancellationToken)
            .ConfigureAwait(false);
        if (chosen.Error is { } notChosen)
        {
            return notChosen;
        }

        var (project, version) = chosen.Value;
        var key = secrets.Open(project);
        if (key.Error is { } unreadable)
        {
            return unreadable;
        }

        var profile = ProjectProfile.Of(ProfileSettings.Read(version.Settings), project);
        var linked = await LinkedAsync(
                project,
                key.Value,
                ends.Value.Source.IdDomain,
                input.Studies,
                cancellationToken
            )
            .ConfigureAwait(false);
        await PseudonymTrail
            .ToldAsync(audit, actor, project.Id, linked.Values, cancellationToken)
            .ConfigureAwait(false);
        var earlier = await history
            .FindAsync(
                actor,
                new DeliveryQuestion(
                    input.SourceId,
                    input.DestinationId,
                    project.Id,
                    version.Id,
                    input
                        .Studies.DistinctBy(s => s.StudyInstanceUid, StringComparer.Ordinal)
                        .ToDictionary(
                            s => s.StudyInstanceUid,
                            s =>
                                linked.GetValueOrDefault(s.PatientId)
                                ?? input.Pseudonyms.GetValueOrDefault(s.PatientId),
                            StringComparer.Ordinal
                        )
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        var looked = await LookAsync(actor, input, profile, studiesDone, cancellationToken)
            .ConfigureAwait(false);
        return new DeidentificationPreview(
            version.Name,
            version.Version,
            profile.Admission.ExcludedModalities,
            [
                .. looked.Select(study =>
                    study with
                    {
                        Earlier = earlier.GetValueOrDefault(study.Study.StudyInstanceUid) ?? [],
                        LinkedPseudonym = linked.GetValueOrDefault(study.Study.PatientId),
                    }
                ),
            ]
        );
    }

    private async Task<Dictionary<string, string>> LinkedAsync(
        Project project,
        DeidentificationKey key,
        string idDomain,
        IReadOnlyList<PreviewStudy> studies,
        CancellationToken cancellationToken
    )
    {
        var hashes = studies
            .Select(s => s.PatientId)
            .Distinct(StringComparer.Ordinal)
            .Select(id => (Id: id, Hash: SubjectHash.Of(key, idDomain, id)))
            .ToList();
        var subjects = await projects
            .FindSubjectsAsync(
                project.Id,
                [.. hashes.Select(h => h.Hash).Distinct(StringComparer.Ordinal)],
                [],
                cancellationToken
            )
            .ConfigureAwait(false);
        return hashes
            .Join(
                subjects,
                h => h.Hash,
                s => s.PatientHash,
                (h, s) => (h.Id, s.Pseudonym),
                StringComparer.Ordinal
            )
            .ToDictionary(pair => pair.Id, pair => pair.Pseudonym, StringComparer.Ordinal);
    }

    /// <summary>A few studies at a time, each with its deadline and all of them with one: a slow server costs an answer, not the page.</summary>
    private async Task<IReadOnlyList<StudyPreview>> LookAsync(
        Actor actor,
        PreviewInput input,
        DeidentificationProfile profile,
        IProgress<int>? studiesDone,
        CancellationToken cancellationToken
    )
    {
        var done = 0;
        using var deadline = new CancellationTokenSource(Whole, time);
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(
            deadline.Token,
            cancellationToken
        );
        using var places = new SemaphoreSlim(AtOnce, AtOnce);
        return await Task.WhenAll(input.Studies.Select(CountedAsync)).ConfigureAwait(false);

        async Task<StudyPreview> CountedAsync(PreviewStudy study)
        {
            var preview = await OneAsync(study).ConfigureAwait(false);
            studiesDone?.Report(Interlocked.Increment(ref done));
            return preview;
        }

        async Task<StudyPreview> OneAsync(PreviewStudy study)
        {
            try
            {
                await places.WaitAsync(whole.Token).ConfigureAwait(false);
                try
                {
                    using var own = new CancellationTokenSource(PerStudy, time);
                    using var both = CancellationTokenSource.CreateLinkedTokenSource(
                        own.Token,
                        whole.Token
                    );
                    var found = await series
                        .FindSeriesAsync(
                            actor,
                            input.SourceId,
                            study.PatientId,
                            study.StudyInstanceUid,
                            both.Token
                        )
                        .ConfigureAwait(false);
                    return found.Error is { } error
                        ? new StudyPreview(study) { Error = error }
                        : new StudyPreview(study)
                        {
                            Series =
                            [
                                .. found
                                    .Value.Where(s => IsChosen(study, s))
                                    .Select(s => Foretell(s, study, input, profile)),
                            ],
                        };
                }
                finally
                {
                    places.Release();
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new StudyPreview(study) { Error = TooSlow };
            }
        }
    }

    private static bool IsChosen(PreviewStudy study, StudySeries one) =>
        study.SeriesInstanceUids.Count == 0
        || study.SeriesInstanceUids.Contains(one.SeriesInstanceUid, StringComparer.Ordinal);

    private static SeriesPreview Foretell(
        StudySeries one,
        PreviewStudy study,
        PreviewInput input,
        DeidentificationProfile profile
    )
    {
        var known = new SeriesPreview(one.SeriesInstanceUid, SeriesFate.Sent)
        {
            SeriesNumber = one.SeriesNumber,
            Description = one.Description,
            Modality = one.Modality,
            Images = one.ImageCount,
            MayShowFace = RecognizableFeatures.IsHead(
                one.Modality,
                one.BodyPart,
                one.Description,
                study.StudyDescription
            ),
        };
        if (
            study.SeriesInstanceUids.Count == 0
            && input.OnlyModalities.Count > 0
            && !input.OnlyModalities.Contains(one.Modality?.Trim() ?? "", StringComparer.Ordinal)
        )
        {
            return known with { Fate = SeriesFate.NotChosen };
        }

        return
            Admission.Expected(one.Modality, sopClassUid: null, one.Description, profile)
                is { } expected
            ? known with
            {
                Fate =
                    expected.Reason == DeidentificationRefusal.ExcludedModality
                        ? SeriesFate.Excluded
                    : expected.IsCertain ? SeriesFate.Refused
                    : SeriesFate.MayBeRefused,
                Reason = expected.Reason,
                Explanation = expected.Message,
            }
            : known;
    }
}

/// <summary>A profile as it works within a project.</summary>
public static class ProjectProfile
{
    /// <summary>What staff lets through for the project is let through besides what the profile lets through.</summary>
    public static DeidentificationProfile Of(DeidentificationProfile profile, Project project) =>
        project.AllowedSopClasses.Count == 0
            ? profile
            : profile with
            {
                Admission = profile.Admission with
                {
                    AllowedSopClasses =
                    [
                        .. profile
                            .Admission.AllowedSopClasses.Concat(project.AllowedSopClasses)
                            .Distinct(StringComparer.Ordinal),
                    ],
                },
            };
}
