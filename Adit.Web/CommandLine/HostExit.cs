namespace Adit.Web.CommandLine;

/// <summary>
/// The framework ends the program when a background service breaks, but with exit code 0, which tells a supervisor that all is well.
/// </summary>
public static class HostExit
{
    public static int Code(IEnumerable<IHostedService> services) =>
        services
            .OfType<BackgroundService>()
            .Any(service => service.ExecuteTask is { IsFaulted: true })
            ? 1
            : 0;
}
