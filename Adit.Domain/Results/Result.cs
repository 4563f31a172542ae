namespace Adit.Domain.Results;

/// <summary>An expected failure. The message is shown to the person as it is: what happened and what to do.</summary>
public sealed record DomainError(string Code, string Message)
{
    public const string ForbiddenCode = "forbidden";
    public const string NotFoundCode = "not-found";
    public const string InvalidCode = "invalid";
    public const string ConflictCode = "conflict";

    public static DomainError Forbidden(string message) => new(ForbiddenCode, message);

    public static DomainError NotFound(string message) => new(NotFoundCode, message);

    public static DomainError Invalid(string message) => new(InvalidCode, message);

    public static DomainError Conflict(string message) => new(ConflictCode, message);
}

/// <summary>The end of an operation that may fail in ways that are expected. Exceptions are for bugs and broken I/O.</summary>
public readonly record struct Result
{
    private Result(DomainError? error) => Error = error;

    public DomainError? Error { get; }

    public bool IsSuccess => Error is null;

    public bool IsFailure => Error is not null;

    public static Result Success => default;

    public static Result Fail(DomainError error) =>
        new(error ?? throw new ArgumentNullException(nameof(error)));

    public static Result<T> Ok<T>(T value) => new(value, null);

    public static Result<T> Fail<T>(DomainError error) =>
        new(default, error ?? throw new ArgumentNullException(nameof(error)));

    public static implicit operator Result(DomainError error) => Fail(error);

    public Result ToResult() => this;
}

/// <summary>A value, or the named reason why there is none.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    internal Result(T? value, DomainError? error)
    {
        _value = value;
        Error = error;
    }

    public DomainError? Error { get; }

    public bool IsSuccess => Error is null;

    public bool IsFailure => Error is not null;

    public T Value =>
        Error is null
            ? _value!
            : throw new InvalidOperationException($"The operation failed: {Error.Code}.");

    public static implicit operator Result<T>(DomainError error) => Result.Fail<T>(error);

    public static implicit operator Result<T>(T value) => Result.Ok(value);

    public Result<T> ToResult() => this;

    public Result WithoutValue() => Error is null ? Result.Success : Result.Fail(Error);
}
