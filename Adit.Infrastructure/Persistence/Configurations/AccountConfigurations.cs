using Adit.Domain.Accounts;
using Adit.Infrastructure.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence.Configurations;

internal sealed class AditUserConfiguration : IEntityTypeConfiguration<AditUser>
{
    public void Configure(EntityTypeBuilder<AditUser> builder)
    {
        builder.ToTable("People");
        builder.Property(p => p.DisplayName).HasMaxLength(AditUser.MaxDisplayNameLength);
        builder.Property(p => p.SecurityStamp).HasMaxLength(128);
        builder.Property(p => p.PhoneNumber).HasMaxLength(64);
        // A cascade here would be a second path to the memberships, which SQL Server refuses.
        builder
            .HasOne<Group>()
            .WithMany()
            .HasForeignKey(p => p.ActiveGroupId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class GroupConfiguration : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.ToTable("Groups");
        builder.Property(g => g.Name).HasMaxLength(Group.MaxNameLength);
        builder.HasIndex(g => g.Name).IsUnique();
        builder
            .HasMany(g => g.Permissions)
            .WithOne()
            .HasForeignKey(p => p.GroupId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GroupPermissionConfiguration : IEntityTypeConfiguration<GroupPermission>
{
    public void Configure(EntityTypeBuilder<GroupPermission> builder)
    {
        builder.ToTable("GroupPermissions");
        builder.HasKey(p => new { p.GroupId, p.Permission });
        builder.Property(p => p.Permission).IsIdentifier(64).IsUnicode(false);
    }
}

internal sealed class PersonPermissionConfiguration : IEntityTypeConfiguration<PersonPermission>
{
    public void Configure(EntityTypeBuilder<PersonPermission> builder)
    {
        builder.ToTable("PersonPermissions");
        builder.HasKey(p => new { p.PersonId, p.Permission });
        builder.Property(p => p.Permission).IsIdentifier(64).IsUnicode(false);
        builder
            .HasOne<AditUser>()
            .WithMany()
            .HasForeignKey(p => p.PersonId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GroupMembershipConfiguration : IEntityTypeConfiguration<GroupMembership>
{
    public void Configure(EntityTypeBuilder<GroupMembership> builder)
    {
        builder.ToTable("GroupMemberships");
        builder.HasKey(m => new { m.GroupId, m.PersonId });
        builder
            .HasOne<Group>()
            .WithMany()
            .HasForeignKey(m => m.GroupId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasOne<AditUser>()
            .WithMany()
            .HasForeignKey(m => m.PersonId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
