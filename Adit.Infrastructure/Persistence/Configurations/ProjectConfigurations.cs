using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence.Configurations;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("Projects");
        builder.Property(p => p.Name).HasMaxLength(Project.MaxNameLength);
        builder.Property(p => p.Description).HasMaxLength(Project.MaxDescriptionLength);
        builder.Property(p => p.ProtectedSecret).HasMaxLength(1000);
        builder
            .Property(p => p.AllowedProfiles)
            .HasConversion<StringListConverter, StringListComparer>();
        builder.Property(p => p.DefaultProfile).HasMaxLength(100);
        builder.Property(p => p.TrialProtocolId).HasMaxLength(64);
        builder.Property(p => p.TrialProtocolName).HasMaxLength(64);
        builder.Property(p => p.EthicsReference).HasMaxLength(Project.MaxEthicsReferenceLength);
        builder.Property(p => p.NameKey).IsIdentifier(Project.MaxNameLength);
        builder
            .Property(p => p.AllowedSopClasses)
            .HasConversion<StringListConverter, StringListComparer>()
            .HasMaxLength(4000)
            .IsUnicode(false);
        builder.HasIndex(p => p.NameKey).IsUnique();
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
        // The pages ask whose projects these are.
        builder.HasIndex(m => m.PersonId);
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

internal sealed class ProjectSubjectConfiguration : IEntityTypeConfiguration<ProjectSubject>
{
    public void Configure(EntityTypeBuilder<ProjectSubject> builder)
    {
        builder.ToTable("ProjectSubjects");
        builder.Property(s => s.Pseudonym).IsIdentifier(ProjectSubject.MaxPseudonymLength);
        builder.Property(s => s.PseudonymKey).IsIdentifier(ProjectSubject.MaxPseudonymLength);
        builder
            .Property(s => s.PatientHash)
            .IsIdentifier(ProjectSubject.HashLength)
            .IsUnicode(false);
        builder
            .Property(s => s.ProtectedPatient)
            .HasMaxLength(ProjectSubject.MaxProtectedLength)
            .IsUnicode(false);
        builder.HasIndex(s => new { s.ProjectId, s.PseudonymKey }).IsUnique();
        builder.HasIndex(s => new { s.ProjectId, s.PatientHash }).IsUnique();
        // Nothing removes a project: whoever would, has to decide about its link table first.
        builder
            .HasOne<Project>()
            .WithMany()
            .HasForeignKey(s => s.ProjectId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ProfileVersionConfiguration : IEntityTypeConfiguration<ProfileVersion>
{
    public void Configure(EntityTypeBuilder<ProfileVersion> builder)
    {
        builder.ToTable("ProfileVersions");
        builder.Property(p => p.Name).HasMaxLength(ProfileVersion.MaxNameLength);
        builder.Property(p => p.NameKey).IsIdentifier(ProfileVersion.MaxNameLength);
        builder.HasIndex(p => new { p.NameKey, p.Version }).IsUnique();
        builder
            .HasOne<AditUser>()
            .WithMany()
            .HasForeignKey(p => p.CreatedById)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TaskDeidentificationConfiguration
    : IEntityTypeConfiguration<TaskDeidentification>
{
    public void Configure(EntityTypeBuilder<TaskDeidentification> builder)
    {
        builder.ToTable("TaskDeidentifications");
        builder.HasKey(d => d.TaskId);
        builder.Property(d => d.TaskId).ValueGeneratedNever();
        builder
            .HasOne<JobTask>()
            .WithMany()
            .HasForeignKey(d => d.TaskId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
