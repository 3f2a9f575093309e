using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmEdge.Edge.Core.Sync;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>A key that identification values are hashed under, as the cloud handed it over.</summary>
internal sealed record StoredCimKey(int Id, byte[] Secret);

/// <summary>Who this edge is, what proves it, and the keys that came with it. All of it lies in one file of its owner
/// alone.</summary>
internal sealed record EdgeIdentity
{
    public required Guid EdgeId { get; init; }

    /// <summary>Where to enrol anew.</summary>
    public required Uri Cloud { get; init; }

    /// <summary>Where the link goes.</summary>
    public required Uri Sync { get; init; }

    /// <summary>PKCS #8 of the P-256 key.</summary>
    public required byte[] Key { get; init; }

    /// <summary>DER, leaf first.</summary>
    public required IReadOnlyList<byte[]> Chain { get; init; }

    /// <summary>DER of the CA that was pinned.</summary>
    public required byte[] Authority { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidUntil { get; init; }

    public required int IntakeKeyId { get; init; }

    public required byte[] IntakeKey { get; init; }

    public required IReadOnlyList<StoredCimKey> CimKeys { get; init; }

    public CertificateLife Life => new(ValidFrom, ValidUntil);

    /// <summary>The certificate with its key, for TLS.</summary>
    public X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Key, out _);
        using var bare = X509CertificateLoader.LoadCertificate(Chain[0]);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>Nothing secret.</summary>
    public override string ToString() => $"edge {EdgeId}";
}
