using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>Channels to the cloud. What vouches for the other end is our own CA and its purpose, never a public one or a
/// name.</summary>
internal static class CloudChannel
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectMost = TimeSpan.FromSeconds(10);

    /// <summary>A channel that believes anybody: only to ask for what a pin then proves.</summary>
    public static GrpcChannel Unproven(Uri address, IServiceProvider services) => Make(address, null, _ => true, services);

    /// <summary>A channel to an endpoint that the CA certified, with the edge's certificate where it has one.</summary>
    /// <param name="address">https://host:port.</param>
    /// <param name="authority">DER of the CA.</param>
    /// <param name="client">The edge's certificate.</param>
    /// <param name="time">The time to hold certificates against; null where none is known, for enrolment.</param>
    /// <param name="services">Clock and logs.</param>
    public static GrpcChannel Proven(
        Uri address, byte[] authority, X509Certificate2? client, HandshakeTime? time, IServiceProvider services) =>
        Make(address, client, certificate => IsCloud(certificate, authority, time), services);

    internal static bool IsCloud(X509Certificate? certificate, byte[] authority, HandshakeTime? time)
    {
        if (certificate is null) return false;
        using var server = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        if (time is not null && server.NotAfter.ToUniversalTime() <= time.Floor) return false;
        using var root = X509CertificateLoader.LoadCertificate(authority);
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (time?.Known() is { } at) chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        else chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(server);
    }

    private static GrpcChannel Make(
        Uri address, X509Certificate2? client, Func<X509Certificate?, bool> believe, IServiceProvider services)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true, UseProxy = false, ConnectTimeout = ConnectMost,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan, KeepAlivePingDelay = PingDelay,
                KeepAlivePingTimeout = PingTimeout,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => believe(certificate),
                ClientCertificates = client is null ? null : [client],
                LocalCertificateSelectionCallback = client is null ? null : (_, _, _, _, _) => client,
            },
        };
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler, DisposeHttpClient = true, ServiceProvider = services,
        });
    }
}
