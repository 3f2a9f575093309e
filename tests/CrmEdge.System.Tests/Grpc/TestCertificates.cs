using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CrmEdge.SystemTests.Rpc;

/// <summary>An authority with a server and a client certificate, made anew for each run, in memory and as PEM files.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    public TestCertificates()
    {
        _authority = MakeAuthority();
        Server = Issue("localhost", server: true);
        Client = Issue("edge-17", server: false);
        Folder = Directory.CreateTempSubdirectory("crmedge-grpc-").FullName;
        File.WriteAllText(Path.Combine(Folder, "ca.pem"), _authority.ExportCertificatePem());
        foreach (var (name, certificate) in new[] { ("server", Server), ("client", Client) })
        {
            File.WriteAllText(Path.Combine(Folder, name + ".pem"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Combine(Folder, name + ".key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
    }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    /// <summary>Holds ca.pem, server.pem, server.key, client.pem and client.key.</summary>
    public string Folder { get; }

    /// <summary>True for a certificate of this authority; names are the caller's business.</summary>
    public bool Issued(X509Certificate? certificate)
    {
        if (certificate is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(new X509Certificate2(certificate));
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _authority.Dispose();
        Server.Dispose();
        Client.Dispose();
    }

    private static (DateTimeOffset From, DateTimeOffset To) Validity()
    {
        var now = TestClock.Real.GetUtcNow();
        return (now.AddDays(-1), now.AddDays(2));
    }

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var (from, to) = Validity();
        return request.CreateSelfSigned(from, to);
    }

    private X509Certificate2 Issue(string name, bool server)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (server) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        var (from, to) = Validity();
        using var issued = request.Create(_authority, from.AddMinutes(1), to.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(ECDsa.Create(key.ExportParameters(true)));
    }
}
