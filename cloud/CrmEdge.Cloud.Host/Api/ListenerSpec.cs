using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>One endpoint of the host: a name, where it listens, and how its connections are secured.</summary>
/// <param name="Name">The name, such as "rest"; routes say on which listener they answer.</param>
/// <param name="Options">Where, from section <c>Listen</c>.</param>
/// <param name="Secure">Adds TLS; null for an endpoint that may be plain on loopback.</param>
internal sealed record ListenerSpec(string Name, ListenerOptions Options, Action<ListenOptions>? Secure = null);

/// <summary>Section <c>Listen:{name}</c>. Loopback unless told otherwise.</summary>
internal sealed class ListenerOptions
{
    public string Address { get; set; } = "127.0.0.1";

    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>PEM file of the server's certificate and its chain.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its key.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Plain HTTP beyond loopback, for a proxy that ends TLS.</summary>
    public bool PlainBehindProxy { get; set; }

    public IPEndPoint EndPoint => IPAddress.TryParse(Address, out var address)
        ? new IPEndPoint(address, Port)
        : throw new StartRefusedException(
            $"Listen:…:Address {Address} is no IP address. Give one, such as 127.0.0.1 or 0.0.0.0.");
}
