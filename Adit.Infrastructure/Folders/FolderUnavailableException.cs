namespace Adit.Infrastructure.Folders;

/// <summary>
/// The folder takes no files now: full, gone, not writable. Waiting may help, so that a task is put off. The message is
/// for people and has no patient data.
/// </summary>
internal sealed class FolderUnavailableException(string message) : IOException(message);
