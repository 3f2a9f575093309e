namespace CrmEdge.Mqtt.Listener;

internal static class Refusals
{
    /// <summary>A topic that is not the device's own.</summary>
    public static MqttFault Elsewhere(string action, string topic) =>
        new(MqttReasonCode.NotAuthorized, $"may not {action} {PeerText.Shown(topic)}; use the device's own topics");
}
