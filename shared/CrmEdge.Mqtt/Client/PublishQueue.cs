using CrmEdge.Mqtt.Flow;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Client;

/// <summary>A call that waits for the server's reply.</summary>
internal sealed class Pending()
    : TaskCompletionSource<IReadOnlyList<MqttReasonCode>>(TaskCreationOptions.RunContinuationsAsynchronously);

/// <summary>
/// Publishes in the order they were asked for: those that wait for the server's quota or the socket, and those sent. Holds the
/// packet ids of SUBSCRIBE and UNSUBSCRIBE too. Used under the link's gate.
/// </summary>
internal sealed class PublishQueue(MqttLink link, ServerLimits limits, int messagesMax)
{
    private const int WriteAheadBytes = 256 * 1024;

    private static readonly MqttReasonCode[] Taken = [MqttReasonCode.Success];

    private readonly Queue<(MqttMessage Message, Pending Done)> _waiting = new();
    private readonly SendWindow<Pending> _sent = new(limits.ReceiveMaximum);

    /// <exception cref="MqttException">Too many wait already.</exception>
    public void Add_NeedsLock(MqttMessage message, Pending done)
    {
        if (_waiting.Count >= messagesMax)
            throw new MqttException($"{messagesMax} publishes wait already; await some of them.", null, true);
        _waiting.Enqueue((message, done));
        Pump_NeedsLock();
    }

    public void Pump_NeedsLock()
    {
        while (link.Outbox.Pending_NeedsLock < WriteAheadBytes && _waiting.TryPeek(out var next))
        {
            if (next.Message.Qos != MqttQos.AtMostOnce && !_sent.HasQuota) return;
            _waiting.Dequeue();
            Send(next.Message, next.Done);
        }
    }

    /// <summary>Sends a packet that is answered but does not count against the quota.</summary>
    public void Ask_NeedsLock(Func<ushort, MqttPacket> packet, Pending done)
    {
        if (!_sent.TryTakeFree(done, out var id))
            throw new MqttException("All packet ids are in use; wait for replies.", null, true);
        if (!link.TryWrite_NeedsLock(packet(id), limits.PacketBytesMax)) TooLarge(id, done);
    }

    public void Replied_NeedsLock(ushort packetId, IReadOnlyList<MqttReasonCode> reasons)
    {
        if (!_sent.TryFinish(packetId, out var done)) return;
        done.TrySetResult(reasons);
        Pump_NeedsLock();
    }

    public void End_NeedsLock(MqttException why)
    {
        foreach (var done in _sent.Drain()) done.TrySetException(why);
        while (_waiting.TryDequeue(out var next)) next.Done.TrySetException(why);
    }

    private void Send(MqttMessage message, Pending done)
    {
        ushort id = 0;
        if (message.Qos != MqttQos.AtMostOnce) _sent.TryTake(done, out id);
        if (!link.TryWrite_NeedsLock(new PublishPacket(message, id), limits.PacketBytesMax)) TooLarge(id, done);
        else if (id == 0) done.TrySetResult(Taken);
    }

    private void TooLarge(ushort id, Pending done)
    {
        _sent.TryFinish(id, out _);
        done.TrySetException(new MqttException(
            $"Larger than the {limits.PacketBytesMax} bytes the server takes; send less.", MqttReasonCode.PacketTooLarge, false));
    }
}
