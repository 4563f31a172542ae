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

    public static FolderUnavailableException Wrap(Exception fault, string folder) =>
        fault as FolderUnavailableException
        ?? new FolderUnavailableException(Describe(fault, folder), fault);
}
