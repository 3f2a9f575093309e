using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Hosting.Files;
using CrmEdge.Hosting.Options;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>The certificate tills see: the one configured, or one the edge makes once and keeps, so that a till can pin it.</summary>
internal static class LocalCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan Life = TimeSpan.FromDays(825);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public static X509Certificate2 Load(NexoOptions options, DateTimeOffset now)
    {
        if (options.CertificateFile is { } file) return Usable(PemFiles.Load("Nexo", file, options.KeyFile));
        var folder = DataFolder.Open(options.CertificateFolder);
        var (certificate, key) = (folder.File("nexo.crt"), folder.File("nexo.key"));
        if (File.Exists(certificate) && File.Exists(key))
        {
            var kept = Usable(X509Certificate2.CreateFromPemFile(certificate, key));
            if (kept.NotAfter.ToUniversalTime() - now > RenewBefore) return kept;
            kept.Dispose();
        }
        return Make(IPEndPoint.Parse(options.Listen).Address, now, certificate, key);
    }

    private static X509Certificate2 Make(IPAddress address, DateTimeOffset now, string certificateFile, string keyFile)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CrmEdge till endpoint", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        foreach (var each in new[] { IPAddress.Loopback, address }.Distinct()) names.AddIpAddress(each);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        var made = request.CreateSelfSigned(now.AddDays(-1), now + Life);
        Write(keyFile, key.ExportPkcs8PrivateKeyPem());
        Write(certificateFile, made.ExportCertificatePem());
        return Usable(made);
    }

    private static void Write(string path, string text)
    {
        using var file = PrivateFile.Open(path, FileShare.None);
        file.SetLength(0);
        using var writer = new StreamWriter(file);
        writer.Write(text);
    }

    // Some TLS paths refuse a key that was only read from PEM.
    private static X509Certificate2 Usable(X509Certificate2 read)
    {
        using (read) return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }
}
