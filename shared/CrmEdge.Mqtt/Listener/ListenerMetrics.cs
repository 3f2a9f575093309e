using System.Diagnostics.Metrics;

namespace CrmEdge.Mqtt.Listener;

/// <summary>Counters of all listeners of the process, meter "CrmEdge.Mqtt".</summary>
internal static class ListenerMetrics
{
    private static readonly Meter Meter = new("CrmEdge.Mqtt");

    public static readonly UpDownCounter<int> Sessions = Meter.CreateUpDownCounter<int>(
        "mqtt.sessions", "{session}", "Devices connected");

    public static readonly Counter<long> Received = Meter.CreateCounter<long>(
        "mqtt.publishes.received", "{message}", "Messages of devices");

    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "mqtt.refusals", "{refusal}", "Connections and messages refused, by reason");

    public static void Refused(MqttReasonCode reason) => Refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
