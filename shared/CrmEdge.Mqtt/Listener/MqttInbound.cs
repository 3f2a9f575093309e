namespace CrmEdge.Mqtt.Listener;

/// <summary>
/// A message a device published and the application was handed. Each must be completed once: accepted, refused or failed. Until
/// then the device gets no PUBACK. Any order will do; PUBACKs leave in the order of the publishes (MQTT-4.6.0-2).
/// </summary>
public sealed class MqttInbound
{
    private int _completed;

    internal MqttInbound(MqttSession session, MqttMessage message, ushort packetId, bool duplicate, bool isWill) =>
        (Session, Message, PacketId, Duplicate, IsWill) = (session, message, packetId, duplicate, isWill);

    /// <summary>Where it came from; the session may be over by now.</summary>
    public MqttSession Session { get; }

    /// <summary>Topic, payload, QoS and properties.</summary>
    public MqttMessage Message { get; }

    /// <summary>Packet id of a QoS 1 publish, else 0. Means nothing beyond this connection.</summary>
    public ushort PacketId { get; }

    /// <summary>The device says it sent this before. A message without it may be a repeat too.</summary>
    public bool Duplicate { get; }

    /// <summary>The device's will: it left without goodbye. Nothing is acknowledged.</summary>
    public bool IsWill { get; }

    /// <summary>Call once the message is durable: the device may forget it now. A second completion does nothing.</summary>
    /// <param name="reason">Success, or 0x10 when nobody cares for the topic.</param>
    public void Accept(MqttReasonCode reason = MqttReasonCode.Success)
    {
        if (reason is not (MqttReasonCode.Success or MqttReasonCode.NoMatchingSubscribers))
            throw new ArgumentOutOfRangeException(nameof(reason), reason, "not an acceptance; use Refuse");
        if (TryComplete(reason)) Session.Wake();
    }

    /// <summary>Accepts a whole batch; every connection concerned sends its PUBACKs in one write.</summary>
    public static void AcceptAll(ReadOnlySpan<MqttInbound> batch)
    {
        foreach (var message in batch) message.TryComplete(MqttReasonCode.Success);
        foreach (var message in batch) message.Session.Wake();
    }

    /// <summary>
    /// Says no for good: a v5 device gets the reason in PUBACK and forgets the message. A 3.1.1 device cannot be told, so its
    /// connection ends, and it will send the message again: better to accept and quarantine what can never be processed.
    /// </summary>
    /// <param name="reason">0x80, 0x83, 0x87, 0x90, 0x91, 0x97 or 0x99.</param>
    /// <param name="text">For the log.</param>
    public void Refuse(MqttReasonCode reason, string text)
    {
        if (!Codec.ReasonCodes.Allows(Packets.MqttPacketType.PubAck, reason) || reason < MqttReasonCode.UnspecifiedError)
            throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a refusal that PUBACK can carry");
        if (Interlocked.Exchange(ref _completed, 1) != 0) return;
        if (PacketId != 0) Session.Refuse(PacketId, reason, text);
    }

    /// <summary>The message could not be stored: the connection ends without PUBACK, so that the device sends it again.</summary>
    /// <param name="text">For the log and a v5 device; nothing secret.</param>
    public void Fail(string text)
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0) return;
        Session.Disconnect(MqttReasonCode.ImplementationSpecificError, text);
    }

    private bool TryComplete(MqttReasonCode reason)
    {
        if (Interlocked.Exchange(ref _completed, 1) != 0 || PacketId == 0) return false;
        Session.Complete(PacketId, reason);
        return true;
    }
}
