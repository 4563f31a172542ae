using Adit.Infrastructure.DicomNodes.Health;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Adit.Web.Tests.Infrastructure.DicomNodes;

internal sealed class FixedOptions<T>(T value) : IOptionsMonitor<T>
{
    public T CurrentValue => value;

    public T Get(string? name) => value;

    public IDisposable? OnChange(Action<T, string?> listener) => null;
}

internal static class HealthBooks
{
    public static NodeHealthBook New(
        TimeProvider? time = null,
        NodeHealthOptions? options = null
    ) =>
        new(
            new FixedOptions<NodeHealthOptions>(options ?? new NodeHealthOptions()),
            time ?? TimeProvider.System,
            NullLogger<NodeHealthBook>.Instance
        );
}
