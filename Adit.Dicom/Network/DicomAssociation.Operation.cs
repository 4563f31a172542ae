using Adit.Dicom.Network.Pdus;

namespace Adit.Dicom.Network;

public sealed partial class DicomAssociation
{
    /// <summary>
    /// The life of one operation: its total deadline and its cancellation. A cancelled C-FIND, C-GET or C-MOVE sends
    /// C-CANCEL and gives the peer a moment to confirm; everything else closes the connection.
    /// </summary>
    private sealed class Operation : IDisposable
    {
        private readonly DicomAssociation _association;
        private readonly CancellationToken _cancellationToken;
        private readonly CancellationTokenSource _stopping = new();
        private CancellationTokenRegistration _registration;
        private DimseCommand? _cancellable;
        private int _cancelling;

        public Operation(
            DicomAssociation association,
            string name,
            CancellationToken cancellationToken
        )
        {
            _association = association;
            _cancellationToken = cancellationToken;
            if (association._connection.Timeouts.Total is { } total)
            {
                association._connection.Operation.Start($"the end of {name}", total);
            }
            _registration = cancellationToken.UnsafeRegister(
                static state => ((Operation)state!).OnCancelled(),
                this
            );
        }

        /// <summary>For the handler of incoming instances: cancelled together with the operation.</summary>
        public CancellationToken Stopping => _stopping.Token;

        public bool IsCancelling => Volatile.Read(ref _cancelling) != 0;

        /// <summary>From now on, cancelling means C-CANCEL for this request.</summary>
        public void AllowCancel(DimseCommand request)
        {
            Volatile.Write(ref _cancellable, request);
            if (_cancellationToken.IsCancellationRequested)
            {
                OnCancelled();
            }
        }

        /// <summary>Asks the peer to end the operation; whatever it still sends must be read, within a short deadline.</summary>
        public void RequestCancel()
        {
            if (_cancellable is not { } request || Interlocked.Exchange(ref _cancelling, 1) != 0)
            {
                return;
            }
            var connection = _association._connection;
            connection.PendingCancellation = new OperationCanceledException(
                $"{request.Name} was cancelled.",
                _cancellationToken
            );
            connection.LimitWaits(connection.Timeouts.Cancel);
            _ = SendCancelAsync(request);
            _stopping.Cancel();
        }

        public void ThrowIfCancelled()
        {
            if (IsCancelling)
            {
                _cancellationToken.ThrowIfCancellationRequested();
            }
        }

        public void Dispose()
        {
            _registration.Dispose();
            _stopping.Dispose();
            var connection = _association._connection;
            connection.Operation.Stop();
            connection.PendingCancellation = null;
            connection.UnlimitWaits();
            Interlocked.Exchange(ref _association._busy, 0);
        }

        private void OnCancelled()
        {
            if (Volatile.Read(ref _cancellable) is null)
            {
                _association._connection.Abort(new OperationCanceledException(_cancellationToken));
            }
            else
            {
                RequestCancel();
            }
        }

        private async Task SendCancelAsync(DimseCommand request)
        {
            try
            {
                await _association
                    ._connection.Writer.SendAsync(
                        new DimseCommand
                        {
                            Operation = DimseOperation.CancelRequest,
                            ContextId = request.ContextId,
                            MessageIdBeingRespondedTo = request.MessageId,
                        }
                    )
                    .ConfigureAwait(false);
            }
            catch (Exception exception)
                when (exception
                        is DicomNetworkException
                            or OperationCanceledException
                            or ObjectDisposedException
                )
            {
                // The flow that reads meets the same broken connection and reports it.
            }
        }
    }
}
