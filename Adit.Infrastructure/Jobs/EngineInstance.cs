namespace Adit.Infrastructure.Jobs;

/// <summary>Names this run of this process. A restarted process is another instance: its old claims are lost ones.</summary>
internal sealed class EngineInstance
{
    public string Id { get; } =
        $"{Bounded(Environment.MachineName)}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    private static string Bounded(string name) => name.Length > 40 ? name[..40] : name;
}
