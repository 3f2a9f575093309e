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
    /// <summary>The IP address it is bound to.</summary>
    public string Address { get; set; } = "127.0.0.1";

    [Range(0, 65_535)]
    public int Port { get; set; }

    /// <summary>PEM file of the server's certificate and its chain.</summary>
    public string? Certificate { get; set; }

    /// <summary>PEM file of its key.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Plain HTTP beyond loopback, for a proxy that ends TLS.</summary>
    public bool PlainBehindProxy { get; set; }

    /// <summary>Reads the section. Kestrel asks for it while the host is built, ahead of the check of all settings.</summary>
    /// <exception cref="StartRefusedException">A value cannot be read.</exception>
    public static ListenerOptions Read(IConfigurationSection section, int port)
    {
        var options = new ListenerOptions { Port = port };
        try
        {
            section.Bind(options);
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartRefusedException($"{unreadable.Message} Write a whole number, or true or false.", unreadable);
        }
        if (!IPAddress.TryParse(options.Address, out _))
        {
            throw new StartRefusedException(
                $"{section.Path}:Address {options.Address} is no IP address. Write one such as 0.0.0.0.");
        }
        if (options.Port is < 0 or > IPEndPoint.MaxPort)
            throw new StartRefusedException($"{section.Path}:Port {options.Port} is no port. Write a number from 0 to 65535.");
        return options;
    }

    internal IPEndPoint EndPoint => new(IPAddress.Parse(Address), Port);
}
