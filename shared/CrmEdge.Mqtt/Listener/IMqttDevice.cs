namespace CrmEdge.Mqtt.Listener;

/// <summary>
/// An admitted device: its name and rights, made by the authority for one session. Called from the connection's read loop: it
/// answers at once and does no I/O.
/// </summary>
public interface IMqttDevice
{
    /// <summary>The identity in the application's terms; several client ids may share it.</summary>
    string Name { get; }

    /// <summary>Whether it may publish to this topic name.</summary>
    bool MayPublish(string topic);

    /// <summary>Whether it may subscribe to this filter. One wider than the device's own topics must be refused.</summary>
    bool MaySubscribe(string filter);

    /// <summary>
    /// The session stands. Rights withdrawn between <see cref="IMqttAuthority.AdmitAsync"/> and this call are to be looked at
    /// once more here: a disconnect issued in between has not found the session.
    /// </summary>
    void Started(MqttSession session)
    {
    }

    /// <summary>The session is over; called once after each <see cref="Started"/>.</summary>
    void Ended(MqttSession session, MqttSessionEnd why)
    {
    }
}

/// <summary>Why a session is over.</summary>
/// <param name="Reason">Success when the device said goodbye.</param>
/// <param name="Text">For a person.</param>
/// <param name="ByDevice">True when the device left or the network did, false when the listener ended it.</param>
public sealed record MqttSessionEnd(MqttReasonCode Reason, string Text, bool ByDevice);
