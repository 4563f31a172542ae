using System.Collections.Frozen;
using Adit.Domain.Audit;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;

namespace Adit.Infrastructure.Persistence;

/// <summary>
/// The columns that may hold data of patients or identifiers of their studies, by entity and property. Everything else must not: whoever
/// adds a column decides here.
/// </summary>
internal static class PatientDataColumns
{
    public static FrozenSet<string> All { get; } =
        new[]
        {
            // What to transfer, and what the search said about it for people to recognise it by.
            Name<JobTask>(nameof(JobTask.PatientId)),
            Name<JobTask>(nameof(JobTask.FoundPatientId)),
            Name<JobTask>(nameof(JobTask.AcceptedPatientId)),
            Name<JobTask>(nameof(JobTask.StudyInstanceUid)),
            Name<JobTask>(nameof(JobTask.SeriesInstanceUids)),
            Name<JobTask>(nameof(JobTask.StudyDate)),
            Name<JobTask>(nameof(JobTask.StudyDescription)),
            // The ledger: identifiers at the source, and what it says of its series.
            Name<TransferredInstance>(nameof(TransferredInstance.SopInstanceUid)),
            Name<TransferredInstance>(nameof(TransferredInstance.SeriesInstanceUid)),
            Name<TransferredSeries>(nameof(TransferredSeries.SeriesInstanceUid)),
            Name<TransferredSeries>(nameof(TransferredSeries.Description)),
            // Who looked for which patient ID, and which studies were sent where.
            Name<AuditRecord>(nameof(AuditRecord.Detail)),
            // Encrypted.
            Name<ProjectSubject>(nameof(ProjectSubject.ProtectedPatient)),
            Name<Job>(nameof(Job.Options)),
        }.ToFrozenSet(StringComparer.Ordinal);

    private static string Name<T>(string property) => $"{typeof(T).Name}.{property}";
}
