using System.Collections.Concurrent;
using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>
/// Every tenant's keys: one ring for identification hashes, one for stored secrets, sealed in the database under the master
/// key. Rings are remembered for a short while, so that a rotation on one host is seen by the others.
/// </summary>
internal sealed class TenantKeys(Databases databases, MasterKeys master, TimeProvider time, RandomNumberGenerator random)
{
    /// <summary>For how long another host may still go by the keys of before a rotation.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, (TenantKeyRing Ring, long At)> _rings = new();

    public async ValueTask<TenantKeyRing> OfAsync(Guid tenant, CancellationToken ct)
    {
        if (_rings.TryGetValue(tenant, out var found) && time.GetElapsedTime(found.At) < RememberedFor) return found.Ring;
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        var at = time.GetTimestamp();
        var ring = await LoadAsync(session, ct);
        _rings[tenant] = (ring, at);
        return ring;
    }

    /// <summary>Gives the session's tenant its first keys, where it has none.</summary>
    public async Task CreateAsync(TenantSession session, CancellationToken ct)
    {
        await AddAsync(session, KeyPurpose.Cim, 1, ct);
        await AddAsync(session, KeyPurpose.Data, 1, ct);
    }

    /// <summary>Adds a key that new hashes or secrets are made with from now on.</summary>
    public async Task<int> RotateAsync(TenantSession session, KeyPurpose purpose, CancellationToken ct)
    {
        await using var command = session.Command(
            "SELECT coalesce(max(id), 0) + 1 FROM tenant_key WHERE tenant = $1 AND purpose = $2");
        command.With(session.Tenant);
        command.With(Name(purpose));
        var next = (int)(await command.ExecuteScalarAsync(ct))!;
        await AddAsync(session, purpose, next, ct);
        return next;
    }

    /// <summary>To be called after a change was committed.</summary>
    public void Forget(Guid tenant) => _rings.TryRemove(tenant, out _);

    private async Task AddAsync(TenantSession session, KeyPurpose purpose, int id, CancellationToken ct)
    {
        var secret = new byte[SealingKey.SecretBytes];
        random.GetBytes(secret);
        await using var command = session.Command("""
            INSERT INTO tenant_key (tenant, purpose, id, sealed, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """);
        command.With(session.Tenant);
        command.With(Name(purpose));
        command.With(id);
        command.With(Seal(session.Tenant, purpose, id, secret));
        command.With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<TenantKeyRing> LoadAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command("""
            SELECT purpose, id, sealed FROM tenant_key WHERE tenant = $1 AND retired_at IS NULL ORDER BY id DESC
            """);
        command.With(session.Tenant);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (cim, data) = (new List<CimKey>(), new List<SealingKey>());
        while (await reader.ReadAsync(ct))
        {
            var (purpose, id) = (PurposeOf(reader.GetString(0)), reader.GetInt32(1));
            var secret = Open(session.Tenant, purpose, id, reader.GetFieldValue<byte[]>(2));
            if (purpose == KeyPurpose.Cim) cim.Add(new CimKey(id, secret));
            else data.Add(new SealingKey(id, secret));
        }
        Invariant.Holds(cim.Count > 0 && data.Count > 0, $"tenant {session.Tenant} has keys");
        return new TenantKeyRing(cim, data, random);
    }

    private byte[] Seal(Guid tenant, KeyPurpose purpose, int id, byte[] secret)
    {
        Span<byte> nonce = stackalloc byte[Envelope.NonceBytes];
        random.GetBytes(nonce);
        return Envelope.Seal(master.Current, Context(tenant, purpose, id), secret, nonce);
    }

    private byte[] Open(Guid tenant, KeyPurpose purpose, int id, byte[] sealedBytes)
    {
        var masterId = Envelope.KeyIdOf(sealedBytes);
        return master.Find(masterId) is { } key && Envelope.Open(key, Context(tenant, purpose, id), sealedBytes) is { } secret
            ? secret
            : throw KeysException.WrongKey(masterId);
    }

    internal static string Context(Guid tenant, KeyPurpose purpose, int id) => $"tenant_key/{tenant}/{Name(purpose)}/{id}";

    internal static string Name(KeyPurpose purpose) => purpose == KeyPurpose.Cim ? "cim" : "data";

    internal static KeyPurpose PurposeOf(string name) => name == "cim" ? KeyPurpose.Cim : KeyPurpose.Data;
}

internal enum KeyPurpose
{
    /// <summary>Hashes identification values.</summary>
    Cim,

    /// <summary>Seals stored secrets and personal data.</summary>
    Data,
}
