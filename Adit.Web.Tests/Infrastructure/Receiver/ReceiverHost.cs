using System.Globalization;
using Adit.Dicom.Network;
using Adit.Infrastructure.Persistence;
using Adit.Infrastructure.Receiver;
using Adit.Web.Tests.Infrastructure.Databases;
using Adit.Web.Tests.Infrastructure.Transfers;
using Shouldly;
using Xunit;

namespace Adit.Web.Tests.Infrastructure.Receiver;

/// <summary>
/// The receiver as the program starts it, on a database of its own. What it learns of a source stays, so that each test sends under a
/// name of its own: SRC1 to SRC20 are servers that it knows.
/// </summary>
public sealed class ReceiverHost : IAsyncLifetime
{
    public const string AeTitle = "ADITRECV";
    public const string Originator = "ADIT";
    private const int Sources = 20;

    private EngineHost _host = null!;

    internal IMoveReceiver Receiver => _host.Get<IMoveReceiver>();

    internal ReceiverStatistics Statistics => _host.Get<ReceiverStatistics>();

    internal IServiceProvider Services => _host.Services;

    public int Port => Statistics.Port.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Receiver:AeTitle"] = AeTitle,
            ["Receiver:Address"] = "127.0.0.1",
            ["Receiver:SameStudyWaitSeconds"] = "5",
        };
        for (var i = 1; i <= Sources; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Seed:Servers:{i + 1}:");
            settings[prefix + "Name"] = settings[prefix + "AeTitle"] = string.Create(
                CultureInfo.InvariantCulture,
                $"SRC{i}"
            );
            settings[prefix + "Host"] = "127.0.0.1";
            settings[prefix + "Port"] = "104";
            settings[prefix + "Accepts"] = "Identified";
        }
        _host = await EngineHost.CreateAsync(
            DatabaseProvider.Sqlite,
            null!,
            TestContext.Current.CancellationToken,
            settings: settings
        );
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public DicomPeer Peer(string callingAeTitle) => new("127.0.0.1", Port, AeTitle, callingAeTitle);

    /// <summary>Sends images of a study over one association, as a source does in a C-MOVE; gives the answers.</summary>
    internal async Task<IReadOnlyList<DicomStatus>> SendAsync(
        string callingAeTitle,
        TestStudy study,
        int images,
        int? messageId,
        CancellationToken cancellationToken
    )
    {
        var association = await DicomAssociation.RequestAsync(
            Peer(callingAeTitle),
            [new(study.SopClassUid, study.TransferSyntax)],
            DicomTimeouts.Default,
            cancellationToken
        );
        await using (association)
        {
            var answers = new List<DicomStatus>();
            var series = TestStudy.NewSeries();
            for (var number = 1; number <= images; number++)
            {
                var request = study.NewStoreRequest(series, number) with
                {
                    MoveOriginatorAeTitle = messageId is null ? null : Originator,
                    MoveOriginatorMessageId = (ushort?)messageId,
                };
                answers.Add((await association.StoreAsync(request, cancellationToken)).Status);
            }
            return answers;
        }
    }
}
