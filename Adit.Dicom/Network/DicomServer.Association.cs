using System.Net.Sockets;
using Adit.Dicom.Data;
using Adit.Dicom.Encoding;
using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomServer
{
    /// <summary>One association, from the accepted connection to its end.</summary>
    private sealed partial class AcceptedAssociation : IDisposable
    {
        private readonly DicomServer _server;
        private readonly DicomConnection _connection;
        private readonly DimseChannel _channel;
        private readonly CancellationTokenSource _ending;
        private readonly Dictionary<byte, PresentationContext> _contexts = [];
        private readonly string _address;
        private DicomCaller _caller;
        private Task<DimseCommand?>? _pendingRead;

        public AcceptedAssociation(DicomServer server, Socket socket)
        {
            _server = server;
            _address = socket.RemoteEndPoint?.ToString() ?? "?";
            _caller = new DicomCaller("", "", _address);
            _ending = CancellationTokenSource.CreateLinkedTokenSource(server._stopping.Token);
            _connection = new DicomConnection(socket, _address, server._options.Timeouts);
            _channel = new DimseChannel(_connection);
        }

        public string Description => _connection.PeerName;

        public void Abort(string reason)
        {
            try
            {
                _ending.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself in this moment.
                return;
            }
            _connection.Abort(
                new DicomAssociationAbortedException(
                    $"The association with {Description} was aborted: {reason}.",
                    byPeer: false
                )
            );
        }

        public void Dispose()
        {
            _ending.Cancel();
            _channel.Dispose();
            _ending.Dispose();
        }

        public async Task RunAsync()
        {
            var entered = false;
            try
            {
                _connection.Receiving.Start(
                    "an association request",
                    _connection.Timeouts.Association
                );
                var (type, body) = await _connection
                    .Reader.ReadAssociationPduAsync()
                    .ConfigureAwait(false);
                _connection.Receiving.Stop();
                if (type != PduType.AssociateRequest)
                {
                    throw new DicomProtocolException(
                        $"{Description} began with PDU type {(byte)type:X2}."
                    );
                }
                var request = AssociateReader.Read(isAccept: false, body);
                _caller = new DicomCaller(request.CallingAeTitle, request.CalledAeTitle, _address);
                _connection.PeerName = $"{Printable(request.CallingAeTitle)} at {_address}";
                var rejection = Check(request) ?? await AskAdmissionAsync().ConfigureAwait(false);
                if (rejection is null && !(entered = _server.TryEnter()))
                {
                    rejection = DicomRejection.LocalLimitExceeded;
                }
                if (rejection is { } reason)
                {
                    _server.LogRejected(Description, reason.ToString());
                    await _connection
                        .Writer.SendRawAsync(AssociateWriter.WriteReject(reason))
                        .ConfigureAwait(false);
                    return;
                }
                await AcceptAsync(request).ConfigureAwait(false);
                await ServeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _connection.Abort(
                    exception,
                    source: exception is DicomProtocolException ? (byte)2 : (byte)0
                );
                throw;
            }
            finally
            {
                if (entered)
                {
                    _server.Leave();
                }
            }
        }

        // It goes into log lines, and whoever calls chooses it: a line break in it would forge one.
        private static string Printable(string aeTitle) =>
            string.Concat(aeTitle.Select(c => c is >= ' ' and <= '~' ? c : '?'));

        private DicomRejection? Check(AssociatePdu request)
        {
            var options = _server._options;
            if ((request.ProtocolVersion & 1) == 0)
            {
                return DicomRejection.ProtocolVersionNotSupported;
            }
            if (request.ApplicationContext != AssociatePdu.DicomApplicationContext)
            {
                return DicomRejection.ApplicationContextNotSupported;
            }
            if (options.ChecksCalledAeTitle && request.CalledAeTitle != options.AeTitle)
            {
                return DicomRejection.CalledAeTitleNotRecognized;
            }
            if (options.AcceptsCallingAeTitle is { } accepts && !accepts(request.CallingAeTitle))
            {
                return DicomRejection.CallingAeTitleNotRecognized;
            }
            return null;
        }

        private async ValueTask<DicomRejection?> AskAdmissionAsync()
        {
            if (_server._options.AdmitsCaller is not { } admits)
            {
                return null;
            }
            using var deadline = new CancellationTokenSource(
                _connection.Timeouts.Association,
                _connection.Timeouts.Clock
            );
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                deadline.Token,
                _ending.Token
            );
            try
            {
                return await admits(_caller, either.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_ending.IsCancellationRequested)
            {
                // Whom to let in cannot be told at the moment; that says nothing about the caller.
                _server.LogServiceFailed(exception, "The admission", Description);
                return DicomRejection.TemporaryCongestion;
            }
        }

        private async ValueTask AcceptAsync(AssociatePdu request)
        {
            var accept = new AssociatePdu
            {
                IsAccept = true,
                CalledAeTitle = request.CalledAeTitle,
                CallingAeTitle = request.CallingAeTitle,
                MaxPduLength = PduLimits.AnnouncedLength,
                ImplementationClassUid = DicomFile.ImplementationClassUid.Value,
                ImplementationVersionName = DicomFile.ImplementationVersionName,
                AsynchronousOperations = request.AsynchronousOperations is null
                    ? null
                    : ((ushort)1, (ushort)1),
            };
            foreach (var role in request.Roles)
            {
                if (accept.Roles.TrueForAll(known => known.SopClassUid != role.SopClassUid))
                {
                    accept.Roles.Add(role);
                }
            }
            foreach (var proposed in request.Contexts)
            {
                var context = Negotiate(proposed, accept);
                if ((context.Id & 1) == 0 || !_contexts.TryAdd(context.Id, context))
                {
                    throw new DicomProtocolException(
                        $"{Description} proposed presentation context {context.Id}, which is even or was proposed before."
                    );
                }
                // PS3.8 9.3.3.2: a refused context also carries a transfer syntax, which means nothing.
                var answered = context.TransferSyntax ?? DicomTransferSyntax.ImplicitVrLittleEndian;
                accept.Contexts.Add(
                    new AssociatePdu.ContextItem(
                        context.Id,
                        (byte)context.Result,
                        "",
                        [answered.Uid.Value]
                    )
                );
            }
            _connection.Writer.PeerMaxPduLength = request.MaxPduLength;
            _server.LogAccepted(
                Description,
                _contexts.Values.Count(context => context.IsAccepted),
                _contexts.Count
            );
            await _connection
                .Writer.SendRawAsync(AssociateWriter.Write(accept))
                .ConfigureAwait(false);
        }

        private PresentationContext Negotiate(
            AssociatePdu.ContextItem proposed,
            AssociatePdu accept
        )
        {
            var sopClass = new DicomUid(proposed.AbstractSyntax);
            if (!_server._options.AcceptsSopClass(sopClass))
            {
                return new PresentationContext(
                    proposed.Id,
                    sopClass,
                    PresentationContextResult.AbstractSyntaxNotSupported,
                    null
                );
            }
            var isStorage = !IsCommandService(sopClass);
            DicomTransferSyntax? chosen = null;
            foreach (var uid in proposed.TransferSyntaxes)
            {
                var syntax = DicomTransferSyntax.Lookup(uid);
                // Identifiers are parsed here, so they must be uncompressed; images are passed on as they are.
                if (
                    isStorage
                        ? _server._options.AcceptsTransferSyntax is not { } accepts
                            || accepts(syntax)
                        : syntax is { IsKnown: true, IsEncapsulated: false, IsDeflated: false }
                )
                {
                    chosen ??= syntax;
                    if (syntax.IsKnown)
                    {
                        chosen = syntax;
                        break;
                    }
                }
            }
            var role = accept.Roles.Find(role => role.SopClassUid == proposed.AbstractSyntax);
            var hasRole = role.SopClassUid is not null;
            return new PresentationContext(
                proposed.Id,
                sopClass,
                chosen is null
                    ? PresentationContextResult.TransferSyntaxesNotSupported
                    : PresentationContextResult.Accepted,
                chosen,
                RequestorIsScu: !hasRole || role.Scu,
                RequestorIsScp: hasRole && role.Scp
            );
        }

        private static bool IsCommandService(DicomUid sopClass) =>
            sopClass == DicomUids.Verification
            || sopClass.Value.StartsWith("1.2.840.10008.5.1.4.1.2.", StringComparison.Ordinal)
            || sopClass == DicomUids.ModalityWorklistFind;

        private async Task ServeAsync()
        {
            while (await ReadNextAsync().ConfigureAwait(false) is { } command)
            {
                if (
                    !_contexts.TryGetValue(command.ContextId, out var context)
                    || !context.IsAccepted
                )
                {
                    throw new DicomProtocolException(
                        $"{Description} sent a {command.Name} in presentation context {command.ContextId}, which was not accepted."
                    );
                }
                switch (command.Operation)
                {
                    case DimseOperation.EchoRequest:
                        await EchoAsync(command).ConfigureAwait(false);
                        break;
                    case DimseOperation.StoreRequest when command.HasDataset:
                        await StoreAsync(command, context).ConfigureAwait(false);
                        break;
                    case DimseOperation.FindRequest when command.HasDataset:
                        await FindAsync(command, context).ConfigureAwait(false);
                        break;
                    case DimseOperation.GetRequest when command.HasDataset:
                        await GetAsync(command, context).ConfigureAwait(false);
                        break;
                    case DimseOperation.MoveRequest when command.HasDataset:
                        await MoveAsync(command, context).ConfigureAwait(false);
                        break;
                    case DimseOperation.CancelRequest:
                        // Came too late: the operation has ended.
                        break;
                    default:
                        await RefuseAsync(command).ConfigureAwait(false);
                        break;
                }
            }
            await _connection
                .Writer.SendRawAsync(AssociateWriter.WriteRelease(PduType.ReleaseResponse))
                .ConfigureAwait(false);
        }

        private async ValueTask<DimseCommand?> ReadNextAsync()
        {
            if (_pendingRead is not { } pending)
            {
                return await _channel
                    .ReadCommandAsync("the next request", _connection.Timeouts.Idle)
                    .ConfigureAwait(false);
            }
            // Begun while an operation ran, to notice a cancel; now it is the wait for the next request.
            _pendingRead = null;
            if (!pending.IsCompleted)
            {
                _connection.Receiving.Start("the next request", _connection.Timeouts.Idle);
            }
            return await pending.ConfigureAwait(false);
        }

        private async ValueTask RefuseAsync(DimseCommand command)
        {
            if (command.IsResponse)
            {
                throw new DicomProtocolException(
                    $"{Description} sent a {command.Name} that nobody asked for."
                );
            }
            if (command.HasDataset)
            {
                await _channel.Data.SkipAsync(CancellationToken.None).ConfigureAwait(false);
            }
            await _connection
                .Writer.SendAsync(command.ToResponse(DicomStatus.UnrecognizedOperation))
                .ConfigureAwait(false);
        }

        private async ValueTask EchoAsync(DimseCommand command)
        {
            DimseCommand response;
            try
            {
                response = command.ToResponse(
                    await _server._service.EchoAsync(_caller, _ending.Token).ConfigureAwait(false)
                );
            }
            catch (Exception exception) when (!_ending.IsCancellationRequested)
            {
                response = ToFailure(command, exception, DicomStatus.ProcessingFailure);
            }
            await _connection.Writer.SendAsync(response).ConfigureAwait(false);
        }

        private async ValueTask StoreAsync(DimseCommand command, PresentationContext context)
        {
            DimseCommand response;
            if (
                command
                is not { AffectedSopClassUid.Length: > 0, AffectedSopInstanceUid.Length: > 0 }
            )
            {
                response = command.ToResponse(DicomStatus.CannotUnderstand);
                response.ErrorComment = "SOP class or instance UID is missing";
            }
            else
            {
                try
                {
                    var instance = new DicomIncomingInstance
                    {
                        SopClassUid = new DicomUid(command.AffectedSopClassUid),
                        SopInstanceUid = new DicomUid(command.AffectedSopInstanceUid),
                        TransferSyntax = context.TransferSyntax!,
                        SenderAeTitle = _caller.CallingAeTitle,
                        CallingAeTitle = _caller.CallingAeTitle,
                        CalledAeTitle = _caller.CalledAeTitle,
                        MoveOriginatorAeTitle = command.MoveOriginatorAeTitle,
                        MoveOriginatorMessageId = command.MoveOriginatorMessageId,
                        Data = _channel.Data,
                    };
                    response = command.ToResponse(
                        await _server
                            ._service.StoreAsync(instance, _ending.Token)
                            .ConfigureAwait(false)
                    );
                }
                catch (Exception exception)
                    when (!_connection.IsBroken
                        && !_ending.IsCancellationRequested
                        && exception is not DicomAssociationAbortedException
                    )
                {
                    response = ToFailure(command, exception, DicomStatus.ProcessingFailure);
                }
            }
            if (!_channel.Data.IsDrained)
            {
                await _channel.Data.SkipAsync(CancellationToken.None).ConfigureAwait(false);
            }
            _channel.Data.Complete();
            await _connection.Writer.SendAsync(response).ConfigureAwait(false);
        }

        /// <summary>The answer to a request whose service threw.</summary>
        private DimseCommand ToFailure(
            DimseCommand command,
            Exception exception,
            DicomStatus fallback
        )
        {
            if (exception is DicomStatusException { Status.IsFailure: true } failure)
            {
                var response = command.ToResponse(failure.Status);
                response.ErrorComment = Shorten(failure.ErrorComment);
                response.OffendingElements = failure.OffendingElements;
                return response;
            }
            _server.LogServiceFailed(exception, command.Name, Description);
            return command.ToResponse(fallback);
        }

        private static string? Shorten(string? comment) =>
            comment is { Length: > 64 } ? comment[..64] : comment;
    }
}
