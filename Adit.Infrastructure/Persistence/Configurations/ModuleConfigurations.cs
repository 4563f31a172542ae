using Adit.Domain.Audit;
using Adit.Domain.DicomNodes;
using Adit.Domain.Projects;
using Adit.Infrastructure.Accounts;
using Adit.Infrastructure.Mail;
using Adit.Infrastructure.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence.Configurations;

internal sealed class AuditRecordConfiguration : IEntityTypeConfiguration<AuditRecord>
{
    public void Configure(EntityTypeBuilder<AuditRecord> builder)
    {
        builder.ToTable("AuditTrail");
        builder.Property(a => a.ActorName).HasMaxLength(256);
        builder.Property(a => a.Action).HasMaxLength(64);
        builder.Property(a => a.SubjectKind).HasMaxLength(32);
        builder.Property(a => a.SubjectId).HasMaxLength(64);
        builder.Property(a => a.Detail).HasMaxLength(AuditRecord.MaxDetailLength);
        builder.HasIndex(a => a.At);
        builder.HasIndex(a => new { a.SubjectKind, a.SubjectId });
        // No foreign keys: the trail outlives whatever it speaks of.
    }
}

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("Projects");
        builder.Property(p => p.Name).HasMaxLength(Project.MaxNameLength);
        builder.Property(p => p.Description).HasMaxLength(2000);
        builder.Property(p => p.ProtectedSecret).HasMaxLength(1000);
        builder
            .Property(p => p.AllowedProfiles)
            .HasConversion<StringListConverter, StringListComparer>();
        builder.Property(p => p.DefaultProfile).HasMaxLength(100);
        builder.Property(p => p.TrialProtocolId).HasMaxLength(64);
        builder.Property(p => p.TrialProtocolName).HasMaxLength(64);
        builder.Property(p => p.EthicsReference).HasMaxLength(200);
        builder.HasIndex(p => p.Name).IsUnique();
        builder
            .HasMany(p => p.Members)
            .WithOne()
            .HasForeignKey(m => m.ProjectId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(p => p.Destinations)
            .WithOne()
            .HasForeignKey(d => d.ProjectId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ProjectMemberConfiguration : IEntityTypeConfiguration<ProjectMember>
{
    public void Configure(EntityTypeBuilder<ProjectMember> builder)
    {
        builder.ToTable("ProjectMembers");
        builder.HasKey(m => new { m.ProjectId, m.PersonId });
        builder
            .HasOne<AditUser>()
            .WithMany()
            .HasForeignKey(m => m.PersonId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProjectDestinationConfiguration : IEntityTypeConfiguration<ProjectDestination>
{
    public void Configure(EntityTypeBuilder<ProjectDestination> builder)
    {
        builder.ToTable("ProjectDestinations");
        builder.HasKey(d => new { d.ProjectId, d.NodeId });
        builder
            .HasOne<DicomNode>()
            .WithMany()
            .HasForeignKey(d => d.NodeId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class OutboxMailConfiguration : IEntityTypeConfiguration<OutboxMail>
{
    public void Configure(EntityTypeBuilder<OutboxMail> builder)
    {
        builder.ToTable("MailOutbox");
        builder.Property(m => m.LastError).HasMaxLength(1000);
        builder.HasIndex(m => new { m.SentAt, m.DueAt });
        builder
            .HasOne<AditUser>()
            .WithMany()
            .HasForeignKey(m => m.RecipientId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SettingConfiguration : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> builder)
    {
        builder.ToTable("Settings");
        builder.HasKey(s => s.Key);
        builder.Property(s => s.Key).IsIdentifier(Setting.MaxKeyLength).IsUnicode(false);
    }
}

internal sealed class IdentityTablesConfiguration
    : IEntityTypeConfiguration<IdentityUserClaim<int>>,
        IEntityTypeConfiguration<IdentityUserLogin<int>>,
        IEntityTypeConfiguration<IdentityUserToken<int>>,
        IEntityTypeConfiguration<IdentityUserPasskey<int>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<int>> builder) =>
        builder.ToTable("PersonClaims");

    public void Configure(EntityTypeBuilder<IdentityUserLogin<int>> builder)
    {
        builder.ToTable("PersonLogins");
        builder.Property(l => l.LoginProvider).HasMaxLength(128);
        builder.Property(l => l.ProviderKey).HasMaxLength(128);
    }

    public void Configure(EntityTypeBuilder<IdentityUserToken<int>> builder)
    {
        builder.ToTable("PersonTokens");
        builder.Property(t => t.LoginProvider).HasMaxLength(128);
        builder.Property(t => t.Name).HasMaxLength(128);
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<int>> builder)
    {
        builder.ToTable("PersonPasskeys");
        // SQL Server allows 900 bytes in a clustered key.
        builder.Property(p => p.CredentialId).HasMaxLength(900);
    }
}
