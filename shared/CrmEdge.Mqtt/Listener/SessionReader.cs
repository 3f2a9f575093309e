using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Topics;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Listener;

/// <summary>Reads what an admitted device sends, until it leaves, breaks a rule or is stopped.</summary>
internal sealed class SessionReader(MqttSession session, MqttLink link, ListenerServices services)
{
    // Bounds the recursion over filters and what one device can make the tree hold.
    private const int FilterLevelsMax = 32;

    private readonly MqttListenerOptions _options = services.Options;

    /// <summary>Publishes counted as unacknowledged that the application was never handed, because reading was stopped.</summary>
    public int Stranded { get; private set; }

    public async Task<MqttSessionEnd> RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var received = await link.ReadAsync(ct);
            if (received.IsEnd) return SessionEnds.Lost;
            if (received.Packet is DisconnectPacket goodbye)
                return SessionEnds.Goodbye(goodbye);
            var fault = received.Packet is { } packet ? await HandleAsync(packet, ct) : received.Fault;
            if (fault.IsFault) return SessionEnds.Offence(fault);
        }
    }

    private ValueTask<MqttFault> HandleAsync(MqttPacket packet, CancellationToken ct)
    {
        switch (packet)
        {
            case PublishPacket publish: return PublishAsync(publish, ct);
            case PublishReplyPacket { Type: MqttPacketType.PubAck } reply: session.Acknowledged(reply); break;
            case SubscribePacket subscribe: Subscribe(subscribe); break;
            case UnsubscribePacket unsubscribe: Unsubscribe(unsubscribe); break;
            case PingPacket { Type: MqttPacketType.PingReq }: session.Send(PingPacket.Response); break;
            default: return new(MqttFault.Protocol($"{packet.Type} is not expected here (4.13)"));
        }

        return default;
    }

    private async ValueTask<MqttFault> PublishAsync(PublishPacket publish, CancellationToken ct)
    {
        ListenerMetrics.Received.Add(1);
        var message = publish.Message;
        if (Unsupported(message) is { IsFault: true } unsupported) return unsupported;
        if (publish.PacketId != 0)
        {
            if (session.Version == MqttVersion.V311) await session.PublishRoomAsync(_options.ReceiveMaximum, ct);
            else if (session.Unacknowledged >= _options.ReceiveMaximum)
                return new(MqttReasonCode.ReceiveMaximumExceeded, $"at most {_options.ReceiveMaximum} (MQTT-3.3.4-9)");
            if (!session.TryExpect(publish.PacketId))
            {
                // 3.1.1 lets a client repeat before it is acknowledged; the PUBACK of the first serves both.
                if (session.Version == MqttVersion.V311 && publish.Duplicate) return default;
                return MqttFault.Protocol($"packet id {publish.PacketId} is not acknowledged yet (MQTT-2.2.1-3)");
            }
        }

        return session.Device.MayPublish(message.Topic)
            ? await HandOverAsync(new MqttInbound(session, message, publish.PacketId, publish.Duplicate, isWill: false), ct)
            : Forbidden(publish);
    }

    private MqttFault Unsupported(MqttMessage message)
    {
        if (message.Properties?.TopicAlias is not null)
            return new(MqttReasonCode.TopicAliasInvalid, "no topic alias is accepted; the maximum is 0 (MQTT-3.3.2-9)");
        if (message.Properties?.SubscriptionIdentifiers is not null)
            return MqttFault.Protocol("a client's PUBLISH has no subscription identifier (MQTT-3.3.4-6)");
        if (message.Qos == MqttQos.ExactlyOnce)
            return new(MqttReasonCode.QosNotSupported, "publish with QoS 0 or 1 (MQTT-3.2.2-11)");
        return message.Retain && session.Version == MqttVersion.V5
            ? new(MqttReasonCode.RetainNotSupported, "publish without retain (MQTT-3.2.2-14)")
            : default;
    }

    private async ValueTask<MqttFault> HandOverAsync(MqttInbound inbound, CancellationToken ct)
    {
        if (services.Inbound.TryWrite(inbound)) return default;
        try
        {
            await services.Inbound.WriteAsync(inbound, ct);
        }
        catch (OperationCanceledException) when (inbound.PacketId != 0)
        {
            Stranded = 1;
            throw;
        }

        return default;
    }

    private MqttFault Forbidden(PublishPacket publish)
    {
        var fault = Refusals.Elsewhere("publish to", publish.Message.Topic);
        // What cannot be refused by name must not look as if it were taken: QoS 0 and 3.1.1 lose the connection.
        if (publish.PacketId == 0 || session.Version == MqttVersion.V311) return fault;
        session.Refuse(publish.PacketId, fault.Code, fault.Text);
        return default;
    }

    private void Subscribe(SubscribePacket packet)
    {
        var reasons = new List<MqttReasonCode>(packet.Filters.Count);
        foreach (var wanted in packet.Filters)
        {
            var reason = Verdict(wanted);
            if (reason < MqttReasonCode.UnspecifiedError)
            {
                session.AddGrant(
                    wanted.Filter,
                    new Grant((MqttQos)reason, wanted.RetainAsPublished, packet.Properties?.SubscriptionIdentifiers));
            }
            else
            {
                session.NoteRefusal(reason, $"no subscription to {PeerText.Shown(wanted.Filter)}");
            }

            reasons.Add(reason);
        }

        session.Send(new SubscribeReplyPacket(MqttPacketType.SubAck, packet.PacketId, reasons));
    }

    /// <summary>The granted QoS, which is also its reason code, or why not.</summary>
    private MqttReasonCode Verdict(MqttSubscription wanted)
    {
        if (MqttTopic.IsShared(wanted.Filter)) return MqttReasonCode.SharedSubscriptionsNotSupported;
        if (MqttTopic.Levels(wanted.Filter) > FilterLevelsMax) return MqttReasonCode.TopicFilterInvalid;
        if (!session.Device.MaySubscribe(wanted.Filter)) return MqttReasonCode.NotAuthorized;
        if (session.Grants >= _options.SubscriptionsMax && !session.HasGrant(wanted.Filter)) return MqttReasonCode.QuotaExceeded;
        return wanted.Qos == MqttQos.AtMostOnce ? MqttReasonCode.Success : MqttReasonCode.GrantedQos1;
    }

    private void Unsubscribe(UnsubscribePacket packet)
    {
        var reasons = packet.Filters
            .Select(f => session.RemoveGrant(f) ? MqttReasonCode.Success : MqttReasonCode.NoSubscriptionExisted)
            .ToArray();
        session.Send(new SubscribeReplyPacket(MqttPacketType.UnsubAck, packet.PacketId, reasons));
    }
}
