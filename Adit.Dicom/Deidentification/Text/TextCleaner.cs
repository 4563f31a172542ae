using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>Removes from free text what identifies the patient; everything else stays as it is.</summary>
internal sealed class TextCleaner(string patientId)
{
    /// <summary>Gathers what identifies the patient from the original header.</summary>
    public static TextCleaner For(
        DicomDataset original,
        DeidentificationSubject subject,
        DeidentificationOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(options);
        return new TextCleaner(original.GetString(DicomTag.PatientId) ?? " ");
    }

    /// <summary>The text without what identifies; the same instance when nothing was found.</summary>
    public string Clean(string text) =>
        text.Replace(patientId, "", StringComparison.OrdinalIgnoreCase);

    /// <summary>True when something would be removed.</summary>
    public bool WouldChange(ReadOnlySpan<char> text) =>
        text.Contains(patientId, StringComparison.OrdinalIgnoreCase);
}
