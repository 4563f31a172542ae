using Adit.Dicom.Data;
using Adit.Dicom.Encoding;

namespace Adit.Infrastructure.Folders;

/// <summary>Where the files of one series go, relative to the root, and the study's directory above it.</summary>
internal sealed record SeriesPlace(string StudyPath, string SeriesPath);

/// <summary>
/// The directories of one job and whose each of them is. Names of patients, studies and series are not unique, also not those
/// that differ in case only; what is in a directory decides: the first file below it says whose it is, also after a restart.
/// Who comes second gets a part of a hash behind the name.
/// </summary>
internal sealed class OutputTree(string root, string jobFolder) : IDisposable
{
    private const int MaxFilesTried = 5;

    // How much of a hash is put behind a name that is taken; at first nothing.
    private static readonly int[] HashDigits = [0, 8, 16, 32, 64];

    private enum Level
    {
        Patient = 3,
        Study = 2,
        Series = 1,
    }

    private sealed record Entry(string Name, bool IsDirectory)
    {
        /// <summary>Null: not looked at yet. Empty: nobody's.</summary>
        public string? Owner { get; set; }
    }

    // Of nobody that exists; nothing is put there.
    private const string Stranger = "\0";
    private const string Nobody = "\0\0";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Dictionary<string, Entry>> _directories = new(
        StringComparer.Ordinal
    );

    public string Root => root;

    public string JobFolder => jobFolder;

    /// <summary>One writer of manifests at a time: two tasks may work on one study.</summary>
    public SemaphoreSlim ManifestTurn { get; } = new(1, 1);

    /// <summary>Finds or makes the directories of a series.</summary>
    /// <param name="header">One image of it.</param>
    /// <param name="modalities">Of the study, for the name of its directory.</param>
    /// <param name="reading">How files that are there already are read.</param>
    /// <param name="cancellationToken">Stops waiting for others that look for theirs.</param>
    public async Task<SeriesPlace> PlaceAsync(
        OutgoingHeader header,
        string modalities,
        DicomReadOptions reading,
        CancellationToken cancellationToken
    )
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            MakeDirectory(jobFolder);
            var patient = await FindOrMakeAsync(
                    jobFolder,
                    Level.Patient,
                    SafeName.Of(header.PatientId, OutgoingHeader.Undefined),
                    header.PatientId,
                    reading,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var study = await FindOrMakeAsync(
                    patient,
                    Level.Study,
                    SafeName.Of(header.StudyFolder(modalities), OutgoingHeader.Undefined),
                    header.StudyInstanceUid,
                    reading,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var series = await FindOrMakeAsync(
                    study,
                    Level.Series,
                    SafeName.Of(header.SeriesFolder(), OutgoingHeader.Undefined),
                    header.SeriesInstanceUid,
                    reading,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return new SeriesPlace(study, series);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The directory of a study that earlier attempts have made; null when there is none.</summary>
    public async Task<string?> FindStudyAsync(
        string patientId,
        string studyInstanceUid,
        DicomReadOptions reading,
        CancellationToken cancellationToken
    )
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!Directory.Exists(Path.Combine(root, jobFolder)))
            {
                return null;
            }
            var name = SafeName.Of(patientId, OutgoingHeader.Undefined);
            return
                await FindAsync(
                        jobFolder,
                        Level.Patient,
                        name,
                        patientId,
                        reading,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
                    is { } patient
                && await FindAsync(
                        patient,
                        Level.Study,
                        null,
                        studyInstanceUid,
                        reading,
                        cancellationToken
                    )
                    .ConfigureAwait(false)
                    is { } study
                ? study
                : null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes the directories of a place again that somebody has removed, and refuses a path that a link leads elsewhere.</summary>
    public void Ensure(string relativePath)
    {
        var path = "";
        foreach (var part in relativePath.Split(Path.DirectorySeparatorChar))
        {
            path = Path.Combine(path, part);
            MakeDirectory(path);
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        ManifestTurn.Dispose();
    }

    private async Task<string> FindOrMakeAsync(
        string parent,
        Level level,
        string name,
        string owner,
        DicomReadOptions reading,
        CancellationToken cancellationToken
    )
    {
        if (
            await FindAsync(parent, level, name, owner, reading, cancellationToken)
                .ConfigureAwait(false) is
            { } found
        )
        {
            return found;
        }
        var entries = Entries(parent);
        foreach (var digits in HashDigits)
        {
            var free = digits == 0 ? name : SafeName.Distinguish(name, owner, digits);
            if (!entries.TryGetValue(SafeName.Fold(free), out var taken))
            {
                var path = Path.Combine(parent, free);
                MakeDirectory(path);
                entries[SafeName.Fold(free)] = new Entry(free, true) { Owner = owner };
                return path;
            }
            if (taken.IsDirectory && taken.Owner == Nobody)
            {
                taken.Owner = owner;
                return Path.Combine(parent, taken.Name);
            }
        }
        throw new IOException("No free name for a directory was found.");
    }

    /// <summary>
    /// The directory that holds the owner's files. That of a patient has a name that follows from its ID; those of studies and
    /// series may have been named after another image, so that all of them are looked at.
    /// </summary>
    private async Task<string?> FindAsync(
        string parent,
        Level level,
        string? name,
        string owner,
        DicomReadOptions reading,
        CancellationToken cancellationToken
    )
    {
        var entries = Entries(parent);
        IEnumerable<Entry?> candidates = level switch
        {
            Level.Patient =>
            [
                .. HashDigits.Select(digits =>
                    entries.GetValueOrDefault(
                        SafeName.Fold(
                            digits == 0 ? name! : SafeName.Distinguish(name!, owner, digits)
                        )
                    )
                ),
            ],
            Level.Study or Level.Series => [.. entries.Values],
        };
        foreach (var entry in candidates)
        {
            if (entry is not { IsDirectory: true })
            {
                continue;
            }
            entry.Owner ??= await OwnerOfAsync(
                    Path.Combine(root, parent, entry.Name),
                    level,
                    reading,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (entry.Owner == owner)
            {
                return Path.Combine(parent, entry.Name);
            }
        }
        return null;
    }

    private Dictionary<string, Entry> Entries(string directory)
    {
        if (_directories.TryGetValue(directory, out var known))
        {
            return known;
        }
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal)
        {
            // Never a directory, also when the data say so.
            [SafeName.Fold(StudyManifest.FileName)] = new(StudyManifest.FileName, false),
        };
        foreach (
            var entry in new DirectoryInfo(Path.Combine(root, directory)).EnumerateFileSystemInfos()
        )
        {
            var isReal =
                (entry.Attributes & (FileAttributes.Directory | FileAttributes.ReparsePoint))
                == FileAttributes.Directory;
            entries[SafeName.Fold(entry.Name)] = new Entry(entry.Name, isReal);
        }
        return _directories[directory] = entries;
    }

    private static async Task<string> OwnerOfAsync(
        string directory,
        Level level,
        DicomReadOptions reading,
        CancellationToken cancellationToken
    )
    {
        var files = Directory.EnumerateFiles(
            directory,
            "*.dcm",
            new EnumerationOptions
            {
                RecurseSubdirectories = level != Level.Series,
                MaxRecursionDepth = (int)level,
                AttributesToSkip = FileAttributes.ReparsePoint,
            }
        );
        var owner = Nobody;
        foreach (var path in files.Take(MaxFilesTried))
        {
            owner = Stranger;
            try
            {
                var file = await DicomFile
                    .OpenAsync(path, reading, cancellationToken)
                    .ConfigureAwait(false);
                await using var _ = file.ConfigureAwait(false);
                var header = OutgoingHeader.From(file.Dataset);
                return level switch
                {
                    Level.Patient => header.PatientId,
                    Level.Study => header.StudyInstanceUid,
                    Level.Series => header.SeriesInstanceUid,
                };
            }
            catch (Exception fault)
                when (fault
                        is DicomDataException
                            or FileNotFoundException
                            or DirectoryNotFoundException
                            or UnauthorizedAccessException
                )
            {
                // Not one of ours, or damaged: the next one may say more.
            }
        }
        return owner;
    }

    private void MakeDirectory(string relativePath)
    {
        var path = Path.Combine(root, relativePath);
        var info = new DirectoryInfo(path);
        if (info.Exists || info.LinkTarget is not null)
        {
            if ((info.Attributes & FileAttributes.ReparsePoint) != 0)
            {
                throw new FolderUnavailableException(
                    "A link stands in the folder where a directory of Adit has to be, and leads elsewhere. Remove it."
                );
            }
            return;
        }
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent))
        {
            // The root above all: where a disk should be mounted, nothing is made on the disk beneath.
            throw new DirectoryNotFoundException("A directory in the folder is gone.");
        }
        info.Create();
        FileSystemCalls.SyncDirectory(parent);
    }
}
