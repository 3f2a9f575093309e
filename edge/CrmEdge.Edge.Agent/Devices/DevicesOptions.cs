using System.ComponentModel.DataAnnotations;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>The devices' side of the agent (section <c>Devices</c>).</summary>
public sealed class DevicesOptions
{
    /// <summary>True for a hub of devices; otherwise nothing listens to them.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where and how devices are listened to.</summary>
    [Required]
    public MqttListenerOptions Listener { get; set; } = new();

    /// <summary>PEM file with the listener's certificate chain; required off loopback.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file with its key.</summary>
    public string? KeyFile { get; set; }
}
