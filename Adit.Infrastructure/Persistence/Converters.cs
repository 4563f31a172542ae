using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Adit.Infrastructure.Persistence;

/// <summary>All times in the database are UTC; what is read says so.</summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTime, DateTime>(
        value =>
            value.Kind == DateTimeKind.Utc ? value : DateTime.SpecifyKind(value, DateTimeKind.Utc),
        value => DateTime.SpecifyKind(value, DateTimeKind.Utc)
    );

/// <summary>A short list of strings as one JSON text, the same on every provider.</summary>
internal sealed class StringListConverter()
    : ValueConverter<IReadOnlyList<string>, string>(
        value => JsonSerializer.Serialize(value, JsonSerializerOptions.Default),
        value =>
            JsonSerializer.Deserialize<List<string>>(value, JsonSerializerOptions.Default)
            ?? new List<string>()
    );

internal sealed class StringListComparer()
    : ValueComparer<IReadOnlyList<string>>(
        (left, right) =>
            ReferenceEquals(left, right)
            || (left != null && right != null && left.SequenceEqual(right)),
        value =>
            value.Aggregate(
                0,
                (hash, text) => HashCode.Combine(hash, StringComparer.Ordinal.GetHashCode(text))
            ),
        value => value.ToList()
    );
