using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmEdge.Contracts.Enrolment;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>
/// Makes this box an edge: its own key, the CA that the code pins, a certificate for the key, and the keys that come with it.
/// Nothing is stored before all of it is checked.
/// </summary>
internal sealed class Enroller(IdentityStore store, TimeProvider time, IServiceProvider services)
{
    private static readonly TimeSpan CallMost = TimeSpan.FromSeconds(20);

    /// <summary>What this build calls itself.</summary>
    public static string Version { get; } = typeof(Enroller).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <exception cref="EnrolmentException">Why not, and what to do.</exception>
    public async Task<EdgeIdentity> EnrolAsync(string typed, Uri cloud, CancellationToken ct)
    {
        var code = PairingCode.Parse(typed) ?? throw new EnrolmentException("code_mistyped",
            "This is no pairing code: it has seven groups of five letters and digits. Check it against the back office, " +
                "digit by digit.");
        try
        {
            var authority = await AuthorityAsync(code, cloud, ct);
            var key = store.PendingKey(NewKey);
            // A clock that is off is told by name by the cloud; it must not fail the handshake namelessly before that.
            using var channel = CloudChannel.Proven(cloud, authority, null, null, services);
            var reply = await new Contracts.Enrolment.Enrolment.EnrolmentClient(channel).EnrolAsync(new EnrolRequest
            {
                PairingCode = code.Format(), CertificateRequest = ByteString.CopyFrom(Request(key)), AgentVersion = Version,
                Hardware = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
                EdgeTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            }, Options(ct));
            var identity = Check(reply, key, authority, cloud);
            store.Replace(identity);
            store.DropPendingKey();
            TimeFloor.Forget(Path.GetDirectoryName(store.Path)!);
            return identity;
        }
        catch (RpcException e)
        {
            throw new EnrolmentException("cloud_unreachable",
                $"The cloud at {cloud} cannot be reached ({e.StatusCode}). Check the address, the port and the network, then " +
                    "run the same command again.", true);
        }
    }

    /// <summary>A new certificate for a new key, over the link of the present one.</summary>
    /// <exception cref="EnrolmentException">Why not.</exception>
    public async Task<EdgeIdentity> RenewAsync(EdgeIdentity identity, CallInvoker invoker, CancellationToken ct)
    {
        var key = NewKey();
        var reply = await new Renewal.RenewalClient(invoker).RenewAsync(
            new RenewRequest { CertificateRequest = ByteString.CopyFrom(Request(key)) }, Options(ct));
        var renewed = Check(reply, key, identity.Authority, identity.Cloud);
        store.Replace(renewed);
        return renewed;
    }

    private async Task<byte[]> AuthorityAsync(PairingCode code, Uri cloud, CancellationToken ct)
    {
        using var channel = CloudChannel.Unproven(cloud, services);
        var reply = await new Contracts.Enrolment.Enrolment.EnrolmentClient(channel)
            .AuthorityAsync(new AuthorityRequest(), Options(ct));
        return code.Pins(reply.Authority.Span) ? reply.Authority.ToByteArray() : throw new EnrolmentException("wrong_pin",
            $"{cloud} is not the cloud this pairing code was issued by, or somebody stands in between. The code was not sent. " +
            "Check the address, and that the network does not intercept TLS.");
    }

    private CallOptions Options(CancellationToken ct) => new(
        deadline: (time.GetUtcNow() + CallMost).UtcDateTime, cancellationToken: ct);

    private static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }

    private static byte[] Request(byte[] pkcs8)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return new CertificateRequest("CN=edge", key, HashAlgorithmName.SHA256).CreateSigningRequest();
    }

    private static EdgeIdentity Check(EnrolReply reply, byte[] key, byte[] authority, Uri cloud)
    {
        if (reply.Refused is { } refused) throw new EnrolmentException(refused.Code, refused.Message, refused.Retry);
        var given = reply.Enrolled;
        if (given is null || !given.Authority.Span.SequenceEqual(authority) || !Fits(given, key)
            || !Guid.TryParse(given.EdgeId, out var edge))
        {
            throw new EnrolmentException("answer_unusable",
                "The cloud's answer does not fit the request: the certificate is not for this key or not of the pinned CA. " +
                    "Update the agent and the cloud.");
        }
        return new EdgeIdentity
        {
            EdgeId = edge, Cloud = cloud, Sync = SyncOf(given, cloud), Key = key, Authority = authority,
            Chain = [.. given.CertificateChain.Select(c => c.ToByteArray())], ValidFrom = given.ValidFrom.ToDateTimeOffset(),
            ValidUntil = given.ValidUntil.ToDateTimeOffset(), IntakeKeyId = (int)given.IntakeKeyId,
                IntakeKey = given.IntakeKey.ToByteArray(),
            CimKeys = [.. given.CimKeys.Select(k => new StoredCimKey((int)k.Id, k.Secret.ToByteArray()))],
        };
    }

    private static Uri SyncOf(Enrolled given, Uri cloud) => given.SyncAddress.Length > 0
        ? new Uri(given.SyncAddress)
        : new UriBuilder(Uri.UriSchemeHttps, cloud.Host, (int)given.SyncPort).Uri;

    private static bool Fits(Enrolled given, byte[] pkcs8)
    {
        if (given.CertificateChain.Count == 0 || given.IntakeKey.Length != Kernel.Privacy.SealedBox.KeyBytes) return false;
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        using var certificate = X509CertificateLoader.LoadCertificate(given.CertificateChain[0].Span);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
    }
}
