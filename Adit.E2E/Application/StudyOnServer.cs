namespace Adit.E2E.Application;

/// <param name="PatientId">Of a patient who has only this study.</param>
/// <param name="StudyInstanceUid">Its UID.</param>
/// <param name="Files">The Part 10 files that were stored, by SOP Instance UID.</param>
public sealed record StudyOnServer(
    string PatientId,
    string StudyInstanceUid,
    IReadOnlyDictionary<string, byte[]> Files
);
