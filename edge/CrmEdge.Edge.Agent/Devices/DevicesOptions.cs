using System.ComponentModel.DataAnnotations;
using System.Net;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>The devices' side of the agent (section <c>Devices</c>).</summary>
public sealed class DevicesOptions : IValidatableObject
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

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Listener.Address, out var address))
            yield return new ValidationResult($"Listener:Address {Listener.Address} is no IP address: write one such as 0.0.0.0");
        else if (Enabled && CertificateFile is null && !Listener.AllowPlaintextOffLoopback && !IPAddress.IsLoopback(address))
        {
            yield return new ValidationResult(
                $"devices would send their passwords in clear to {address}: set Devices:CertificateFile and Devices:KeyFile, "
                + "or Devices:Listener:AllowPlaintextOffLoopback=true on a network that is itself protected");
        }
    }
}
