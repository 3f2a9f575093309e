using System.Net;
using Microsoft.Extensions.Logging;

namespace CrmEdge.Mqtt.Listener;

internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "MQTT listens on {EndPoint}, TLS {Tls}")]
    public static partial void Listening(ILogger logger, EndPoint endPoint, bool tls);

    [LoggerMessage(1101, LogLevel.Information, "MQTT stopped; {Sessions} sessions were ended")]
    public static partial void Stopped(ILogger logger, int sessions);

    [LoggerMessage(1102, LogLevel.Warning, "MQTT accepts nobody for now, next try in {Delay}. Check the limit of open files")]
    public static partial void AcceptFailed(ILogger logger, Exception error, TimeSpan delay);

    [LoggerMessage(1103, LogLevel.Warning, "MQTT turned {Remote} away: {Count} connections are open, the limit is reached")]
    public static partial void TooManyConnections(ILogger logger, EndPoint? remote, int count);

    [LoggerMessage(1104, LogLevel.Warning, "MQTT connection from {Remote} sent no valid CONNECT: {Reason}, {Text}")]
    public static partial void ConnectInvalid(ILogger logger, EndPoint? remote, MqttReasonCode reason, string text);

    [LoggerMessage(1105, LogLevel.Warning, "MQTT client {ClientId} from {Remote} refused: {Reason}, {Text}")]
    public static partial void ConnectRefused(
        ILogger logger, string clientId, EndPoint? remote, MqttReasonCode reason, string text);

    [LoggerMessage(1106, LogLevel.Debug, "MQTT connection from {Remote} ended before it was admitted: {Text}")]
    public static partial void NeverConnected(ILogger logger, EndPoint? remote, string text);

    [LoggerMessage(1107, LogLevel.Warning, "MQTT connection from {Remote} did not finish connecting in time and was closed")]
    public static partial void ConnectTimedOut(ILogger logger, EndPoint? remote);

    [LoggerMessage(1108, LogLevel.Warning, "TLS handshake with {Remote} failed. Check the device's trust store and clock")]
    public static partial void TlsFailed(ILogger logger, Exception error, EndPoint? remote);

    [LoggerMessage(1109, LogLevel.Information, "MQTT client {ClientId} is {Device} from {Remote}, {Version}")]
    public static partial void Connected(
        ILogger logger, string clientId, string device, EndPoint? remote, MqttVersion version);

    [LoggerMessage(1110, LogLevel.Information, "MQTT client {ClientId} left: {Reason}, {Text}")]
    public static partial void Left(ILogger logger, string clientId, MqttReasonCode reason, string text);

    [LoggerMessage(1111, LogLevel.Warning, "MQTT client {ClientId} disconnected: {Reason}, {Text}")]
    public static partial void Ended(ILogger logger, string clientId, MqttReasonCode reason, string text);

    [LoggerMessage(1112, LogLevel.Warning, "MQTT client {ClientId} was refused: {Reason}, {Text}")]
    public static partial void Refused(ILogger logger, string clientId, MqttReasonCode reason, string text);

    [LoggerMessage(1113, LogLevel.Error, "MQTT connection of {ClientId} failed inside the server and was closed")]
    public static partial void Failed(ILogger logger, Exception error, string clientId);

    [LoggerMessage(1114, LogLevel.Warning, "The will of MQTT client {ClientId} was lost: nobody took it in time")]
    public static partial void WillLost(ILogger logger, string clientId);
}
