using Adit.Domain.Accounts;
using Adit.Domain.Deidentification;
using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Adit.Domain.Projects;
using Adit.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence.Configurations;

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("Jobs");
        builder.Property(j => j.Message).HasMaxLength(Job.MaxMessageLength);
        builder.Property(j => j.TrialProtocolId).HasMaxLength(64);
        builder.Property(j => j.TrialProtocolName).HasMaxLength(64);
        builder
            .Property(j => j.OnlyModalities)
            .HasConversion<StringListConverter, StringListComparer>()
            .HasMaxLength(1000)
            .IsUnicode(false);
        builder.ComplexProperty(
            j => j.Counts,
            counts =>
            {
                counts.Ignore(c => c.Open);
                counts.Ignore(c => c.Done);
                counts.Ignore(c => c.Total);
                counts.Property(c => c.Querying).HasColumnName("QueryingTasks");
                counts.Property(c => c.Ready).HasColumnName("ReadyTasks");
                counts.Property(c => c.Pending).HasColumnName("PendingTasks");
                counts.Property(c => c.InProgress).HasColumnName("InProgressTasks");
                counts.Property(c => c.Canceled).HasColumnName("CanceledTasks");
                counts.Property(c => c.Success).HasColumnName("SuccessTasks");
                counts.Property(c => c.Warning).HasColumnName("WarningTasks");
                counts.Property(c => c.Failure).HasColumnName("FailureTasks");
            }
        );
        builder.HasIndex(j => new { j.OwnerId, j.Id });
        builder.HasIndex(j => new { j.Status, j.Id });
        // No cascade from people, groups, nodes or projects: a job is history that outlives them.
        builder
            .HasOne<AditUser>()
            .WithMany()
            .HasForeignKey(j => j.OwnerId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Group>()
            .WithMany()
            .HasForeignKey(j => j.GroupId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Project>()
            .WithMany()
            .HasForeignKey(j => j.ProjectId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<ProfileVersion>()
            .WithMany()
            .HasForeignKey(j => j.ProfileVersionId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<DicomNode>()
            .WithMany()
            .HasForeignKey(j => j.SourceId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<DicomNode>()
            .WithMany()
            .HasForeignKey(j => j.DestinationId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
