using System.Diagnostics.CodeAnalysis;
using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Matching;

/// <summary>
/// The identifier of a C-FIND, C-GET or C-MOVE request, checked against its information model (PS3.4 C.6) and turned into
/// a predicate over the attributes of patients, studies, series or images.
/// </summary>
internal sealed class QueryIdentifier
{
    private readonly DicomDataset identifier;
    private readonly List<(DicomTag Tag, AttributeMatcher Matcher)> keys;

    private QueryIdentifier(QueryLevel level, DicomDataset identifier, bool uniqueKeysOnly)
    {
        Level = level;
        this.identifier = identifier;
        keys = [];
        foreach (var item in identifier)
        {
            if (
                item is DicomElement element
                && IsKey(item.Tag)
                && (!uniqueKeysOnly || IsUniqueKey(item.Tag))
            )
            {
                var vr = element.Vr == DicomVr.UN ? DicomDictionary.GetVr(item.Tag) : element.Vr;
                var matcher = AttributeMatcher.Create(vr, identifier.GetStrings(item.Tag));
                if (!matcher.IsUniversal)
                {
                    keys.Add((item.Tag, matcher));
                }
            }
        }
    }

    public QueryLevel Level { get; }

    /// <summary>
    /// Reads the identifier of a query for the model, which is the SOP class of the request. The fault says why it does not
    /// fit (status A900), without any of its values, in the 64 characters
    /// of an Error Comment (0000,0902).
    /// </summary>
    public static bool TryParseQuery(
        DicomUid model,
        DicomDataset identifier,
        [NotNullWhen(true)] out QueryIdentifier? query,
        [NotNullWhen(false)] out string? fault
    )
    {
        query = null;
        fault = FindFault(model, identifier, out var level);
        if (fault is null)
        {
            query = new QueryIdentifier(level, identifier, uniqueKeysOnly: false);
        }
        return fault is null;
    }

    /// <summary>Reads the identifier of a retrieval, which names what it wants by unique keys only (PS3.4 C.4.2.1.4, C.4.3.1.3).</summary>
    public static bool TryParseRetrieval(
        DicomUid model,
        DicomDataset identifier,
        [NotNullWhen(true)] out QueryIdentifier? query,
        [NotNullWhen(false)] out string? fault
    )
    {
        query = null;
        fault = FindFault(model, identifier, out var level);
        if (fault is null && Count(identifier, UniqueKey(level)) == 0)
        {
            fault = $"{UniqueKey(level)} is missing, which names what to retrieve";
        }
        else if (
            fault is null
            && level == QueryLevel.Patient
            && !IsSingle(identifier, DicomTag.PatientId)
        )
        {
            fault = $"{DicomTag.PatientId} needs one value without wild cards";
        }
        if (fault is null)
        {
            query = new QueryIdentifier(level, identifier, uniqueKeysOnly: true);
        }
        return fault is null;
    }

    /// <summary>Whether the key lets the UID pass; one that is absent lets every UID pass.</summary>
    public bool Names(DicomTag tag, DicomUid uid)
    {
        foreach (var key in keys)
        {
            if (key.Tag == tag)
            {
                return key.Matcher.Matches([uid.Value]);
            }
        }
        return true;
    }

    public bool Matches(DicomDataset candidate)
    {
        foreach (var (tag, matcher) in keys)
        {
            if (!matcher.Matches(candidate.GetStrings(tag)))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// The answer for a matching candidate: exactly the attributes that were asked for, empty where the candidate has none,
    /// in the candidate's own character set.
    /// </summary>
    public DicomDataset CreateResponse(DicomDataset candidate)
    {
        var response = new DicomDataset();
        if (candidate[DicomTag.SpecificCharacterSet] is { } characterSet)
        {
            response.Set(characterSet);
        }
        response.Set(DicomTag.QueryRetrieveLevel, Level.ToText());
        foreach (var item in identifier)
        {
            if (!IsKey(item.Tag))
            {
                continue;
            }
            if (item is DicomSequence)
            {
                response.Set(new DicomSequence(item.Tag));
            }
            else
            {
                response.Set(candidate[item.Tag] ?? new DicomElement(item.Tag, item.Vr, default));
            }
        }
        return response;
    }

    private static string? FindFault(DicomUid model, DicomDataset identifier, out QueryLevel level)
    {
        if (!QueryLevels.TryParse(identifier.GetString(DicomTag.QueryRetrieveLevel), out level))
        {
            return $"{DicomTag.QueryRetrieveLevel} must be PATIENT, STUDY, SERIES or IMAGE";
        }
        var root = IsPatientRoot(model) ? QueryLevel.Patient : QueryLevel.Study;
        if (level < root)
        {
            return $"the Study Root model has no level {level.ToText()}";
        }
        for (var above = root; above < level; above++)
        {
            if (!IsSingle(identifier, UniqueKey(above)))
            {
                return $"{UniqueKey(above)} needs one value without wild cards at level {level.ToText()}";
            }
        }
        return null;
    }

    private static bool IsPatientRoot(DicomUid model) =>
        model == DicomUids.PatientRootFind
        || model == DicomUids.PatientRootGet
        || model == DicomUids.PatientRootMove;

    private static DicomTag UniqueKey(QueryLevel level) =>
        level switch
        {
            QueryLevel.Patient => DicomTag.PatientId,
            QueryLevel.Study => DicomTag.StudyInstanceUid,
            QueryLevel.Series => DicomTag.SeriesInstanceUid,
            QueryLevel.Image => DicomTag.SopInstanceUid,
        };

    private static bool IsUniqueKey(DicomTag tag) =>
        tag == DicomTag.PatientId
        || tag == DicomTag.StudyInstanceUid
        || tag == DicomTag.SeriesInstanceUid
        || tag == DicomTag.SopInstanceUid;

    /// <summary>Everything in an identifier is a key but what says how to read it.</summary>
    private static bool IsKey(DicomTag tag) =>
        tag != DicomTag.SpecificCharacterSet
        && tag != DicomTag.QueryRetrieveLevel
        && tag != DicomTag.TimezoneOffsetFromUtc
        && !tag.IsGroupLength;

    private static int Count(DicomDataset identifier, DicomTag tag) =>
        identifier.GetStrings(tag).Count(value => value.Length > 0);

    private static bool IsSingle(DicomDataset identifier, DicomTag tag) =>
        Count(identifier, tag) == 1 && !Wildcard.IsPattern(identifier.GetString(tag) ?? "");
}
