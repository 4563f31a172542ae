using System.Text;
using Adit.Dicom.Data;
using Adit.Domain.DicomNodes;
using Adit.Domain.StudySearch;

namespace Adit.Infrastructure.StudySearch;

/// <summary>Turns what a person typed into a STUDY-level identifier of PS3.4 C.4.1.1.3.</summary>
internal static class StudyQuery
{
    /// <summary>What is asked back; an empty value means "whatever it is" (universal matching).</summary>
    public static readonly DicomTag[] ReturnKeys =
    [
        DicomTag.PatientId,
        DicomTag.PatientName,
        DicomTag.PatientBirthDate,
        DicomTag.PatientSex,
        DicomTag.StudyInstanceUid,
        DicomTag.AccessionNumber,
        DicomTag.StudyDate,
        DicomTag.StudyTime,
        DicomTag.StudyDescription,
        DicomTag.ModalitiesInStudy,
        DicomTag.NumberOfStudyRelatedSeries,
        DicomTag.NumberOfStudyRelatedInstances,
        DicomTag.InstanceAvailability,
    ];

    /// <summary>What can be searched for.</summary>
    public static readonly DicomTag[] MatchKeys =
    [
        DicomTag.PatientId,
        DicomTag.PatientName,
        DicomTag.PatientBirthDate,
        DicomTag.AccessionNumber,
        DicomTag.StudyInstanceUid,
        DicomTag.StudyDate,
        DicomTag.StudyDescription,
        DicomTag.ModalitiesInStudy,
    ];

    public static DicomUid Model(DicomServerNode server) =>
        server.Offers(ServerServices.StudyRootFind)
        || !server.Offers(ServerServices.PatientRootFind)
            ? DicomUids.StudyRootFind
            : DicomUids.PatientRootFind;

    public static DicomDataset Build(StudySearchCriteria criteria, string? serverCharacterSet)
    {
        var name = NamePattern(criteria.PatientName);
        var description = DescriptionPattern(criteria.StudyDescription);
        var identifier = new DicomDataset();
        if (
            CharacterSetFor(
                [criteria.PatientId, name, criteria.AccessionNumber, description],
                serverCharacterSet
            ) is
            { } set
        )
        {
            // First, because everything that follows is encoded in it.
            identifier.Set(DicomTag.SpecificCharacterSet, set);
        }
        identifier.Set(DicomTag.QueryRetrieveLevel, "STUDY");
        foreach (var tag in ReturnKeys)
        {
            identifier.Set(tag, "");
        }
        identifier.Set(DicomTag.PatientId, criteria.PatientId?.Trim());
        identifier.Set(DicomTag.PatientName, name);
        identifier.Set(
            DicomTag.PatientBirthDate,
            criteria.PatientBirthDate is { } born ? Date(born) : null
        );
        identifier.Set(DicomTag.AccessionNumber, criteria.AccessionNumber?.Trim());
        identifier.Set(DicomTag.StudyInstanceUid, criteria.StudyInstanceUid?.Trim());
        identifier.Set(
            DicomTag.StudyDate,
            DateRange(criteria.StudyDateFrom, criteria.StudyDateUntil)
        );
        identifier.Set(DicomTag.StudyDescription, description);
        identifier.Set(
            DicomTag.ModalitiesInStudy,
            criteria.Modalities.Count == 0 ? null : string.Join('\\', criteria.Modalities)
        );
        return identifier;
    }

    /// <summary>"Doe, John" and "Doe^John" look for "Doe*^John*": people type the beginning of a name.</summary>
    public static string? NamePattern(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return null;
        }
        var separator = typed.Contains('^', StringComparison.Ordinal) ? '^' : ',';
        var components = typed
            .Split(separator, StringSplitOptions.TrimEntries)
            .Select(part => part.EndsWith('*') ? part : part + "*")
            .ToArray();
        var pattern = string.Join('^', components);
        // "Doe" also finds "Doe^John": the star runs over the rest. A lone star is no criterion.
        return pattern.All(c => c is '*' or '^') ? null : pattern;
    }

    /// <summary>A text without wildcards may stand anywhere in the description.</summary>
    public static string? DescriptionPattern(string? typed) =>
        string.IsNullOrWhiteSpace(typed) ? null
        : Wildcard.HasWildcard(typed) ? typed.Trim()
        : $"*{typed.Trim()}*";

    public static string? DateRange(DateOnly? from, DateOnly? until) =>
        (from, until) switch
        {
            (null, null) => null,
            ({ } f, { } u) when f == u => Date(f),
            ({ } f, { } u) => $"{Date(f)}-{Date(u)}",
            ({ } f, null) => $"{Date(f)}-",
            (null, { } u) => $"-{Date(u)}",
        };

    /// <summary>
    /// None for plain ASCII, else what the server is known to use, else Latin 1 when that is enough, else UTF-8: old servers know
    /// the first two, all know the last one or nothing at all.
    /// </summary>
    public static string? CharacterSetFor(IEnumerable<string?> texts, string? serverCharacterSet)
    {
        var all = string.Concat(texts);
        if (Ascii.IsValid(all))
        {
            return null;
        }
        if (serverCharacterSet is "ISO_IR 192" or "GB18030")
        {
            return serverCharacterSet;
        }
        return all.All(c => c <= 'ÿ') ? "ISO_IR 100" : "ISO_IR 192";
    }

    private static string Date(DateOnly date) =>
        date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
}
