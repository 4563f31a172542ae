using Adit.Domain.Accounts;
using Adit.Domain.Audit;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Mail;
using Adit.Infrastructure.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Adit.Infrastructure.Persistence;

/// <summary>
/// The model. Abstract on purpose: each provider has a context of its own with its own migrations, and a factory for
/// this type hands one of those out.
/// </summary>
public abstract class AditDbContext(DbContextOptions options)
    : IdentityUserContext<AditUser, int>(options)
{
    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<JobTask> Tasks => Set<JobTask>();

    public DbSet<TransferredInstance> Ledger => Set<TransferredInstance>();

    public DbSet<TransferredSeries> LedgerSeries => Set<TransferredSeries>();

    public DbSet<TaskLogEntry> TaskLog => Set<TaskLogEntry>();

    public DbSet<AuditRecord> Audit => Set<AuditRecord>();

    public DbSet<DicomNode> Nodes => Set<DicomNode>();

    public DbSet<DicomServerNode> Servers => Set<DicomServerNode>();

    public DbSet<DicomFolderNode> Folders => Set<DicomFolderNode>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<GroupMembership> Memberships => Set<GroupMembership>();

    public DbSet<NodeAccess> NodeAccess => Set<NodeAccess>();

    public DbSet<DirectMovePair> DirectMovePairs => Set<DirectMovePair>();

    public DbSet<PersonPermission> PersonPermissions => Set<PersonPermission>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<ProjectSubject> Subjects => Set<ProjectSubject>();

    public DbSet<ProfileVersion> ProfileVersions => Set<ProfileVersion>();

    public DbSet<TaskDeidentification> TaskDeidentifications => Set<TaskDeidentification>();

    public DbSet<OutboxMail> Outbox => Set<OutboxMail>();

    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>Compares by code point. Null where that is the database's own way.</summary>
    protected abstract string? BinaryCollation { get; }

    // Fixed here and not only in the options: a context made without them would lack tables, silently.
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(
            typeof(AditDbContext).Assembly,
            type =>
                type.Namespace?.StartsWith(
                    typeof(AditDbContext).Namespace!,
                    StringComparison.Ordinal
                ) == true
        );
        if (BinaryCollation is not { } collation)
        {
            return;
        }

        foreach (
            var property in builder
                .Model.GetEntityTypes()
                .SelectMany(type => type.GetDeclaredProperties())
                .Where(property => property.FindAnnotation(Identifiers.Annotation) is not null)
        )
        {
            property.SetCollation(collation);
        }
    }
}

public sealed class SqliteAditDbContext(DbContextOptions<SqliteAditDbContext> options)
    : AditDbContext(options)
{
    protected override string? BinaryCollation => null;
}

public sealed class SqlServerAditDbContext(DbContextOptions<SqlServerAditDbContext> options)
    : AditDbContext(options)
{
    protected override string? BinaryCollation => "Latin1_General_100_BIN2";
}

public sealed class PostgreSqlAditDbContext(DbContextOptions<PostgreSqlAditDbContext> options)
    : AditDbContext(options)
{
    protected override string? BinaryCollation => "C";
}
