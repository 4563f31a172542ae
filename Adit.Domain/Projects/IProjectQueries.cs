using Adit.Domain.Accounts;
using Adit.Domain.Results;

namespace Adit.Domain.Projects;

public sealed record ProjectRow(
    int Id,
    string Name,
    bool IsArchived,
    bool IsOpen,
    DateOnly? EthicsUntil,
    bool IsMember,
    int MemberCount,
    int SubjectCount,
    DateTime CreatedAt
)
{
    /// <summary>Each study once, however often it was transferred.</summary>
    public int StudyCount { get; init; }

    /// <summary>Images stored at destinations.</summary>
    public long ImageCount { get; init; }
}

public sealed record ProjectMemberRow(int PersonId, string UserName, string DisplayName);

public sealed record ProjectDestinationRow(
    int NodeId,
    string Name,
    bool IsArchived,
    bool AcceptsPseudonymised
);

/// <summary>Everything of a project but its secret and its patients.</summary>
public sealed record ProjectDetails(
    int Id,
    string Name,
    string Description,
    bool IsArchived,
    bool IsOpen,
    DateTime CreatedAt,
    string? TrialProtocolId,
    string? TrialProtocolName,
    string? EthicsReference,
    DateOnly? EthicsUntil,
    IReadOnlyList<string> AllowedProfiles,
    string? DefaultProfile,
    IReadOnlyList<string> AllowedSopClasses,
    IReadOnlyList<ProjectMemberRow> Members,
    IReadOnlyList<ProjectDestinationRow> Destinations,
    ProjectTotals Totals
)
{
    /// <summary>The actor works in it.</summary>
    public bool IsMember { get; init; }

    public bool MayChange { get; init; }

    public bool MayReadLinkTable { get; init; }
}

/// <summary>What has been done in a project. A study counts once, however often it was transferred.</summary>
public sealed record ProjectTotals(int Subjects, int Studies, int DeliveredStudies, long Images);

/// <summary>One subject by its pseudonym. Not the patient.</summary>
public sealed record SubjectRow(
    long Id,
    string Pseudonym,
    DateTime CreatedAt,
    int Studies,
    int DeliveredStudies,
    long Images,
    DateTime? LastAt,
    IReadOnlyList<MissingStudy> Missing
);

/// <summary>
/// A study that was asked for and has not fully arrived: its newest task. Date and description only for who made the job, or may see the
/// link table.
/// </summary>
public sealed record MissingStudy(
    int JobId,
    long TaskId,
    DateOnly? StudyDate,
    string? StudyDescription,
    Jobs.JobTaskStatus Status,
    int FailedImages,
    int ExcludedImages,
    string Message
);

public sealed record SubjectListFilter
{
    /// <summary>Only subjects whose pseudonym begins with this.</summary>
    public string? Pseudonym { get; init; }

    /// <summary>Only subjects of whom something has not arrived, or not yet.</summary>
    public bool OnlyMissing { get; init; }
    public int Skip { get; init; }
    public int Take { get; init; } = 25;
}

/// <summary>A project to choose on a form, with what it allows.</summary>
public sealed record ProjectChoice(
    int Id,
    string Name,
    IReadOnlyList<string> Profiles,
    string? DefaultProfile,
    IReadOnlyList<int> DestinationIds,
    string? TrialProtocolId,
    string? TrialProtocolName
);

/// <summary>Reads for pages. A project that the actor is not a member of is as good as absent, except for staff.</summary>
public interface IProjectQueries
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<ProjectRow>> ListAsync(
        Actor actor,
        bool includeArchived = false,
        CancellationToken cancellationToken = default
    );

    Task<ProjectDetails?> GetAsync(
        Actor actor,
        int projectId,
        CancellationToken cancellationToken = default
    );

    /// <summary>Those of whom something is missing come first, then by pseudonym.</summary>
    Task<Page<SubjectRow>> ListSubjectsAsync(
        Actor actor,
        int projectId,
        SubjectListFilter filter,
        CancellationToken cancellationToken = default
    );

    /// <summary>Open projects that the actor is a member of; profiles that are archived are left out.</summary>
    Task<IReadOnlyList<ProjectChoice>> ChoicesAsync(
        Actor actor,
        CancellationToken cancellationToken = default
    );
}
