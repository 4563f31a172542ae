using Adit.Infrastructure.DicomNodes;

namespace Adit.Infrastructure.Folders;

/// <summary>Faults of a file system as sentences for a person; without paths, which hold names of patients.</summary>
internal static class FolderFaults
{
    public static string Describe(Exception fault, string folder) =>
        fault switch
        {
            FolderUnavailableException told => told.Message,
            IOException full when DicomFaultMessages.IsDiskFull(full) =>
                $"The disk of {folder} is full. Free some space there; the transfer goes on by itself.",
            UnauthorizedAccessException =>
                $"Adit may not write to {folder}. Ask the administrator to check the permissions, and whether the disk is mounted read-only.",
            DirectoryNotFoundException or FileNotFoundException =>
                $"The folder of {folder} is not there any more. Check whether its disk is mounted.",
            TimeoutException =>
                $"The file system of {folder} does not answer. Check whether it is mounted and its server runs.",
            _ =>
                $"Writing to {folder} failed (error {fault.HResult:X}). Check its disk and the system's log.",
        };

    /// <summary>
    /// The same fault without the text of the file system, which holds paths. What goes away by itself or by somebody's hand
    /// becomes a <see cref="FolderUnavailableException"/>: the task is put off. Anything else counts as a failed attempt.
    /// </summary>
    public static IOException Wrap(Exception fault, string folder) =>
        fault switch
        {
            FolderUnavailableException told => told,
            IOException full when DicomFaultMessages.IsDiskFull(full) =>
                new FolderUnavailableException(Describe(fault, folder)),
            UnauthorizedAccessException
            or DirectoryNotFoundException
            or FileNotFoundException
            or TimeoutException => new FolderUnavailableException(Describe(fault, folder)),
            _ => new IOException(Describe(fault, folder), fault.HResult),
        };
}
