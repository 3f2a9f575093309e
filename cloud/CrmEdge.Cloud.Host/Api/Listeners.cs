using System.Net;
using CrmEdge.Hosting.Options;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// The host's endpoints, each on a socket of its own. A route answers only on its listener: what is
/// meant for the loopback is not there for the world because another listener is.
/// </summary>
internal sealed class Listeners(IEnumerable<ListenerSpec> specs, IOptions<ApiOptions> api)
    : IConfigureOptions<KestrelServerOptions>
{
    /// <summary>APIs and web pages.</summary>
    public const string Rest = "rest";

    /// <summary>Health and metrics, for monitors beside the host.</summary>
    public const string Operations = "operations";

    private readonly Dictionary<string, ListenOptions> _bound = [];

    /// <summary>Where a listener really is, once the host runs: port 0 asks for any free port.</summary>
    public IPEndPoint EndPointOf(string name) => Invariant.NotNull(_bound[name].IPEndPoint);

    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = api.Value.BodyBytesMax;
        foreach (var spec in specs)
        {
            var endpoint = spec.Options.EndPoint;
            RefuseOpenPlain(spec, endpoint);
            options.Listen(endpoint, listen =>
            {
                _bound[spec.Name] = listen;
                listen.Use(next => connection =>
                {
                    connection.Items[typeof(ListenerSpec)] = spec.Name;
                    return next(connection);
                });
                Secure(spec, listen);
            });
        }
    }

    /// <summary>The listener a request came in by.</summary>
    public static string? Of(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(typeof(ListenerSpec), out var name) == true
            ? name as string
            : null;

    private static void Secure(ListenerSpec spec, ListenOptions listen)
    {
        if (spec.Secure is { } own) own(listen);
        else if (spec.Options.Certificate is { } certificate)
        {
            listen.UseHttps(PemFiles.Load($"Listen:{spec.Name}", certificate, spec.Options.CertificateKey));
        }
    }

    private static void RefuseOpenPlain(ListenerSpec spec, IPEndPoint endpoint)
    {
        var plain = spec.Secure is null && spec.Options is { Certificate: null, PlainBehindProxy: false };
        if (!plain || IPAddress.IsLoopback(endpoint.Address)) return;
        throw new StartRefusedException(
            $"Listen:{spec.Name} would answer plain HTTP on {endpoint}: keys would travel in clear. " +
            $"Set Listen:{spec.Name}:Certificate and CertificateKey, or Listen:{spec.Name}:PlainBehindProxy=true where a proxy " +
            "ends TLS.");
    }
}
