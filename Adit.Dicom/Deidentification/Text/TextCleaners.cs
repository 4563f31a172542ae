using Adit.Dicom.Data;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>
/// Gives the cleaner for each instance of a subject, the same one while the identifiers in the headers are equal, which they are for
/// all instances of a series as a rule. Safe for concurrent use.
/// </summary>
internal sealed class TextCleaners
{
    private readonly DeidentificationSubject _subject;
    private readonly DeidentificationOptions _options;
    private volatile Gathered? _last;

    public TextCleaners(DeidentificationSubject subject, DeidentificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(options);
        _subject = subject;
        _options = options;
    }

    /// <summary>The cleaner that knows the identifiers of this header.</summary>
    /// <exception cref="DeidentificationRefusedException">The header names more persons and numbers than any object of one patient.</exception>
    public TextCleaner For(DicomDataset original)
    {
        ArgumentNullException.ThrowIfNull(original);
        using var source = new IdentifierSource(_options);
        source.Read(original);
        var last = _last;
        if (last is not null && source.Fingerprint.SequenceEqual(last.Fingerprint))
        {
            return last.Cleaner;
        }
        var known = new KnownIdentifiers();
        source.AddTo(known);
        foreach (var identifier in _subject.KnownIdentifiers)
        {
            AddGiven(known, identifier);
        }
        known.Complete();
        var cleaner = new TextCleaner(known, _options);
        _last = new Gathered(source.Fingerprint.ToArray(), cleaner);
        return cleaner;
    }

    // Nobody says what kind it is: a digit makes it a number, a ^ or letters alone a name.
    private static void AddGiven(KnownIdentifiers known, string identifier)
    {
        if (!string.IsNullOrWhiteSpace(identifier))
        {
            if (identifier.Any(char.IsDigit))
            {
                known.AddId(identifier.Trim());
            }
            else
            {
                known.AddName(identifier.Trim());
            }
        }
    }

    private sealed record Gathered(byte[] Fingerprint, TextCleaner Cleaner);
}
