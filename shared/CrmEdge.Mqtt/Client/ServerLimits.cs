using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Client;

/// <summary>What the server said in CONNACK it takes (MQTT 5.0 §3.2.2.3).</summary>
internal sealed record ServerLimits(
    string ClientId, TimeSpan KeepAlive, int ReceiveMaximum, uint PacketBytesMax, MqttQos QosMax, bool Retain)
{
    public static ServerLimits Of(ConnAckPacket welcome, MqttClientOptions options)
    {
        var said = welcome.Properties;
        return new ServerLimits(
            said?.AssignedClientIdentifier ?? options.ClientId,
            said?.ServerKeepAliveSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive,
            said?.ReceiveMaximum ?? ushort.MaxValue,
            said?.MaximumPacketBytes ?? uint.MaxValue,
            (MqttQos)(said?.MaximumQos ?? (byte)MqttQos.ExactlyOnce),
            said?.RetainAvailable ?? true);
    }

    public void Check(MqttMessage message)
    {
        Outgoing.Check(message);
        if (message.Qos > QosMax)
            throw new MqttException("The server takes QoS 0 only; publish with it.", MqttReasonCode.QosNotSupported, false);
        if (message.Retain && !Retain)
            throw new MqttException("The server keeps no messages; leave out retain.", MqttReasonCode.RetainNotSupported, false);
    }
}
