namespace CrmEdge.Mqtt;

/// <summary>A connection could not be made, was lost, or cannot carry what was asked of it.</summary>
public sealed class MqttException : Exception
{
    /// <summary>Describes the failure.</summary>
    /// <param name="message">What happened and what to do next.</param>
    /// <param name="reason">What the peer or the protocol calls it; null when the network failed.</param>
    /// <param name="mayRetry">True when the same call may succeed later with nothing changed.</param>
    /// <param name="inner">The cause below.</param>
    public MqttException(string message, MqttReasonCode? reason, bool mayRetry, Exception? inner = null) : base(message, inner) =>
        (Reason, MayRetry) = (reason, mayRetry);

    /// <summary>What the peer or the protocol calls it; null when the network failed.</summary>
    public MqttReasonCode? Reason { get; }

    /// <summary>True when the same call may succeed later with nothing changed. What was in flight may have arrived.</summary>
    public bool MayRetry { get; }

    internal static MqttException Refused(MqttReasonCode reason, string? text) => new(
        $"The server refused the connection: {reason}{Said(text)}", reason, IsPassing(reason));

    internal static MqttException Ended(MqttReasonCode reason, string? text) => new(
        $"The server ended the connection: {reason}{Said(text)}", reason, IsPassing(reason));

    internal static MqttException Offence(MqttFault fault) => new(
        $"The server broke the protocol: {fault.Text}. Check that it speaks MQTT and the chosen version.", fault.Code, false);

    internal static MqttException Lost(string what, Exception? inner = null) =>
        new($"The connection is lost: {what}. Connect again.", null, true, inner);

    private static string Said(string? text) => text is null ? "." : $" ({text}).";

    // A take-over is not passing: two clients of one id would chase each other for ever.
    private static bool IsPassing(MqttReasonCode reason) => reason is MqttReasonCode.Success or MqttReasonCode.UnspecifiedError
        or MqttReasonCode.ImplementationSpecificError or MqttReasonCode.ServerUnavailable or MqttReasonCode.ServerBusy
        or MqttReasonCode.ServerShuttingDown or MqttReasonCode.KeepAliveTimeout or MqttReasonCode.MessageRateTooHigh
        or MqttReasonCode.QuotaExceeded or MqttReasonCode.ConnectionRateExceeded or MqttReasonCode.MaximumConnectTime;
}
