using Adit.Domain.Accounts;
using Adit.Domain.Projects;
using Adit.Domain.SelectiveTransfer;
using Adit.Web.Tests.Infrastructure.Databases;
using Shouldly;

namespace Adit.Web.Tests.Domain.Projects;

/// <summary>Projects and pseudonymised jobs on a host's database, made by the use cases.</summary>
internal static class ProjectBench
{
    public const string DefaultProfile = "Research with shifted dates";

    public static ProjectInput ProjectInput(this EngineHost host, string name = "Lung") =>
        new()
        {
            Name = name,
            AllowedProfiles = [DefaultProfile, "Strict"],
            DestinationIds = [host.DestinationId],
        };

    public static async Task<int> AddProjectAsync(
        this EngineHost host,
        Actor actor,
        CancellationToken cancellationToken,
        string name = "Lung"
    )
    {
        var created = await host.Get<CreateProject>()
            .ExecuteAsync(actor, host.ProjectInput(name), cancellationToken);
        created.Error.ShouldBeNull();
        return created.Value;
    }

    /// <summary>A study of a patient, with a UID that its name stands for.</summary>
    public static SelectedStudy Study(string patientId, int number = 1) =>
        new(patientId, FormattableString.Invariant($"2.25.{number}"))
        {
            StudyDescription = "CT Thorax",
            StudyDate = new DateOnly(2024, 2, 1).AddDays(number - 1),
            PatientName = "Doe^Jane",
            PatientBirthDate = new DateOnly(1970, 5, 17),
        };

    public static SelectiveTransferInput Pseudonymised(
        this EngineHost host,
        int projectId,
        params (string PatientId, string? Pseudonym)[] patients
    ) =>
        host.Input() with
        {
            ProjectId = projectId,
            Studies = [.. patients.Select((p, i) => Study(p.PatientId, i + 1))],
            Pseudonyms = patients
                .Where(p => p.Pseudonym is not null)
                .ToDictionary(p => p.PatientId, p => p.Pseudonym!),
        };
}
