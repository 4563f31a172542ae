using System.CommandLine;
using Adit.Dicom.Data;

namespace Adit.Web.CommandLine;

/// <summary>What is asked for: level, information model and keys.</summary>
internal sealed class QueryArguments
{
    private readonly Option<string[]> _keys = new("--key", "-k")
    {
        Description =
            "A key as Keyword=value or gggg,eeee=value, for example -k PatientID=4711; without a value it is asked for. May be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _level = new("--level", "-l")
    {
        Description = "PATIENT, STUDY, SERIES or IMAGE.",
        DefaultValueFactory = _ => "STUDY",
    };

    private readonly Option<string> _model = new("--model", "-m")
    {
        Description = "study or patient: the information model's root.",
        DefaultValueFactory = _ => "study",
    };

    public QueryArguments()
    {
        _level.AcceptOnlyFromAmong("PATIENT", "STUDY", "SERIES", "IMAGE");
        _model.AcceptOnlyFromAmong("study", "patient");
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_keys);
        command.Options.Add(_level);
        command.Options.Add(_model);
    }

    public bool IsPatientRoot(ParseResult parsed) => parsed.GetValue(_model) == "patient";

    public DicomDataset Identifier(ParseResult parsed, bool withReturnKeys)
    {
        var level = parsed.GetRequiredValue(_level);
        var identifier = new DicomDataset();
        if (withReturnKeys)
        {
            foreach (var tag in ReturnKeys(level))
            {
                identifier.Set(tag, null as string);
            }
        }
        var keys = parsed.GetRequiredValue(_keys);
        if (keys.Any(key => key.Any(character => character > 127)))
        {
            identifier.Set(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        }
        foreach (var key in keys)
        {
            var equals = key.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? key : key[..equals];
            if (!DicomTag.TryParse(name, out var tag))
            {
                throw new CommandUsageException(
                    $"'{name}' is no keyword of the DICOM dictionary and no tag. Examples: PatientID, 0010,0020."
                );
            }
            identifier.Set(tag, equals < 0 ? null : key[(equals + 1)..]);
        }
        identifier.Set(DicomTag.QueryRetrieveLevel, level);
        return identifier;
    }

    private static DicomTag[] ReturnKeys(string level) =>
        level switch
        {
            "PATIENT" => [DicomTag.PatientId, DicomTag.PatientName, DicomTag.PatientBirthDate],
            "SERIES" =>
            [
                DicomTag.StudyInstanceUid,
                DicomTag.SeriesInstanceUid,
                DicomTag.Modality,
                DicomTag.SeriesNumber,
                DicomTag.SeriesDescription,
            ],
            "IMAGE" =>
            [
                DicomTag.StudyInstanceUid,
                DicomTag.SeriesInstanceUid,
                DicomTag.SopInstanceUid,
                DicomTag.SopClassUid,
                DicomTag.InstanceNumber,
            ],
            _ =>
            [
                DicomTag.PatientId,
                DicomTag.PatientName,
                DicomTag.StudyDate,
                DicomTag.StudyDescription,
                DicomTag.ModalitiesInStudy,
                DicomTag.StudyInstanceUid,
            ],
        };
}
