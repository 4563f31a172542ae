using System.Collections.Frozen;

namespace Adit.Dicom.Deidentification.Text;

/// <summary>Words that mean something to the cleaner, whoever the patient is; all in folded form.</summary>
internal static partial class Vocabulary
{
    private static readonly FrozenDictionary<string, WordKinds> Words;
    private static readonly FrozenDictionary<string, WordKinds>.AlternateLookup<
        ReadOnlySpan<char>
    > Lookup;

    // Behind the lists of the other parts of this class, whose order nobody promises.
    static Vocabulary()
    {
        Words = Build();
        Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static readonly string[] StreetEndings =
    [
        "strasse",
        "str",
        "weg",
        "platz",
        "allee",
        "gasse",
        "ring",
        "damm",
        "ufer",
        "chaussee",
        "promenade",
        "pfad",
    ];

    /// <summary>What the word is known as.</summary>
    public static WordKinds KindsOf(ReadOnlySpan<char> folded) =>
        Lookup.TryGetValue(folded, out var kinds) ? kinds : WordKinds.None;

    /// <summary>True for a word such as "hauptstrasse", made of a name and an ending of streets.</summary>
    public static bool IsStreet(ReadOnlySpan<char> folded)
    {
        foreach (var ending in StreetEndings)
        {
            if (
                folded.Length >= ending.Length + 3
                && folded.EndsWith(ending, StringComparison.Ordinal)
            )
            {
                // Monitoring, scoring, filtering: no ring.
                return ending != "ring" || !"aeiou".Contains(folded[^5], StringComparison.Ordinal);
            }
        }
        return false;
    }

    /// <summary>True for an ending of streets that stands alone, as in "Berliner Straße".</summary>
    public static bool IsStreetAlone(ReadOnlySpan<char> folded) =>
        folded
            is "strasse"
                or "str"
                or "platz"
                or "allee"
                or "weg"
                or "ring"
                or "damm"
                or "chaussee";

    private static FrozenDictionary<string, WordKinds> Build()
    {
        var words = new Dictionary<string, WordKinds>(StringComparer.Ordinal);
        void Add(string list, WordKinds kinds)
        {
            foreach (var word in list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                words[word] = words.GetValueOrDefault(word) | kinds;
            }
        }
        void AddMonths(string list, WordKinds kinds)
        {
            var months = list.Split('|');
            for (var month = 1; month <= months.Length; month++)
            {
                Add(months[month - 1], kinds | (WordKinds)month);
            }
        }
        Add(MedicalWords, WordKinds.Medical);
        Add(ImagingWords, WordKinds.Medical);
        Add(FunctionWords, WordKinds.Medical);
        Add(CommonWords, WordKinds.Common);
        Add(Units, WordKinds.Unit | WordKinds.Medical);
        Add(Particles, WordKinds.Particle);
        Add(Titles, WordKinds.Title | WordKinds.Particle);
        Add(TitleTails, WordKinds.TitleTail | WordKinds.Particle);
        Add(PhoneLabels, WordKinds.PhoneLabel);
        Add(IdLabels, WordKinds.IdLabel);
        Add(IdHeads, WordKinds.IdHead);
        Add(IdTails, WordKinds.IdTail);
        Add(AmericanStreets, WordKinds.AmericanStreet);
        Add(AmericanStates, WordKinds.AmericanState);
        Add(AgeUnits, WordKinds.AgeUnit);
        Add(InstitutionWords, WordKinds.Institution);
        Add(DayLeads, WordKinds.DayLead);
        AddMonths(FullMonths, WordKinds.FullMonth);
        AddMonths(ShortMonths, WordKinds.None);
        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
