using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>Gives the cleaner for each instance of a subject, the same one while the identifiers are equal. Safe for concurrent use.</summary>
internal sealed class TextCleaners(DeidentificationSubject subject, DeidentificationOptions options)
{
    /// <summary>The cleaner that knows the identifiers of this header.</summary>
    public TextCleaner For(DicomDataset original) => TextCleaner.For(original, subject, options);
}
