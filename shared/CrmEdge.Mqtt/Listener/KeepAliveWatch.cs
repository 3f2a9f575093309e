using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Listener;

/// <summary>
/// Ends a session that is silent for too long. The timer looks only when the limit could be reached, so a busy connection costs
/// one look per limit, not one per packet.
/// </summary>
internal sealed class KeepAliveWatch : IDisposable
{
    private readonly MqttSession _session;
    private readonly MqttLink _link;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;

    public KeepAliveWatch(MqttSession session, MqttLink link, TimeProvider time)
    {
        (_session, _link, _time) = (session, link, time);
        if (session.KeepAliveLimit is not { } limit) return;
        _timer = time.CreateTimer(_ => Look(limit), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer?.Dispose();

    private void Look(TimeSpan limit)
    {
        var silent = _link.IsListening ? _time.GetElapsedTime(_link.LastHeard) : TimeSpan.Zero;
        if (silent >= limit) _session.TryEnd(SessionEnds.Silent);
        else _timer?.Change(limit - silent, Timeout.InfiniteTimeSpan);
    }
}
