namespace Adit.Domain.Accounts;

public sealed record PermissionDescription(string Name, string Title, string Description);

/// <summary>Names of everything that a group (or a single person) can be allowed to do.</summary>
public static class Permissions
{
    public const string SelectiveTransferCreate = "selective-transfer.create";
    public const string BatchQueryCreate = "batch-query.create";
    public const string BatchTransferCreate = "batch-transfer.create";
    public const string ContinuousTransferCreate = "continuous-transfer.create";
    public const string UploadCreate = "upload.create";
    public const string ExplorerQuery = "explorer.query";
    public const string DownloadStudy = "download.study";
    public const string TransferUnpseudonymized = "transfer.unpseudonymized";
    public const string ProcessUrgently = "jobs.urgent";
    public const string ProjectsCreate = "projects.create";
    public const string ProjectsLinkTable = "projects.link-table";
    public const string ApiQuery = "api.query";
    public const string ApiRetrieve = "api.retrieve";
    public const string ApiStore = "api.store";
    public const string TokensManage = "tokens.manage";
    public const string TokensNeverExpiring = "tokens.never-expiring";

    public static IReadOnlyList<PermissionDescription> All { get; } =
    [
        new(
            SelectiveTransferCreate,
            "Selective transfer",
            "Search studies and transfer chosen ones."
        ),
        new(
            BatchQueryCreate,
            "Batch query",
            "Search for many patients or studies from a workbook."
        ),
        new(BatchTransferCreate, "Batch transfer", "Transfer many studies from a workbook."),
        new(
            ContinuousTransferCreate,
            "Continuous transfer",
            "Transfer everything that matches a search, also in future."
        ),
        new(UploadCreate, "Upload", "Upload files from the own computer to a server."),
        new(ExplorerQuery, "Explorer", "Browse patients, studies, series and their attributes."),
        new(DownloadStudy, "Download", "Download studies to the own computer."),
        new(
            TransferUnpseudonymized,
            "Identified data",
            "Transfer and download data without a pseudonym."
        ),
        new(ProcessUrgently, "Urgent jobs", "Create jobs that are processed before others."),
        new(
            ProjectsCreate,
            "Projects",
            "Create research projects, and change those that one is a member of."
        ),
        new(
            ProjectsLinkTable,
            "Link tables",
            "See and export which patient is behind a pseudonym, in projects that one is a member of."
        ),
        new(ApiQuery, "API: query", "Query through DICOMweb and the REST API."),
        new(ApiRetrieve, "API: retrieve", "Retrieve through DICOMweb."),
        new(ApiStore, "API: store", "Store through DICOMweb."),
        new(TokensManage, "API tokens", "Create API tokens."),
        new(TokensNeverExpiring, "Tokens without end", "Create API tokens that never expire."),
    ];

    public static bool Exists(string name) =>
        All.Any(p => string.Equals(p.Name, name, StringComparison.Ordinal));
}
