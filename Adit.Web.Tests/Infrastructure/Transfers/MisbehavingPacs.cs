using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using Adit.Dicom.Data;
using Adit.Dicom.Network;
using Adit.Infrastructure.Sandbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Web.Tests.Infrastructure.Transfers;

/// <summary>An archive that a test tells how to misbehave, for what no real server can be told to do. Counts what it is asked.</summary>
internal sealed class MisbehavingPacs : IDicomService, IAsyncDisposable
{
    public const string AeTitle = "MISBEHAVE";

    private readonly SandboxPacs _pacs = new(AeTitle, 1L << 30, _ => null, NullLogger.Instance);
    private readonly DicomServer _server;

    public MisbehavingPacs(
        Func<DicomUid, bool>? acceptsSopClass = null,
        bool namesMoveOriginator = true
    ) =>
        _server = DicomServer.Start(
            new DicomServerOptions
            {
                AeTitle = AeTitle,
                NamesMoveOriginator = namesMoveOriginator,
                // Its name is of no matter, so that many of them can stand in one list of servers.
                ChecksCalledAeTitle = false,
                Address = IPAddress.Loopback,
                AcceptsSopClass = acceptsSopClass ?? DicomServerOptions.IsStandardService,
            },
            this
        );

    public int Port => _server.Port;

    /// <summary>Query/Retrieve Level of every C-FIND.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    public ConcurrentQueue<string> Retrieves { get; } = new();

    public ConcurrentQueue<string> Stored { get; } = new();

    /// <summary>What to answer to an image, after it was kept.</summary>
    public Func<DicomUid, DicomStatus> StoreStatus { get; set; } = _ => DicomStatus.Success;

    /// <summary>Answers of a C-FIND instead of those of the archive.</summary>
    public Func<DicomFindRequest, IEnumerable<DicomDataset>>? Answers { get; set; }

    /// <summary>Instances that a retrieve sends beside those that were asked for.</summary>
    public List<IDicomInstanceSource> Intruders { get; } = [];

    /// <summary>Instances that are listed and never sent.</summary>
    public HashSet<string> Lost { get; } = new(StringComparer.Ordinal);

    /// <summary>Instances that are listed and cannot be read any more when they are asked for.</summary>
    public HashSet<string> Unreadable { get; } = new(StringComparer.Ordinal);

    /// <summary>The answer to every retrieve instead of instances.</summary>
    public DicomStatus? RetrieveStatus { get; set; }

    /// <summary>A C-FIND never gets an answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Every match of a C-FIND comes a second time.</summary>
    public bool AnswersTwice { get; set; }

    /// <summary>A retrieve sends every instance a second time.</summary>
    public bool SendsTwice { get; set; }

    /// <summary>A retrieve never gets an answer.</summary>
    public bool IsRetrieveSilent { get; set; }

    /// <summary>Adds to or changes what a C-FIND answers.</summary>
    public Action<DicomDataset>? Touch { get; set; }

    public Task PutAsync(
        TestStudy study,
        string series,
        int images,
        CancellationToken cancellationToken
    ) =>
        PutAsync(
            study,
            Enumerable.Range(1, images).Select(number => study.NewStoreRequest(series, number)),
            cancellationToken
        );

    public Task PutRawAsync(
        string uid,
        byte[] dataset,
        TestStudy study,
        CancellationToken cancellationToken
    ) =>
        PutAsync(
            study,
            [
                new DicomStoreRequest(
                    study.SopClassUid,
                    new DicomUid(uid),
                    study.TransferSyntax,
                    PipeReader.Create(new ReadOnlySequence<byte>(dataset))
                ),
            ],
            cancellationToken
        );

    private async Task PutAsync(
        TestStudy study,
        IEnumerable<DicomStoreRequest> requests,
        CancellationToken cancellationToken
    )
    {
        var association = await DicomAssociation.RequestAsync(
            new DicomPeer("127.0.0.1", Port, "MISBEHAVE", "TEST"),
            [new(study.SopClassUid, study.TransferSyntax)],
            DicomTimeouts.Default,
            cancellationToken
        );
        await using (association)
        {
            foreach (var request in requests)
            {
                await association.StoreAsync(request, cancellationToken);
            }
        }
        Stored.Clear();
    }

    public ValueTask<DicomStatus> EchoAsync(
        DicomCaller caller,
        CancellationToken cancellationToken
    ) => _pacs.EchoAsync(caller, cancellationToken);

    public async IAsyncEnumerable<DicomDataset> FindAsync(
        DicomFindRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        Queries.Enqueue(request.Identifier.GetString(DicomTag.QueryRetrieveLevel) ?? "");
        if (IsSilent)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        if (Answers is { } answers)
        {
            foreach (var answer in answers(request))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return answer;
            }
            yield break;
        }
        await foreach (var answer in _pacs.FindAsync(request, cancellationToken))
        {
            Touch?.Invoke(answer);
            yield return answer;
            if (AnswersTwice)
            {
                yield return answer;
            }
        }
    }

    public async ValueTask<IReadOnlyList<IDicomInstanceSource>> RetrieveAsync(
        DicomRetrieveRequest request,
        CancellationToken cancellationToken
    )
    {
        Retrieves.Enqueue(request.Identifier.GetString(DicomTag.QueryRetrieveLevel) ?? "");
        if (IsRetrieveSilent)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        if (RetrieveStatus is { } status)
        {
            throw new DicomStatusException("As the test says.", status);
        }
        var found = await _pacs.RetrieveAsync(request, cancellationToken);
        return
        [
            .. found
                .Where(i => !Lost.Contains(i.SopInstanceUid.Value))
                .SelectMany(i => Enumerable.Repeat(i, SendsTwice ? 2 : 1))
                .Concat(Intruders)
                .Select(i => Unreadable.Contains(i.SopInstanceUid.Value) ? new Torn(i) : i)
                .Select(i => BeforeOpen is { } before ? new Held(i, before) : i),
        ];
    }

    /// <summary>Where every C-MOVE sends.</summary>
    public DicomPeer? MoveDestination { get; set; }

    public DicomPeer? ResolveMoveDestination(string aeTitle) => MoveDestination;

    /// <summary>Runs before each instance of a retrieve is opened; may wait.</summary>
    public Func<CancellationToken, ValueTask>? BeforeOpen { get; set; }

    public async ValueTask<DicomStatus> StoreAsync(
        DicomIncomingInstance instance,
        CancellationToken cancellationToken
    )
    {
        Stored.Enqueue(instance.SopInstanceUid.Value);
        var status = await _pacs.StoreAsync(instance, cancellationToken);
        return status.IsSuccess ? StoreStatus(instance.SopInstanceUid) : status;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private sealed class Held(
        IDicomInstanceSource instance,
        Func<CancellationToken, ValueTask> before
    ) : IDicomInstanceSource
    {
        public DicomUid SopClassUid => instance.SopClassUid;

        public DicomUid SopInstanceUid => instance.SopInstanceUid;

        public DicomTransferSyntax TransferSyntax => instance.TransferSyntax;

        public async ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken)
        {
            await before(cancellationToken);
            return await instance.OpenDatasetAsync(cancellationToken);
        }
    }

    private sealed class Torn(IDicomInstanceSource instance) : IDicomInstanceSource
    {
        public DicomUid SopClassUid => instance.SopClassUid;

        public DicomUid SopInstanceUid => instance.SopInstanceUid;

        public DicomTransferSyntax TransferSyntax => instance.TransferSyntax;

        public ValueTask<Stream> OpenDatasetAsync(CancellationToken cancellationToken) =>
            throw new FileNotFoundException("The file of this instance is gone.");
    }
}
