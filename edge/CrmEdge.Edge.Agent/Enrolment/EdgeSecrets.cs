using System.Security.Cryptography;
using CrmEdge.Contracts.Common;
using CrmEdge.Contracts.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Kernel;
using CrmEdge.Kernel.Privacy;
using Google.Protobuf;

namespace CrmEdge.Edge.Agent.Enrolment;

/// <summary>What readers and tills do with the edge's keys; the keys themselves stay here.</summary>
internal sealed class EdgeSecrets(IdentityStore store, SnapshotStore snapshots, RandomNumberGenerator random)
{
    /// <summary>Seals a one-time secret or wallet code for the record of a sale.</summary>
    /// <exception cref="EnrolmentException">This box is not enrolled.</exception>
    public Sealed Seal(string secret, BookingKey key) =>
        SealFor(secret, SealedBox.ContextOf(key.Tap, key.BusinessDate, key.Reference));

    /// <summary>Seals it for a question.</summary>
    public Sealed Seal(string secret, string requestId) => SealFor(secret, requestId);

    /// <summary>The hashes an identification value may have, the newest key's first; none where it cannot be of that
    /// kind.</summary>
    public IReadOnlyList<Kernel.CimHash> Hashes(CimKind kind, string raw) =>
        [.. Keys().Select(key => Kernel.CimHash.Of(key, kind, raw)).OfType<Kernel.CimHash>()];

    private IEnumerable<Kernel.CimKey> Keys()
    {
        var newest = snapshots.CimKeys();
        return (newest.Count > 0 ? newest : Identity().CimKeys).OrderByDescending(k => k.Id)
            .Select(k => new Kernel.CimKey(k.Id, k.Secret));
    }

    private Sealed SealFor(string secret, string context)
    {
        var identity = Identity();
        Span<byte> nonce = stackalloc byte[SealedBox.NonceBytes];
        random.GetBytes(nonce);
        return new Sealed
        {
            KeyId = (uint)identity.IntakeKeyId, Box = ByteString.CopyFrom(
                SealedBox.Seal(identity.IntakeKey, context, secret, nonce)),
        };
    }

    private EdgeIdentity Identity() => store.Current ?? throw NotEnrolled();

    internal static EnrolmentException NotEnrolled() => new("not_enrolled",
        "This box is not enrolled. Run crmedge-agent enrol CODE --cloud https://HOST:PORT with a pairing code from the back " +
            "office.");
}
