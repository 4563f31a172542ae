namespace Adit.Dicom.Data;

/// <summary>The root of all exceptions of this toolkit. Messages never carry values of attributes.</summary>
public class DicomException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public DicomException() { }

    /// <summary>Makes an exception with a message.</summary>
    public DicomException(string message)
        : base(message) { }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public DicomException(string message, Exception? innerException)
        : base(message, innerException) { }
}
