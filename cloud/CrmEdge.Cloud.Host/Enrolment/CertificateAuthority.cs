using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>An edge's certificate, just issued.</summary>
internal sealed record IssuedCertificate(string Serial, byte[] Der, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// Our own CA (ECDSA P-256): it signs the certificates of edges and of the endpoints they talk to, and nothing else. One for
/// all hosts on a database; made at the first start.
/// </summary>
internal sealed class CertificateAuthority(
    IOptions<EdgeOptions> options, TimeProvider time, RandomNumberGenerator random) : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;
    private static readonly TimeSpan AuthorityValid = TimeSpan.FromDays(20 * 365);
    private static readonly TimeSpan ServerValid = TimeSpan.FromDays(90);
    private static readonly TimeSpan ClockSlack = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private X509Certificate2? _authority;
    private X509Certificate2? _server;

    /// <summary>The CA's certificate in DER: what pairing codes pin.</summary>
    public byte[] Der => Authority.RawData;

    /// <summary>When the certificates that edges see end; empty before the start is complete.</summary>
    public IEnumerable<(string Name, DateTimeOffset Until)> Ends => _authority is null ? []
        : [("authority", _authority.NotAfter.ToUniversalTime()), ("server", Server().NotAfter.ToUniversalTime())];

    private X509Certificate2 Authority => Invariant.NotNull(_authority);

    /// <summary>Makes a new CA; nothing is kept.</summary>
    public (byte[] Certificate, byte[] Key) Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CrmEdge edges", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        using var made = request.CreateSelfSigned(now - ClockSlack, now + AuthorityValid);
        return (made.RawData, key.ExportPkcs8PrivateKey());
    }

    /// <summary>Works with this CA from now on.</summary>
    public void Use(byte[] certificate, byte[] key)
    {
        using var secret = ECDsa.Create();
        secret.ImportPkcs8PrivateKey(key, out _);
        using var bare = X509CertificateLoader.LoadCertificate(certificate);
        _authority = bare.CopyWithPrivateKey(secret);
    }

    /// <summary>The certificate of this host's endpoints for edges, made anew from half of its life on.</summary>
    public X509Certificate2 Server()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            // The one before stays undisposed: handshakes may still be using it.
            if (_server is null || now > _server.NotBefore.ToUniversalTime() + (ServerValid / 2)) _server = IssueServer(now);
            return _server;
        }
    }

    /// <summary>True for an edge's certificate of this CA, also one past its end: that is refused by name later.</summary>
    public bool IssuedToEdge(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain.Build(certificate);
    }

    /// <summary>The key of a PKCS #10 request that is signed by it; null where it is no such request of a P-256 key.</summary>
    public static PublicKey? KeyOf(ReadOnlyMemory<byte> certificateRequest)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequest(certificateRequest.ToArray(), HashAlgorithmName.SHA256, out _);
            using var key = request.PublicKey.GetECDsaPublicKey();
            return key?.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? request.PublicKey
                : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Certifies an edge's key.</summary>
    public IssuedCertificate Issue(PublicKey key, EdgeId edge)
    {
        var request = new CertificateRequest(edge.Subject(), key, HashAlgorithmName.SHA256);
        Describe(request, ClientAuthentication);
        var from = Seconds(time.GetUtcNow());
        var until = from + options.Value.CertificateValid;
        using var issued = Sign(request, from, until);
        return new IssuedCertificate(issued.SerialNumber, issued.RawData, from, until);
    }

    public void Dispose()
    {
        _authority?.Dispose();
        _server?.Dispose();
    }

    private X509Certificate2 IssueServer(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CrmEdge cloud", key, HashAlgorithmName.SHA256);
        Describe(request, ServerAuthentication);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        foreach (var name in options.Value.ServerNames)
        {
            if (IPAddress.TryParse(name, out var address)) names.AddIpAddress(address);
            else names.AddDnsName(name);
        }
        request.CertificateExtensions.Add(names.Build());
        using var issued = Sign(request, now - ClockSlack, now + ServerValid);
        return issued.CopyWithPrivateKey(key);
    }

    private void Describe(CertificateRequest request, string usage)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Authority, true, false));
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset until)
    {
        var serial = new byte[SerialBytes];
        random.GetBytes(serial);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);   // a positive number of one length, as DER wants it
        return request.Create(Authority, from, until, serial);
    }

    private static DateTimeOffset Seconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}
