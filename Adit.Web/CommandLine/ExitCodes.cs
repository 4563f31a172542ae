namespace Adit.Web.CommandLine;

internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The peer, a file or the database failed, or answered with a failure.</summary>
    public const int Failure = 1;

    public const int WrongUsage = 2;
}
