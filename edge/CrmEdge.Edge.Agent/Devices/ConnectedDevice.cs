using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>A device's rights while it is connected.</summary>
internal sealed class ConnectedDevice(DeviceBook book, string id) : IMqttDevice
{
    public const string SuspendedText = "the service of this device is suspended; it resumes when the account is settled";

    public string Name => id;

    public bool MayPublish(string topic) => DeviceTopics.MayPublish(id, topic);

    public bool MaySubscribe(string filter) => DeviceTopics.MaySubscribe(id, filter);

    // Suspended between the check of the password and now: whoever suspended it did not see this session.
    public void Started(MqttSession session)
    {
        if (book.Find(id)?.State != HubDeviceState.Enabled) session.Disconnect(
            MqttReasonCode.AdministrativeAction, SuspendedText);
    }
}
