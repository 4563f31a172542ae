using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Adit.Web.Tests.Infrastructure.Receiver
{
    /// <summary>
    /// Inside the program under test: waits until its host has been built and started, and takes the receiver's listening socket away.
    /// Uses nothing but the framework and reflection, because nothing else of the tests can be loaded there.
    /// </summary>
    internal sealed class ReceiverKiller
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>
    {
        public const string Variable = "ADIT_TEST_RECEIVER_DIES";

        public static void Wait()
        {
            if (Environment.GetEnvironmentVariable(Variable) == "1")
            {
                DiagnosticListener.AllListeners.Subscribe(new ReceiverKiller());
            }
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key != "HostBuilt" || value.Value is not IHost host)
            {
                return;
            }
            host.Services.GetRequiredService<IHostApplicationLifetime>()
                .ApplicationStarted.Register(() =>
                    SupervisionTests.LoseListener(host.Services.GetServices<IHostedService>())
                );
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}

#pragma warning disable CA1050 // The runtime looks for exactly this name, outside of any namespace.
/// <summary>Called by the runtime in a program that is started with DOTNET_STARTUP_HOOKS.</summary>
internal static class StartupHook
{
    public static void Initialize() => Adit.Web.Tests.Infrastructure.Receiver.ReceiverKiller.Wait();
}
#pragma warning restore CA1050
