using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Client;

/// <summary>
/// Sends PINGREQ after silence in either direction. A half-open connection (Wi-Fi lost, peer gone without FIN) shows itself by
/// nothing else than the answer that does not come.
/// </summary>
internal sealed class ClientKeepAlive : IDisposable
{
    private readonly MqttLink _link;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _pingTimeout;
    private readonly TimeProvider _time;
    private readonly Action _lost;
    private readonly ITimer? _timer;
    private long? _pingedAt;
    private long _heardAtPing;

    public ClientKeepAlive(MqttLink link, TimeSpan interval, TimeSpan pingTimeout, TimeProvider time, Action lost)
    {
        (_link, _interval, _pingTimeout, _time, _lost) = (link, interval, pingTimeout, time, lost);
        if (interval == TimeSpan.Zero) return;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Again(interval);
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        if (_pingedAt is { } at && _link.IsListening && _link.Heard == _heardAtPing)
        {
            var left = _pingTimeout - _time.GetElapsedTime(at);
            if (left > TimeSpan.Zero) Again(left);
            else _lost();
            return;
        }

        _pingedAt = null;
        var quietest = Math.Min(_link.LastHeard, _link.Outbox.LastSent);
        var due = _interval - _time.GetElapsedTime(quietest);
        if (due > TimeSpan.Zero)
        {
            Again(due);
            return;
        }

        (_pingedAt, _heardAtPing) = (_time.GetTimestamp(), _link.Heard);
        _link.Send(PingPacket.Request);
        Again(_pingTimeout);
    }

    private void Again(TimeSpan due) => _timer?.Change(due, Timeout.InfiniteTimeSpan);
}
