using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Client;

/// <summary>Reads what the server sends until it ends; answers why it ended.</summary>
internal sealed class ClientReader(MqttClient client, MqttLink link, int receiveMaximum)
{
    private static readonly MqttReasonCode[] Taken = [MqttReasonCode.Success];

    public async Task<MqttException> RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var received = await link.ReadAsync(ct);
            if (received.IsEnd) return MqttException.Lost("the server closed it");
            if (received.Packet is DisconnectPacket goodbye)
                return MqttException.Ended(goodbye.Reason, goodbye.Properties?.ReasonString);
            var fault = received.Packet is { } packet ? await HandleAsync(packet, ct) : received.Fault;
            if (!fault.IsFault) continue;
            if (link.Version == MqttVersion.V5) link.Send(new DisconnectPacket(fault.Code));
            return MqttException.Offence(fault);
        }
    }

    private async ValueTask<MqttFault> HandleAsync(MqttPacket packet, CancellationToken ct)
    {
        switch (packet)
        {
            case PublishPacket publish: return await ReceiveAsync(publish, ct);
            case PublishReplyPacket { Type: MqttPacketType.PubAck } reply:
                client.Replied(reply.PacketId, reply.Reason == MqttReasonCode.Success ? Taken : [reply.Reason]);
                return default;
            case SubscribeReplyPacket reply:
                client.Replied(reply.PacketId, reply.Reasons);
                return default;
            case PingPacket { Type: MqttPacketType.PingResp }: return default;
            default: return MqttFault.Protocol($"{packet.Type} is not expected here (4.13)");
        }
    }

    private async ValueTask<MqttFault> ReceiveAsync(PublishPacket publish, CancellationToken ct)
    {
        if (publish.Message.Qos == MqttQos.ExactlyOnce)
            return new(MqttReasonCode.QosNotSupported, "QoS 2 where at most QoS 1 was asked for (MQTT-3.8.4-8)");
        if (publish.Message.Properties?.TopicAlias is not null)
            return new(MqttReasonCode.TopicAliasInvalid, "a topic alias that was not allowed (MQTT-3.3.2-10)");
        if (publish.PacketId != 0)
        {
            if (link.Version == MqttVersion.V5 && client.Unacknowledged >= receiveMaximum)
                return new(MqttReasonCode.ReceiveMaximumExceeded, $"more than {receiveMaximum} unacknowledged (MQTT-3.3.4-9)");
            if (!client.TryExpect(publish.PacketId))
            {
                if (link.Version == MqttVersion.V311 && publish.Duplicate) return default;
                return MqttFault.Protocol($"packet id {publish.PacketId} is not acknowledged yet (MQTT-2.2.1-4)");
            }
        }

        await client.Incoming.WriteAsync(new MqttReceived(publish.Message, publish.PacketId, publish.Duplicate), ct);
        return default;
    }
}
