namespace Adit.Domain.Results;

/// <summary>One page of a longer list, and how long the list is.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total)
{
    /// <summary>The longest page that any query gives, whatever is asked for.</summary>
    public const int MaxTake = 500;
}
