using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CrmEdge.Mqtt.Listener;

/// <summary>What every connection of a listener shares.</summary>
internal sealed record ListenerServices(
    MqttListenerOptions Options,
    IMqttAuthority Authority,
    SessionRegistry Sessions,
    ChannelWriter<MqttInbound> Inbound,
    TimeProvider Time,
    ILogger Logger);
