namespace Adit.Dicom.Data;

/// <summary>A data set is damaged, hostile or beyond a limit, or a value cannot be represented.</summary>
public sealed class DicomDataException : DicomException
{
    /// <summary>Makes an exception without a message.</summary>
    public DicomDataException() { }

    /// <summary>Makes an exception with a message.</summary>
    public DicomDataException(string message)
        : base(message) { }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public DicomDataException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>Makes an exception that says where in the data the fault is.</summary>
    /// <param name="message">What is wrong, without any value of an attribute.</param>
    /// <param name="tag">The element at fault.</param>
    /// <param name="offset">The position in bytes from the start of the data set or file.</param>
    /// <param name="innerException">The cause.</param>
    public DicomDataException(
        string message,
        DicomTag? tag,
        long? offset = null,
        Exception? innerException = null
    )
        : base(Describe(message, tag, offset), innerException)
    {
        Tag = tag;
        Offset = offset;
    }

    /// <summary>The element at fault, when it is known.</summary>
    public DicomTag? Tag { get; }

    /// <summary>True when the data are longer than what is held, and perhaps not damaged.</summary>
    public bool IsTooLong { get; init; }

    /// <summary>The position in bytes from the start of what was read, when it is known.</summary>
    public long? Offset { get; }

    private static string Describe(string message, DicomTag? tag, long? offset) =>
        (tag, offset) switch
        {
            (null, null) => message,
            ({ } t, null) => $"{message} Element {t}.",
            (null, { } o) => $"{message} At byte {o}.",
            ({ } t, { } o) => $"{message} Element {t} at byte {o}.",
        };
}
