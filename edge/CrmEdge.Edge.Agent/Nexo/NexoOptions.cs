using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>The listener that tills speak nexo Retailer JSON to (section <c>Nexo</c>).</summary>
public sealed class NexoOptions : IValidatableObject
{
    /// <summary>False: no listener. There is none either while no till is paired.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Address and port. Loopback unless tills stand elsewhere on the network.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:8443";

    /// <summary>Server certificate (PEM); without it the edge makes its own, in <see cref="CertificateFolder"/>.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Its private key (PEM).</summary>
    public string? KeyFile { get; set; }

    /// <summary>Where the edge keeps the certificate it makes for itself.</summary>
    [Required]
    public string CertificateFolder { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPEndPoint.TryParse(Listen, out _)) yield return new ValidationResult($"Nexo: Listen {Listen} is no address:port");
        if (CertificateFile is null != KeyFile is null)
            yield return new ValidationResult("Nexo: CertificateFile and KeyFile stand together or not at all");
    }
}
