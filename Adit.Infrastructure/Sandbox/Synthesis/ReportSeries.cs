using Adit.Dicom.Data;

namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>A structured report of plain text: findings and an impression.</summary>
internal sealed record ReportSeries(string BodyPart, string Findings, string Impression)
    : SyntheticSeries("Report", BodyPart, Count: 1)
{
    private static readonly DicomTag PerformedProcedureCodeSequence = new(0x0040, 0xA372);

    public override string Modality => "SR";

    public override DicomUid SopClassUid => DicomUids.BasicTextSrStorage;

    public override void Describe(DicomDataset dataset, SyntheticInstance instance)
    {
        dataset.Remove(DicomTag.BodyPartExamined);
        dataset.SetSequence(DicomTag.ReferencedPerformedProcedureStepSequence);
        dataset.SetSequence(PerformedProcedureCodeSequence);
        dataset.Set(DicomTag.CompletionFlag, "COMPLETE");
        dataset.Set(DicomTag.VerificationFlag, "UNVERIFIED");
        dataset.Set(DicomTag.ValueType, "CONTAINER");
        dataset.Set(DicomTag.ContinuityOfContent, "SEPARATE");
        dataset.SetSequence(
            DicomTag.ConceptNameCodeSequence,
            Code(dataset, "18748-4", "LN", "Diagnostic imaging study")
        );
        dataset.SetSequence(
            DicomTag.ContentSequence,
            Text(dataset, Code(dataset, "121071", "DCM", "Finding"), Findings),
            Text(dataset, Code(dataset, "121073", "DCM", "Impression"), Impression)
        );
        if (Evidence(dataset, instance) is { } evidence)
        {
            dataset.SetSequence(DicomTag.CurrentRequestedProcedureEvidenceSequence, evidence);
        }
    }

    public override DicomElement? Render(SyntheticInstance instance) => null;

    private static DicomDataset Text(DicomDataset owner, DicomDataset concept, string text)
    {
        var item = Item(owner);
        item.Set(DicomTag.RelationshipType, "CONTAINS");
        item.Set(DicomTag.ValueType, "TEXT");
        item.SetSequence(DicomTag.ConceptNameCodeSequence, concept);
        item.Set(DicomTag.TextValue, text);
        return item;
    }

    private static DicomDataset Code(
        DicomDataset owner,
        string value,
        string scheme,
        string meaning
    )
    {
        var code = Item(owner);
        code.Set(DicomTag.CodeValue, value);
        code.Set(DicomTag.CodingSchemeDesignator, scheme);
        code.Set(DicomTag.CodeMeaning, meaning);
        return code;
    }

    /// <summary>The pictures that were read for the report: all others of the study.</summary>
    private static DicomDataset? Evidence(DicomDataset owner, SyntheticInstance report)
    {
        var series = new List<DicomDataset>();
        foreach (
            var group in report
                .Study.Instances()
                .Where(HasPicture)
                .GroupBy(instance => instance.SeriesNumber)
        )
        {
            var item = Item(owner);
            item.Set(DicomTag.SeriesInstanceUid, group.First().SeriesInstanceUid.Value);
            item.SetSequence(
                DicomTag.ReferencedSopSequence,
                [
                    .. group.Select(instance =>
                    {
                        var reference = Item(owner);
                        reference.Set(DicomTag.ReferencedSopClassUid, instance.SopClassUid.Value);
                        reference.Set(
                            DicomTag.ReferencedSopInstanceUid,
                            instance.SopInstanceUid.Value
                        );
                        return reference;
                    }),
                ]
            );
            series.Add(item);
        }
        if (series.Count == 0)
        {
            return null;
        }
        var study = Item(owner);
        study.Set(DicomTag.StudyInstanceUid, report.Study.Uid.Value);
        study.SetSequence(DicomTag.ReferencedSeriesSequence, [.. series]);
        return study;
    }

    /// <summary>An item's texts are encoded before it hangs below its owner, so it is told the owner's character set.</summary>
    private static DicomDataset Item(DicomDataset owner) =>
        new() { FallbackCharacterSet = owner.CharacterSet };

    private static bool HasPicture(SyntheticInstance instance) =>
        instance.Series is not ReportSeries;
}
