using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Results;
using FluentValidation;

namespace Adit.Domain.SelectiveTransfer;

/// <summary>A study that was chosen in the search, with what the search said about it for display.</summary>
public sealed record SelectedStudy(string PatientId, string StudyInstanceUid)
{
    /// <summary>Only these series; empty: all.</summary>
    public IReadOnlyList<string> SeriesInstanceUids { get; init; } = [];
    public DateOnly? StudyDate { get; init; }
    public string? StudyDescription { get; init; }
    public IReadOnlyList<string> Modalities { get; init; } = [];
    public int? ExpectedImages { get; init; }
}

public sealed record SelectiveTransferInput
{
    public int SourceId { get; init; }
    public int DestinationId { get; init; }
    public IReadOnlyList<SelectedStudy> Studies { get; init; } = [];
    public string? Pseudonym { get; init; }
    public bool IsUrgent { get; init; }
    public bool SendFinishedMail { get; init; }
    public string? TrialProtocolId { get; init; }
    public string? TrialProtocolName { get; init; }

    /// <summary>Every image passes through Adit, also where the source could send it directly.</summary>
    public bool SendThroughAdit { get; init; }

    /// <summary>Only series of these modalities; empty: all. Series that were chosen by hand are taken in any case.</summary>
    public IReadOnlyList<string> OnlyModalities { get; init; } = [];
}

public sealed class SelectiveTransferInputValidator : AbstractValidator<SelectiveTransferInput>
{
    private const int MaxModalities = 30;

    public SelectiveTransferInputValidator()
    {
        RuleFor(x => x.SourceId).GreaterThan(0).WithMessage("Choose the server to read from.");
        RuleFor(x => x.Studies).NotEmpty().WithMessage("Choose at least one study.");
        RuleFor(x => x.DestinationId)
            .GreaterThan(0)
            .WithMessage("Choose where to send the studies.");
        RuleForEach(x => x.Studies)
            .Must(s => IsUid(s.StudyInstanceUid) && s.SeriesInstanceUids.All(IsUid))
            .WithMessage(
                "A chosen study has no valid UID, so it cannot be asked for. Leave it out."
            )
            .Must(s => s.PatientId.Length is > 0 and <= 64)
            .WithMessage(
                "A chosen study has no patient ID, so it cannot be told whose it is. Leave it out."
            );
        // PS3.5 6.2, VR CS: at most 16 capital letters, digits, blanks and underscores.
        RuleForEach(x => x.OnlyModalities)
            .Must(IsModality)
            .WithMessage(
                "A modality has capital letters and digits, at most 16 of them, such as CT. Correct the list of modalities."
            );
        RuleFor(x => x.OnlyModalities)
            .Must(m => m.Count <= MaxModalities)
            .WithMessage(
                $"At most {MaxModalities} modalities can be listed. Leave the list empty for all."
            );
        RuleFor(x => x.TrialProtocolId)
            .MaximumLength(64)
            .WithMessage("A trial protocol ID has at most 64 characters.");
        RuleFor(x => x.TrialProtocolName)
            .MaximumLength(64)
            .WithMessage("A trial protocol name has at most 64 characters.");
    }

    private static bool IsModality(string modality) =>
        modality.Trim() is { Length: > 0 and <= 16 } code
        && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ' ' or '_');

    private static bool IsUid(string uid) =>
        uid.Length is > 0 and <= 64 && uid.All(c => char.IsAsciiDigit(c) || c == '.');
}

public static class SelectiveTransferErrors
{
    public const int MaxStudies = 10;

    public static DomainError MayNotCreate { get; } =
        DomainError.Forbidden(
            "Your group may not create selective transfers. Ask an administrator for this right."
        );

    public static DomainError TooManyStudies(int count) =>
        new(
            "too-many-studies",
            $"{count} studies are chosen; one job may have {MaxStudies}. Choose fewer, or make several jobs."
        );

    public static DomainError UnpseudonymizedNotAllowed { get; } =
        DomainError.Forbidden(
            "Your group may not transfer data without a pseudonym. Ask an administrator for the right to transfer identified data."
        );

    public static DomainError UrgentNotAllowed { get; } =
        DomainError.Forbidden("Your group may not create urgent jobs. Leave \"urgent\" off.");

    public static DomainError PseudonymNotSupported { get; } =
        new(
            "pseudonym-not-supported",
            "Pseudonymised transfer is not available in this version. Leave the pseudonym empty to transfer identified data."
        );

    public static DomainError SameNode { get; } =
        DomainError.Invalid("Source and destination are the same. Choose another destination.");
}

/// <summary>Makes a job that transfers chosen studies: one task per study.</summary>
public sealed class CreateSelectiveTransfer(
    IJobStore jobs,
    INodeStore nodes,
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
            await audit
                .RecordAsync(
                    AuditEntry.By(
                        actor,
                        "job.create",
                        "job",
                        null,
                        $"selective transfer: {error.Code}",
                        AuditOutcome.Refused
                    ),
                    cancellationToken
                )
                .ConfigureAwait(false);
            return error;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var job = new Job(JobKind.SelectiveTransfer, actor.PersonId, admitted.Value, now)
        {
            SourceId = input.SourceId,
            DestinationId = input.DestinationId,
            SendFinishedMail = input.SendFinishedMail,
            TrialProtocolId = Blank(input.TrialProtocolId),
            TrialProtocolName = Blank(input.TrialProtocolName),
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
        var jobId = await jobs.AddAsync(job, tasks, cancellationToken).ConfigureAwait(false);
        await audit
            .RecordAsync(
                AuditEntry.By(
                    actor,
                    "job.create",
                    "job",
                    jobId,
                    $"selective transfer of {tasks.Count} from node {input.SourceId} to node {input.DestinationId}: "
                        + string.Join(' ', tasks.Select(t => t.StudyInstanceUid))
                ),
                cancellationToken
            )
            .ConfigureAwait(false);
        broker.Announce(new JobChange.JobCreated(jobId, actor.PersonId));
        engine.WorkMayBeDue();
        return jobId;
    }

    private async Task<Result<int>> AdmitAsync(
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

        if (!string.IsNullOrWhiteSpace(input.Pseudonym))
        {
            return SelectiveTransferErrors.PseudonymNotSupported;
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

        var data = AcceptedData.Identified;
        if (!actor.Has(Permissions.TransferUnpseudonymized))
        {
            return SelectiveTransferErrors.UnpseudonymizedNotAllowed;
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
        return allowed.Error is { } refused ? refused : groupId;
    }

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
