using Microsoft.AspNetCore.Connections;

namespace Adit.Web.CommandLine;

/// <summary>Another program listens where Adit should: an everyday mistake, which needs a sentence and no stack trace.</summary>
public static class TakenAddress
{
    public static bool Is(Exception? fault) =>
        fault is IOException { InnerException: AddressInUseException };

    /// <summary>The server's own words name the address.</summary>
    public static string Message(IOException fault) =>
        $"Adit cannot start: {fault.Message.TrimEnd('.')}. Another program listens there, perhaps another Adit. "
        + "End that one, or choose another address with --urls http://127.0.0.1:8001.";
}
