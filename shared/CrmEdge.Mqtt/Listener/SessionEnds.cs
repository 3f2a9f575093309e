using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Listener;

internal static class SessionEnds
{
    private const int TextCharsMax = 256;

    public static readonly MqttSessionEnd Slow = new(
        MqttReasonCode.QuotaExceeded, "you read too slowly; connect again and read what you are sent", ByDevice: false);

    public static readonly MqttSessionEnd Lost = new(
        MqttReasonCode.UnspecifiedError, "the connection closed without DISCONNECT", ByDevice: true);

    public static readonly MqttSessionEnd Silent = new(
        MqttReasonCode.KeepAliveTimeout, "nothing came for 1.5 times the keep-alive; send PINGREQ in time", ByDevice: false);

    public static readonly MqttSessionEnd TakenOver = new(
        MqttReasonCode.SessionTakenOver, "another connection has this client id; give every device its own", ByDevice: false);

    public static readonly MqttSessionEnd Stopping = new(
        MqttReasonCode.ServerShuttingDown, "the listener stops; connect again later", ByDevice: false);

    public static readonly MqttSessionEnd OurFault = new(
        MqttReasonCode.UnspecifiedError, "an error in the server; connect again later", ByDevice: false);

    public static MqttSessionEnd Goodbye(DisconnectPacket packet) => new(
        packet.Reason, PeerText.Shown(packet.Properties?.ReasonString ?? "said goodbye"), ByDevice: true);

    public static MqttSessionEnd Offence(MqttFault fault) => new(fault.Code, fault.Text, ByDevice: false);

    /// <summary>The DISCONNECT that says why; its text is left out where the device takes no packet of that size.</summary>
    public static DisconnectPacket Farewell(MqttSessionEnd end, bool withText)
    {
        var reason = ReasonCodes.Allows(MqttPacketType.Disconnect, end.Reason) ? end.Reason : MqttReasonCode.UnspecifiedError;
        var text = end.Text.Length <= TextCharsMax ? end.Text : end.Text[..TextCharsMax];
        return new DisconnectPacket(reason, withText ? new MqttProperties { ReasonString = text } : null);
    }
}
