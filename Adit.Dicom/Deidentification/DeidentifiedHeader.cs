using Adit.Dicom.Data;
using Adit.Dicom.Deidentification.Pixels;
using Adit.Dicom.Deidentification.Rules;
using Adit.Dicom.Encoding;

namespace Adit.Dicom.Deidentification;

/// <summary>One instance, de-identified up to its pixel data. Not safe for concurrent use.</summary>
public sealed class DeidentifiedHeader
{
    private readonly Deidentifier _deidentifier;
    private readonly DatasetWalk _walk;
    private readonly DicomCharacterSet _sourceCharacterSet;
    private readonly bool _isConverted;
    private readonly InstanceTally _tally;
    private bool _isCommitted;

    internal DeidentifiedHeader(
        Deidentifier deidentifier,
        DicomDataset dataset,
        PixelPlan pixels,
        DatasetWalk walk,
        DicomCharacterSet sourceCharacterSet,
        bool isConverted,
        InstanceTally tally
    )
    {
        _deidentifier = deidentifier;
        _walk = walk;
        _sourceCharacterSet = sourceCharacterSet;
        _isConverted = isConverted;
        _tally = tally;
        Dataset = dataset;
        Pixels = pixels;
        SopClassUid = Uid(DicomTag.SopClassUid);
        SopInstanceUid = Uid(DicomTag.SopInstanceUid);
        SeriesInstanceUid = Uid(DicomTag.SeriesInstanceUid);
        StudyInstanceUid = Uid(DicomTag.StudyInstanceUid);
    }

    /// <summary>The output in front of the pixel data.</summary>
    public DicomDataset Dataset { get; }

    /// <summary>(0008,0016).</summary>
    public DicomUid SopClassUid { get; }

    /// <summary>(0008,0018) of the output.</summary>
    public DicomUid SopInstanceUid { get; }

    /// <summary>(0020,000E) of the output; empty when there is none.</summary>
    public DicomUid SeriesInstanceUid { get; }

    /// <summary>(0020,000D) of the output; empty when there is none.</summary>
    public DicomUid StudyInstanceUid { get; }

    /// <summary>What is to be done to the pixel data.</summary>
    internal PixelPlan Pixels { get; }

    /// <summary>Treats an item that comes behind the header by the same rules; null when it is left out.</summary>
    /// <exception cref="DeidentificationRefusedException">It would have to be cleaned, and is too large for that.</exception>
    /// <exception cref="DicomDataException">It is damaged.</exception>
    internal DicomItem? Apply(DicomItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (Pixels.Drops(item.Tag))
        {
            return null;
        }
        if (item is DicomBulkValue { Tag.IsPrivate: false } bulk && !PassesAsBulk(bulk))
        {
            throw new DeidentificationRefusedException(
                DeidentificationRefusal.Damaged,
                $"{bulk.Tag} behind the pixel data is too large to be cleaned."
            );
        }
        var result = _walk.RunBehind(item, _sourceCharacterSet);
        if (_isConverted && result is not null and not DicomBulkValue)
        {
            var converted = new DicomDataset { FallbackCharacterSet = _sourceCharacterSet };
            converted.Set(result);
            converted.ConvertCharacterSet(DicomCharacterSet.Utf8);
            result = converted[item.Tag];
        }
        return result;
    }

    /// <summary>Counts what was done; called once the instance is complete.</summary>
    internal void Commit()
    {
        if (_isCommitted)
        {
            return;
        }
        _isCommitted = true;
        _tally.Commit();
        _deidentifier.RecordInstance(Pixels.Blanks);
    }

    private static bool PassesAsBulk(DicomBulkValue bulk) =>
        ConfidentialityTable.Find(bulk.Tag) is not null
        || DicomDictionary.Lookup(bulk.Tag) is null
        || !DicomDictionary.GetVr(bulk.Tag).IsText() && !bulk.Vr.IsText() && bulk.Vr != DicomVr.UN;

    private DicomUid Uid(DicomTag tag) => Dataset.GetUid(tag) ?? new DicomUid("");
}
