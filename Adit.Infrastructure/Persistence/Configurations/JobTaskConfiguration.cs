using Adit.Domain.DicomNodes;
using Adit.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence.Configurations;

internal sealed class JobTaskConfiguration : IEntityTypeConfiguration<JobTask>
{
    public void Configure(EntityTypeBuilder<JobTask> builder)
    {
        builder.ToTable("Tasks");
        builder.Property(t => t.PatientId).IsIdentifier(64);
        builder.Property(t => t.FoundPatientId).IsIdentifier(64);
        builder.Property(t => t.AcceptedPatientId).IsIdentifier(64);
        builder.Property(t => t.Pseudonym).IsIdentifier(64);
        builder.Property(t => t.StudyInstanceUid).IsUid();
        builder
            .Property(t => t.SeriesInstanceUids)
            .HasConversion<StringListConverter, StringListComparer>()
            .IsUnicode(false);
        builder.Property(t => t.StudyDescription).HasMaxLength(64);
        builder.Property(t => t.Modalities).HasMaxLength(100);
        builder.Property(t => t.Message).HasMaxLength(JobTask.MaxMessageLength);
        builder.Property(t => t.ClaimedBy).HasMaxLength(100);
        builder.Property(t => t.Route).HasMaxLength(200);
        // The dispatcher's way to the first due task of a job, and the job page's way to its pages.
        builder.HasIndex(t => new
        {
            t.JobId,
            t.Status,
            t.DueAt,
            t.Id,
        });
        builder.HasIndex(t => new { t.JobId, t.Id });
        // What was done with a study before, and what is at a destination already.
        builder.HasIndex(t => t.StudyInstanceUid);
        // Only running tasks have a lease: small, however many tasks there are.
        builder.HasIndex(t => t.LeaseUntil).HasFilter("\"LeaseUntil\" IS NOT NULL");
        builder
            .HasOne<Job>()
            .WithMany()
            .HasForeignKey(t => t.JobId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<DicomNode>()
            .WithMany()
            .HasForeignKey(t => t.SourceId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<DicomNode>()
            .WithMany()
            .HasForeignKey(t => t.DestinationId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TransferredInstanceConfiguration
    : IEntityTypeConfiguration<TransferredInstance>
{
    public void Configure(EntityTypeBuilder<TransferredInstance> builder)
    {
        builder.ToTable("TransferredInstances");
        builder.HasKey(i => new { i.TaskId, i.SopInstanceUid });
        builder.Property(i => i.SopInstanceUid).IsUid();
        builder.Property(i => i.OutputSopInstanceUid).IsUid();
        builder.Property(i => i.SeriesInstanceUid).IsUid();
        builder.Property(i => i.SopClassUid).IsUid();
        builder.Property(i => i.Reason).HasMaxLength(TransferredInstance.MaxReasonLength);
        builder
            .HasOne<JobTask>()
            .WithMany()
            .HasForeignKey(i => i.TaskId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TransferredSeriesConfiguration : IEntityTypeConfiguration<TransferredSeries>
{
    public void Configure(EntityTypeBuilder<TransferredSeries> builder)
    {
        builder.ToTable("TransferredSeries");
        builder.HasKey(s => new { s.TaskId, s.SeriesInstanceUid });
        builder.Property(s => s.SeriesInstanceUid).IsUid();
        builder.Property(s => s.Modality).HasMaxLength(TransferredSeries.MaxModalityLength);
        builder.Property(s => s.Description).HasMaxLength(TransferredSeries.MaxDescriptionLength);
        builder.Property(s => s.Reason).HasMaxLength(TransferredInstance.MaxReasonLength);
        builder
            .HasOne<JobTask>()
            .WithMany()
            .HasForeignKey(s => s.TaskId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TaskLogEntryConfiguration : IEntityTypeConfiguration<TaskLogEntry>
{
    public void Configure(EntityTypeBuilder<TaskLogEntry> builder)
    {
        builder.ToTable("TaskLog");
        builder.Property(e => e.Text).HasMaxLength(TaskLogEntry.MaxTextLength);
        builder.HasIndex(e => new { e.TaskId, e.Id });
        builder
            .HasOne<JobTask>()
            .WithMany()
            .HasForeignKey(e => e.TaskId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
