using Adit.Domain.Accounts;
using Adit.Domain.DicomNodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence.Configurations;

internal sealed class DicomNodeConfiguration : IEntityTypeConfiguration<DicomNode>
{
    public void Configure(EntityTypeBuilder<DicomNode> builder)
    {
        builder.ToTable("Nodes");
        builder.Ignore(n => n.Kind);
        builder
            .HasDiscriminator<int>("NodeKind")
            .HasValue<DicomServerNode>((int)NodeKind.Server)
            .HasValue<DicomFolderNode>((int)NodeKind.Folder);
        builder.Property(n => n.Name).HasMaxLength(DicomNode.MaxNameLength);
        builder.Property(n => n.IdDomain).HasMaxLength(DicomNode.MaxIdDomainLength);
        builder.Property(n => n.SuspendedReason).HasMaxLength(500);
        builder.HasIndex(n => n.Name).IsUnique();
    }
}

internal sealed class DicomServerNodeConfiguration : IEntityTypeConfiguration<DicomServerNode>
{
    public void Configure(EntityTypeBuilder<DicomServerNode> builder)
    {
        builder
            .Property(n => n.AeTitle)
            .IsIdentifier(DicomServerNode.MaxAeTitleLength)
            .IsUnicode(false);
        builder.Property(n => n.Host).HasMaxLength(DicomServerNode.MaxHostLength);
        builder.Property(n => n.DicomWebUrl).HasMaxLength(500);
        builder.Property(n => n.QidoPrefix).HasMaxLength(500);
        builder.Property(n => n.WadoPrefix).HasMaxLength(500);
        builder.Property(n => n.StowPrefix).HasMaxLength(500);
        builder.Property(n => n.ProtectedAuthorization).HasMaxLength(4000);
        builder.Property(n => n.FallbackCharacterSet).HasMaxLength(64);
        builder.ComplexProperty(
            n => n.Timeouts,
            timeouts =>
            {
                timeouts.Property(t => t.ConnectSeconds).HasColumnName("ConnectSeconds");
                timeouts.Property(t => t.ResponseSeconds).HasColumnName("ResponseSeconds");
                timeouts.Property(t => t.FirstImageSeconds).HasColumnName("FirstImageSeconds");
                timeouts.Property(t => t.OfflineSeconds).HasColumnName("OfflineSeconds");
                timeouts.Property(t => t.IdleSeconds).HasColumnName("IdleSeconds");
                timeouts.Property(t => t.TotalSeconds).HasColumnName("TotalSeconds");
            }
        );
        builder.HasIndex(n => n.AeTitle).IsUnique().HasFilter("\"AeTitle\" IS NOT NULL");
    }
}

internal sealed class DicomFolderNodeConfiguration : IEntityTypeConfiguration<DicomFolderNode>
{
    public void Configure(EntityTypeBuilder<DicomFolderNode> builder) =>
        builder.Property(n => n.Path).HasMaxLength(DicomFolderNode.MaxPathLength);
}

internal sealed class DirectMovePairConfiguration : IEntityTypeConfiguration<DirectMovePair>
{
    public void Configure(EntityTypeBuilder<DirectMovePair> builder)
    {
        builder.ToTable("DirectMovePairs");
        builder.HasKey(p => new { p.SourceId, p.DestinationId });
        // Only one of the two may cascade: SQL Server refuses a second path.
        builder
            .HasOne<DicomServerNode>()
            .WithMany()
            .HasForeignKey(p => p.SourceId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<DicomServerNode>()
            .WithMany()
            .HasForeignKey(p => p.DestinationId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NodeAccessConfiguration : IEntityTypeConfiguration<NodeAccess>
{
    public void Configure(EntityTypeBuilder<NodeAccess> builder)
    {
        builder.ToTable("NodeAccess");
        builder.HasKey(a => new { a.GroupId, a.NodeId });
        builder
            .HasOne<Group>()
            .WithMany()
            .HasForeignKey(a => a.GroupId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<DicomNode>()
            .WithMany()
            .HasForeignKey(a => a.NodeId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
