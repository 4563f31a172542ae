using System.Text.Json;
using Adit.Dicom.Deidentification;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Domain.Results;

namespace Adit.Infrastructure.Deidentification;

/// <summary>Puts together what a job was made with: the project's secret, its version of the profile, the patient's link.</summary>
internal sealed class TaskDeidentifiers(
    IProjectStore projects,
    IProfileStore profiles,
    IProjectSecrets secrets,
    IPatientProtector patients
) : ITaskDeidentifiers
{
    private static readonly DomainError Incomplete = new(
        "pseudonymisation-incomplete",
        "The job lacks its project, profile or pseudonym, so its data cannot be pseudonymised. Nothing is sent. Create a new job."
    );

    private static readonly DomainError LinkBroken = new(
        "pseudonym-not-linked",
        "The project's link table does not have this task's patient under this task's pseudonym. Nothing is sent. Create a new job."
    );

    public async Task<Result<Deidentifier?>> CreateAsync(
        Job job,
        JobTask task,
        DicomNode source,
        CancellationToken cancellationToken
    )
    {
        var pseudonym = task.Pseudonym;
        if (string.IsNullOrEmpty(pseudonym) && job.ProfileVersionId is null)
        {
            return Result.Ok<Deidentifier?>(null);
        }

        if (
            string.IsNullOrEmpty(pseudonym)
            || job.ProjectId is not { } projectId
            || job.ProfileVersionId is not { } versionId
            || await projects.FindAsync(projectId, cancellationToken).ConfigureAwait(false)
                is not { } project
            || await profiles.FindAsync(versionId, cancellationToken).ConfigureAwait(false)
                is not { } version
        )
        {
            return Incomplete;
        }

        var key = secrets.Open(project);
        if (key.Error is { } unreadable)
        {
            return unreadable;
        }

        var hash = SubjectHash.Of(key.Value, source.IdDomain, task.PatientId);
        var linked = await projects
            .FindSubjectsAsync(project.Id, [hash], [], cancellationToken)
            .ConfigureAwait(false);
        if (
            linked.Count != 1
            || !string.Equals(linked[0].Pseudonym, pseudonym, StringComparison.Ordinal)
        )
        {
            return LinkBroken;
        }

        DeidentificationProfile profile;
        try
        {
            profile = ProjectProfile.Of(ProfileSettings.Read(version.Settings), project);
        }
        catch (JsonException)
        {
            return Incomplete;
        }

        var subject = new DeidentificationSubject(
            PatientKeys.Of(source.IdDomain, task.PatientId),
            pseudonym
        )
        {
            TrialProtocolId = job.TrialProtocolId,
            TrialProtocolName = job.TrialProtocolName,
            // From the link, which never changes: every task of this patient removes the same.
            KnownIdentifiers = Known(task, patients.Unprotect(linked[0].ProtectedPatient)),
        };
        return Result.Ok<Deidentifier?>(new Deidentifier(profile, key.Value, subject));
    }

    private static IReadOnlyList<string> Known(JobTask task, SubjectPatient? patient) =>
        [
            .. new[] { task.PatientId, task.AcceptedPatientId, patient?.PatientId, patient?.Name }
                .OfType<string>()
                .Where(text => text.Trim().Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];
}
