namespace Adit.E2E.Application;

/// <summary>Who sits in front of the browser.</summary>
public enum Role
{
    Researcher,
    Staff,
}
