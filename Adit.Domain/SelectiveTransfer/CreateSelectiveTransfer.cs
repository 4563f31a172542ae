using System.Globalization;
using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.SelectiveTransfer;

/// <summary>Makes a job that transfers chosen studies: one task per study.</summary>
public sealed class CreateSelectiveTransfer(
    IJobStore jobs,
    INodeStore nodes,
    PseudonymisedTransfers pseudonymised,
    IAuditTrail audit,
    IJobProgressBroker broker,
    IEngineSignal engine,
    IValidator<SelectiveTransferInput> validator,
    TimeProvider time
)
{
    public async Task<Result<int>> ExecuteAsync(
        Actor actor,
        SelectiveTransferInput input,
        CancellationToken cancellationToken = default
    )
    {
        var admitted = await AdmitAsync(actor, input, cancellationToken).ConfigureAwait(false);
        if (admitted.Error is { } error)
        {
            await RefusedAsync(actor, error, cancellationToken).ConfigureAwait(false);
            return error;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var plan = admitted.Value.Plan;
        var job = new Job(JobKind.SelectiveTransfer, actor.PersonId, admitted.Value.GroupId, now)
        {
            ProjectId = plan?.Project.Id,
            ProfileVersionId = plan?.ProfileVersionId,
            SourceId = input.SourceId,
            DestinationId = input.DestinationId,
            SendFinishedMail = input.SendFinishedMail,
            // What the project says now: the job's images stay alike, also when it says something else later.
            TrialProtocolId = Blank(input.TrialProtocolId) ?? plan?.Project.TrialProtocolId,
            TrialProtocolName = Blank(input.TrialProtocolName) ?? plan?.Project.TrialProtocolName,
            SendThroughAdit = input.SendThroughAdit,
            OnlyModalities =
            [
                .. input.OnlyModalities.Select(m => m.Trim()).Distinct(StringComparer.Ordinal),
            ],
        };
        if (input.IsUrgent)
        {
            job.MakeUrgentFromStart();
        }

        var tasks = Merge(input.Studies)
            .Select(study => new JobTask(
                input.SourceId,
                input.DestinationId,
                study.PatientId,
                study.StudyInstanceUid,
                now
            )
            {
                Pseudonym = plan?.Pseudonyms.ByPatientId[study.PatientId],
                SeriesInstanceUids = study.SeriesInstanceUids,
                StudyDate = study.StudyDate,
                StudyDescription = Bounded(study.StudyDescription, 64),
                Modalities =
                    study.Modalities.Count == 0
                        ? null
                        : Bounded(string.Join(',', study.Modalities), 100),
                // What the search counted is right only when everything is taken.
                ExpectedImages =
                    study.SeriesInstanceUids.Count == 0 && input.OnlyModalities.Count == 0
                        ? study.ExpectedImages
                        : null,
            })
            .ToList();
        job.BeginWith(JobTaskStatus.Pending, tasks.Count);
        var added = await jobs.AddAsync(
                job,
                tasks,
                plan?.Pseudonyms.NewLinks ?? [],
                cancellationToken
            )
            .ConfigureAwait(false);
        if (added.Error is { } late)
        {
            await RefusedAsync(actor, late, cancellationToken).ConfigureAwait(false);
            return late;
        }

        var jobId = added.Value;
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "job.create",
                    "job",
                    jobId,
                    $"selective transfer of {tasks.Count} from node {input.SourceId} to node {input.DestinationId}{Under(plan)}: "
                        + string.Join(' ', tasks.Select(t => t.StudyInstanceUid))
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        broker.Announce(new JobChange.JobCreated(jobId, actor.PersonId));
        engine.WorkMayBeDue();
        return jobId;
    }

    private Task RefusedAsync(
        Actor actor,
        DomainError error,
        CancellationToken cancellationToken
    ) =>
        // The code alone: the message may name rows, and with them patients.
        audit.RecordAsync(
            AuditEntry.By(
                actor,
                "job.create",
                "job",
                null,
                $"selective transfer: {error.Code}",
                AuditOutcome.Refused
            ),
            cancellationToken
        );

    private static string Under(PseudonymisedPlan? plan) =>
        plan is null
            ? ""
            : $" in project {plan.Project.Id} under profile version {plan.ProfileVersionId}";

    private async Task<Result<Admitted>> AdmitAsync(
        Actor actor,
        SelectiveTransferInput input,
        CancellationToken cancellationToken
    )
    {
        if (actor.GroupId is not { } groupId)
        {
            return AccountErrors.NoGroup;
        }

        if (!actor.Has(Permissions.SelectiveTransferCreate))
        {
            return SelectiveTransferErrors.MayNotCreate;
        }

        var check = await validator.ValidateAsync(input, cancellationToken).ConfigureAwait(false);
        if (!check.IsValid)
        {
            return DomainError.Invalid(
                string.Join(' ', check.Errors.Select(e => e.ErrorMessage).Distinct())
            );
        }

        if (!actor.IsStaff && input.Studies.Count > SelectiveTransferErrors.MaxStudies)
        {
            return SelectiveTransferErrors.TooManyStudies(input.Studies.Count);
        }

        if (input.IsUrgent && !actor.IsStaff && !actor.Has(Permissions.ProcessUrgently))
        {
            return SelectiveTransferErrors.UrgentNotAllowed;
        }

        if (input.SourceId == input.DestinationId)
        {
            return SelectiveTransferErrors.SameNode;
        }

        var data = input.ProjectId is null ? AcceptedData.Identified : AcceptedData.Pseudonymised;
        if (input.ProjectId is null)
        {
            if (input.Pseudonyms.Count > 0 || !string.IsNullOrWhiteSpace(input.ProfileName))
            {
                return SelectiveTransferErrors.NoProject;
            }

            if (!actor.Has(Permissions.TransferUnpseudonymized))
            {
                return SelectiveTransferErrors.UnpseudonymizedNotAllowed;
            }
        }

        var allowed = await TransferRights
            .CheckAsync(
                nodes,
                groupId,
                input.SourceId,
                input.DestinationId,
                data,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (allowed.Error is { } refused)
        {
            return refused;
        }

        if (input.ProjectId is not { } projectId)
        {
            return new Admitted(groupId, null);
        }

        var planned = await pseudonymised
            .PlanAsync(
                actor,
                projectId,
                input.ProfileName,
                allowed.Value,
                Patients(input),
                cancellationToken
            )
            .ConfigureAwait(false);
        return planned.Error is { } unplanned ? unplanned : new Admitted(groupId, planned.Value);
    }

    private sealed record Admitted(int GroupId, PseudonymisedPlan? Plan);

    /// <summary>Each patient with all its studies, by the place and the description that people see.</summary>
    private static IReadOnlyList<PatientToLink> Patients(SelectiveTransferInput input) =>
        [
            .. input
                .Studies.Select((study, index) => (Study: study, Row: Row(study, index)))
                .GroupBy(s => s.Study.PatientId, StringComparer.Ordinal)
                .Select(of => new PatientToLink(
                    of.Key,
                    input.Pseudonyms.GetValueOrDefault(of.Key),
                    string.Join(", ", of.Select(s => s.Row).Take(3))
                        + (of.Count() > 3 ? " and more" : "")
                )
                {
                    Name = of.Select(s => s.Study.PatientName).FirstOrDefault(n => n is not null),
                    BirthDate = of.Select(s => s.Study.PatientBirthDate)
                        .FirstOrDefault(d => d is not null),
                }),
        ];

    private static string Row(SelectedStudy study, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"Study {index + 1}")
        + (
            string.Join(
                ' ',
                new[]
                {
                    study.StudyDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    study.StudyDescription,
                }.Where(t => !string.IsNullOrWhiteSpace(t))
            )
                is { Length: > 0 } text
                ? $" ({text})"
                : ""
        );

    /// <summary>A study that was chosen twice is transferred once; whole studies win over single series.</summary>
    private static IEnumerable<SelectedStudy> Merge(IReadOnlyList<SelectedStudy> studies) =>
        studies
            .GroupBy(s => s.StudyInstanceUid, StringComparer.Ordinal)
            .Select(same =>
                same.First() with
                {
                    SeriesInstanceUids = same.Any(s => s.SeriesInstanceUids.Count == 0)
                        ? []
                        :
                        [
                            .. same.SelectMany(s => s.SeriesInstanceUids)
                                .Distinct(StringComparer.Ordinal),
                        ],
                }
            );

    private static string? Blank(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Bounded(string? text, int length) =>
        text is { Length: var have } && have > length ? text[..length] : text;
}
