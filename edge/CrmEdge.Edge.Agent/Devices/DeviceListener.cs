using System.Net.Security;
using CrmEdge.Hosting.Options;
using CrmEdge.Mqtt.Listener;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>The MQTT listener, from the start of the agent to its end.</summary>
internal sealed class DeviceListener(
    IOptions<DevicesOptions> options, DeviceAuthority authority, TimeProvider time, ILogger<MqttListener> logger)
{
    /// <summary>Null where there are no devices.</summary>
    public MqttListener? Mqtt { get; } = options.Value.Enabled ? New(options.Value, authority, time, logger) : null;

    private static MqttListener New(
        DevicesOptions options, DeviceAuthority authority, TimeProvider time, ILogger<MqttListener> logger)
    {
        if (options.CertificateFile is not { } file) return new MqttListener(options.Listener, authority, time, logger);
        var certificate = PemFiles.Load(DevicesModule.Section, file, options.KeyFile);
        return new MqttListener(
            options.Listener, authority, time, logger, new SslServerAuthenticationOptions { ServerCertificate = certificate });
    }
}
