namespace Adit.Infrastructure.Sandbox.Synthesis;

/// <param name="CharacterSet">Value of Specific Character Set (0008,0005), null for the default repertoire.</param>
internal sealed record SyntheticPatient(string Id, string Name, DateOnly BirthDate, string Sex, string? CharacterSet);
