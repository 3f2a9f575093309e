using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmEdge.Hosting;

namespace CrmEdge.TestKit;

/// <summary>A throw-away certificate authority (ECDSA P-256). Its certificates are valid from an hour ago for a day.</summary>
public sealed class TestCa : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const int SerialBytes = 16;

    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _to;

    public TestCa(string name = "Test CA", DateTimeOffset? now = null)
    {
        var at = now ?? Ambient.Time.GetUtcNow();
        (_from, _to) = (at.AddHours(-1), at.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        Certificate = request.CreateSelfSigned(_from, _to);
    }

    /// <summary>The authority's own certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    public string CertificatePem => Certificate.ExportCertificatePem();

    /// <summary>A server certificate, with its key, for localhost, 127.0.0.1, ::1 and the names given.</summary>
    public X509Certificate2 Server(params string[] names) =>
        Issue(names.FirstOrDefault() ?? "localhost", ServerAuthentication, names);

    /// <summary>A client certificate, with its key.</summary>
    public X509Certificate2 Client(string commonName) => Issue(commonName, ClientAuthentication, []);

    /// <summary>Signs somebody else's request as it is, but for a client alone.</summary>
    public X509Certificate2 Sign(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ClientAuthentication)], false));
        return request.Create(Certificate, _from, _to, RandomNumberGenerator.GetBytes(SerialBytes));
    }

    /// <summary>Writes NAME.crt and NAME.key (PEM) for peers that read files; the key only for its owner.</summary>
    public static (string Certificate, string Key) Save(X509Certificate2 certificate, string folder, string name)
    {
        var (crt, key) = (Path.Combine(folder, $"{name}.crt"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(crt, certificate.ExportCertificatePem());
        using var secret = certificate.GetECDsaPrivateKey() ?? throw new ArgumentException("The certificate has no key.");
        File.WriteAllText(key, secret.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return (crt, key);
    }

    /// <summary>Whether this authority issued the certificate: a validation callback for both sides of a TLS test.</summary>
    public bool Issued(X509Certificate? certificate)
    {
        if (certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    public void Dispose() => Certificate.Dispose();

    private X509Certificate2 Issue(string commonName, string usage, IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (usage == ServerAuthentication) request.CertificateExtensions.Add(Names(names));
        using var issued = request.Create(Certificate, _from, _to, RandomNumberGenerator.GetBytes(SerialBytes));
        using var withKey = issued.CopyWithPrivateKey(key);

        // Reloaded, because a key that lives only in memory is refused by some TLS paths.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static X509Extension Names(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Append("localhost").Distinct()) builder.AddDnsName(name);
        builder.AddIpAddress(IPAddress.Loopback);
        builder.AddIpAddress(IPAddress.IPv6Loopback);
        return builder.Build();
    }
}
