namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <summary>A patient; the character set is the value of Specific Character Set (0008,0005), null for the default repertoire.</summary>
internal sealed record SyntheticPatient(
    string Id,
    string Name,
    DateOnly BirthDate,
    string Sex,
    string? CharacterSet
);
