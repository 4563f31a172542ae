namespace Adit.Infrastructure.Transfers;

/// <summary>The pseudonym would give away whose images these are. The message is for people and names no value of the data.</summary>
internal sealed class RevealingPseudonymException(string message) : Exception(message);
