namespace CrmEdge.Mqtt.Client;

/// <summary>A message from the server.</summary>
/// <param name="Message">Topic, payload, QoS and properties.</param>
/// <param name="PacketId">To be given to <see cref="MqttClient.Ack"/>; 0 for QoS 0, which needs none.</param>
/// <param name="Duplicate">The server says it sent this before.</param>
public sealed record MqttReceived(MqttMessage Message, ushort PacketId, bool Duplicate);
