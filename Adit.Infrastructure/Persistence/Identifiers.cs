using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Adit.Infrastructure.Persistence;

/// <summary>
/// Columns whose values are names of one thing each: patient IDs, UIDs, pseudonyms, AE titles. They are compared by
/// code point everywhere. SQL Server by itself ignores case, and two patients would be one.
/// </summary>
internal static class Identifiers
{
    public const string Annotation = "Adit:Identifier";

    /// <summary>UIDs have at most 64 characters (PS3.5 9.1).</summary>
    public const int UidLength = 64;

    public static PropertyBuilder<T> IsIdentifier<T>(
        this PropertyBuilder<T> property,
        int maxLength
    ) => property.HasMaxLength(maxLength).HasAnnotation(Annotation, true);

    public static PropertyBuilder<T> IsUid<T>(this PropertyBuilder<T> property) =>
        property.IsIdentifier(UidLength).IsUnicode(false);
}
