using System.Collections.Frozen;

namespace Adit.Dicom.Data;

/// <summary>Well-known unique identifiers: services, query models and storage SOP classes. Transfer syntaxes are in <see cref="DicomTransferSyntax"/>.</summary>
public static partial class DicomUids
{
    private const string ResourceName = "Adit.Dicom.Resources.uids.tsv";

    private static readonly Lazy<FrozenDictionary<string, KnownUid>> Known = new(Load);

    /// <summary>Verification SOP Class.</summary>
    public static DicomUid Verification => new("1.2.840.10008.1.1");

    /// <summary>Storage Commitment Push Model SOP Class.</summary>
    public static DicomUid StorageCommitmentPushModel => new("1.2.840.10008.1.20.1");

    /// <summary>Storage Commitment Push Model SOP Instance.</summary>
    public static DicomUid StorageCommitmentPushModelInstance => new("1.2.840.10008.1.20.1.1");

    /// <summary>Media Storage Directory Storage.</summary>
    public static DicomUid MediaStorageDirectoryStorage => new("1.2.840.10008.1.3.10");

    /// <summary>DICOM Application Context Name.</summary>
    public static DicomUid ApplicationContextName => new("1.2.840.10008.3.1.1.1");

    /// <summary>Modality Performed Procedure Step SOP Class.</summary>
    public static DicomUid ModalityPerformedProcedureStep => new("1.2.840.10008.3.1.2.3.3");

    /// <summary>Modality Worklist Information Model - FIND.</summary>
    public static DicomUid ModalityWorklistFind => new("1.2.840.10008.5.1.4.31");

    /// <summary>Patient Root Query/Retrieve Information Model - FIND.</summary>
    public static DicomUid PatientRootFind => new("1.2.840.10008.5.1.4.1.2.1.1");

    /// <summary>Patient Root Query/Retrieve Information Model - MOVE.</summary>
    public static DicomUid PatientRootMove => new("1.2.840.10008.5.1.4.1.2.1.2");

    /// <summary>Patient Root Query/Retrieve Information Model - GET.</summary>
    public static DicomUid PatientRootGet => new("1.2.840.10008.5.1.4.1.2.1.3");

    /// <summary>Study Root Query/Retrieve Information Model - FIND.</summary>
    public static DicomUid StudyRootFind => new("1.2.840.10008.5.1.4.1.2.2.1");

    /// <summary>Study Root Query/Retrieve Information Model - MOVE.</summary>
    public static DicomUid StudyRootMove => new("1.2.840.10008.5.1.4.1.2.2.2");

    /// <summary>Study Root Query/Retrieve Information Model - GET.</summary>
    public static DicomUid StudyRootGet => new("1.2.840.10008.5.1.4.1.2.2.3");

    /// <summary>Patient/Study Only Query/Retrieve Information Model - FIND (Retired).</summary>
    public static DicomUid PatientStudyOnlyFind => new("1.2.840.10008.5.1.4.1.2.3.1");

    /// <summary>Patient/Study Only Query/Retrieve Information Model - MOVE (Retired).</summary>
    public static DicomUid PatientStudyOnlyMove => new("1.2.840.10008.5.1.4.1.2.3.2");

    /// <summary>Patient/Study Only Query/Retrieve Information Model - GET (Retired).</summary>
    public static DicomUid PatientStudyOnlyGet => new("1.2.840.10008.5.1.4.1.2.3.3");

    /// <summary>All storage SOP classes of the standard, retired ones included.</summary>
    public static IReadOnlyList<DicomUid> StorageClasses { get; } =
    [
        .. Known
            .Value.Where(pair => pair.Value.IsStorage)
            .Select(pair => new DicomUid(pair.Key))
            .OrderBy(uid => uid.Value, StringComparer.Ordinal),
    ];

    /// <summary>True for the storage SOP classes of the standard, retired ones included; false for private ones.</summary>
    public static bool IsStorageClass(DicomUid uid) =>
        !uid.IsEmpty && Known.Value.TryGetValue(uid.Value, out var known) && known.IsStorage;

    /// <summary>True for the storage SOP classes that the standard maintains; false for retired and private ones.</summary>
    public static bool IsCurrentStorageClass(DicomUid uid) =>
        !uid.IsEmpty
        && Known.Value.TryGetValue(uid.Value, out var known)
        && known is { IsStorage: true, IsRetired: false };

    /// <summary>The name in PS3.6 Annex A; null when the identifier is not in the table.</summary>
    public static string? NameOf(string? uid) =>
        uid is not null && Known.Value.TryGetValue(uid, out var known) ? known.Name : null;

    private static FrozenDictionary<string, KnownUid> Load()
    {
        using var resource =
            typeof(DicomUids).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException(
                $"The resource {ResourceName} is missing in the assembly."
            );
        using var reader = new StreamReader(resource, System.Text.Encoding.UTF8);
        var known = new Dictionary<string, KnownUid>(256, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            // Identifier, kind (T transfer syntax, C service, S storage, R retired storage), name.
            var fields = line.Split('\t');
            known.Add(
                fields[0],
                new KnownUid(fields[2], fields[1] is "S" or "R", fields[1] == "R")
            );
        }
        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record KnownUid(string Name, bool IsStorage, bool IsRetired);
}
