namespace Adit.Dicom.Network.Pdus;

/// <summary>
/// A deadline that is set and met thousands of times per second: setting it costs a timestamp, because the timer behind
/// it is left alone until it fires and only then looks whether the deadline has moved.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action<Deadline> _expired;
    private readonly ITimer _timer;
    private readonly Lock _arming = new();
    private long _due = long.MaxValue;
    private long _armedFor = long.MaxValue;
    private long _cap = long.MaxValue;

    public Deadline(TimeProvider time, Action<Deadline> expired)
    {
        _time = time;
        _expired = expired;
        _timer = time.CreateTimer(
            static state => ((Deadline)state!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>What the running wait is for, as it reads in a message: "the C-FIND response".</summary>
    public string Awaited { get; private set; } = "";

    public TimeSpan Length { get; private set; }

    public void Start(string awaited, TimeSpan length)
    {
        Awaited = awaited;
        Length = length;
        var due = _time.GetTimestamp() + (long)(length.TotalSeconds * _time.TimestampFrequency);
        Set(Math.Min(due, Volatile.Read(ref _cap)));
    }

    public void Stop() => Interlocked.Exchange(ref _due, long.MaxValue);

    /// <summary>From now on no wait, not even the running one, lasts longer than this; used while a cancel is confirmed.</summary>
    public void Limit(TimeSpan length)
    {
        var cap = _time.GetTimestamp() + (long)(length.TotalSeconds * _time.TimestampFrequency);
        Interlocked.Exchange(ref _cap, cap);
        if (Interlocked.Read(ref _due) is var due && due != long.MaxValue && due > cap)
        {
            Set(cap);
        }
    }

    public void Unlimit() => Interlocked.Exchange(ref _cap, long.MaxValue);

    public void Dispose() => _timer.Dispose();

    private void Set(long due)
    {
        Interlocked.Exchange(ref _due, due);
        if (due < Interlocked.Read(ref _armedFor))
        {
            Arm(due);
        }
    }

    private void Arm(long due)
    {
        lock (_arming)
        {
            Interlocked.Exchange(ref _armedFor, due);
            var seconds = (due - _time.GetTimestamp()) / (double)_time.TimestampFrequency;
            _timer.Change(
                TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e6)),
                Timeout.InfiniteTimeSpan
            );
        }
    }

    private void OnTimer()
    {
        Interlocked.Exchange(ref _armedFor, long.MaxValue);
        var due = Interlocked.Read(ref _due);
        if (due == long.MaxValue)
        {
            return;
        }
        // Timers may fire a little early; a millisecond is no reason to arm again.
        if (_time.GetTimestamp() + _time.TimestampFrequency / 1000 >= due)
        {
            _expired(this);
        }
        else
        {
            Arm(due);
        }
    }
}
