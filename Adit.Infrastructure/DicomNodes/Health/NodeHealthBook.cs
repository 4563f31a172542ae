using System.Globalization;
using Adit.Domain.DicomNodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Adit.Infrastructure.DicomNodes.Health;

/// <summary>
/// What is known of each node, in memory: when it answered last, or since when it does not. Whoever talks to a node writes
/// it here; it knows nobody itself.
/// </summary>
internal sealed partial class NodeHealthBook(
    IOptionsMonitor<NodeHealthOptions> options,
    TimeProvider time,
    ILogger<NodeHealthBook> logger
)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Entry> _entries = [];
    private Action[] _watchers = [];
    private IReadOnlyList<NodeHealthRow> _down = [];

    public IReadOnlyList<NodeHealthRow> Down => Volatile.Read(ref _down);

    /// <summary>Null when the node has to be asked: nothing is known, it is too old, or about another address.</summary>
    public NodeState? Find(DicomNode node)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(node.Id, out var entry) || !entry.IsAbout(node))
            {
                return null;
            }

            return
                entry.Fault != NodeFault.None
                || entry.CheckedAt + options.CurrentValue.ValidFor > Now
                ? entry.State
                : null;
        }
    }

    /// <summary>Whether tasks of this node have to wait. A node whose address was changed since is worth a try.</summary>
    public bool IsDown(DicomNode node)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(node.Id, out var entry)
                && entry.Fault != NodeFault.None
                && entry.IsAbout(node);
        }
    }

    public void Answered(DicomNode node) => Answered(node.Id, node);

    public void Answered(int nodeId, DicomNode? node = null)
    {
        lock (_gate)
        {
            var entry = EntryOf(nodeId, node);
            entry.CheckedAt = Now;
            if (entry.Fault == NodeFault.None)
            {
                return;
            }

            LogUp(entry.Name, entry.CheckedAt - entry.DownSince);
            entry.Fault = NodeFault.None;
            entry.Failures = 0;
            entry.Message = "";
            Publish();
        }

        Tell();
    }

    /// <summary>
    /// Pauses the node, or lengthens its pause when a new try has failed too. What many tasks report at the same time is one
    /// failure.
    /// </summary>
    public NodeState Failed(DicomNode node, NodeFault fault, string message, bool asTry) =>
        Failed(node.Id, node, fault, message, asTry);

    public NodeState Failed(
        int nodeId,
        DicomNode? node,
        NodeFault fault,
        string message,
        bool asTry
    )
    {
        NodeState state;
        lock (_gate)
        {
            var entry = EntryOf(nodeId, node);
            var wasDown = entry.Fault != NodeFault.None;
            if (wasDown && !asTry)
            {
                return entry.State;
            }

            entry.CheckedAt = Now;
            entry.DownSince = wasDown ? entry.DownSince : entry.CheckedAt;
            entry.Fault = fault;
            entry.Message = message;
            entry.Failures++;
            var pause = Pause(fault, entry.Failures);
            entry.NextTryAt = entry.CheckedAt + pause;
            LogDown(entry.Name, message, entry.Failures, pause);
            Publish();
            state = entry.State;
        }

        Tell();
        return state;
    }

    /// <summary>The node is gone or takes part in nothing any more.</summary>
    public void Forget(int nodeId)
    {
        lock (_gate)
        {
            if (!_entries.Remove(nodeId))
            {
                return;
            }

            Publish();
        }

        Tell();
    }

    public IDisposable Watch(Action changed)
    {
        lock (_gate)
        {
            Volatile.Write(ref _watchers, [.. _watchers, changed]);
        }

        return new Watcher(this, changed);
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private Entry EntryOf(int nodeId, DicomNode? node)
    {
        if (!_entries.TryGetValue(nodeId, out var entry))
        {
            _entries[nodeId] = entry = new Entry();
        }

        if (node is not null)
        {
            entry.Name = node.Name;
            entry.Address = AddressOf(node);
        }

        return entry;
    }

    private TimeSpan Pause(NodeFault fault, int failures)
    {
        var limits = options.CurrentValue;
        var pause =
            fault == NodeFault.Refused
                ? limits.RefusedRetry
                : limits.FirstRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        pause =
            fault != NodeFault.Refused && pause > limits.LongestRetry ? limits.LongestRetry : pause;
        // A tenth more or less, so that servers that went down together are not all tried at the same moment.
#pragma warning disable CA5394 // Nobody gains anything by foreseeing the moment of a connection check.
        return pause * (0.9 + (Random.Shared.NextDouble() * 0.2));
#pragma warning restore CA5394
    }

    private void Publish() =>
        Volatile.Write(
            ref _down,
            [
                .. _entries
                    .Where(pair => pair.Value.Fault != NodeFault.None)
                    .Select(pair => new NodeHealthRow(
                        pair.Key,
                        pair.Value.Name,
                        pair.Value.Fault,
                        pair.Value.Message,
                        pair.Value.DownSince,
                        pair.Value.CheckedAt,
                        pair.Value.NextTryAt
                    ))
                    .OrderBy(row => row.NodeName, StringComparer.OrdinalIgnoreCase),
            ]
        );

    private void Tell()
    {
        foreach (var changed in Volatile.Read(ref _watchers))
        {
            try
            {
                changed();
            }
            catch (Exception fault)
            {
                LogWatcher(fault);
            }
        }
    }

    private static string AddressOf(DicomNode node) =>
        node switch
        {
            DicomServerNode server => string.Create(
                CultureInfo.InvariantCulture,
                $"{server.AeTitle}@{server.Host}:{server.Port} {server.Services} {server.DicomWebUrl}"
            ),
            DicomFolderNode folder => string.Create(
                CultureInfo.InvariantCulture,
                $"{folder.Path} {folder.QuotaGb}"
            ),
            _ => node.Name,
        };

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Server} cannot be used, its tasks wait: {Reason} Try {Number} failed; the next one follows in {Pause}"
    )]
    private partial void LogDown(string server, string reason, int number, TimeSpan pause);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Server} answers again after {Duration}; its tasks go on"
    )]
    private partial void LogUp(string server, TimeSpan duration);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling of a node's change failed")]
    private partial void LogWatcher(Exception fault);

    private sealed class Entry
    {
        public string Name { get; set; } = "";

        public string? Address { get; set; }

        public NodeFault Fault { get; set; }

        public string Message { get; set; } = "";

        public DateTime CheckedAt { get; set; }

        public DateTime DownSince { get; set; }

        public DateTime NextTryAt { get; set; }

        public int Failures { get; set; }

        public NodeState State =>
            new(Fault, Message, CheckedAt, Fault == NodeFault.None ? null : NextTryAt);

        public bool IsAbout(DicomNode node) => Address is null || Address == AddressOf(node);
    }

    private sealed class Watcher(NodeHealthBook book, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (book._gate)
            {
                Volatile.Write(
                    ref book._watchers,
                    [.. book._watchers.Where(other => !ReferenceEquals(other, changed))]
                );
            }
        }
    }
}
