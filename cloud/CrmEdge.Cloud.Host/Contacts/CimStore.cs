using System.Globalization;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>Writes and reads identifications within a request's work.</summary>
internal sealed class CimStore(Work work, TenantKeyRing ring)
{
    public static string Context(Guid cim) => string.Create(CultureInfo.InvariantCulture, $"contact_cim/{cim}");

    /// <summary>
    /// Gives them to a contact; those it has already are left as they are. A refusal where another contact of the business
    /// holds one.
    /// </summary>
    public async Task<(IReadOnlyList<Guid> Ids, Refusal? Refusal)> AddAsync(
        Guid contact, IReadOnlyList<GivenCim> cims, CancellationToken ct)
    {
        var hashed = cims.Select(cim => (cim, hashes: ring.Hashes(GivenCim.KindOf(cim.Type), cim.Raw)!)).ToList();
        if (!await KeysAreLiveAsync(ct)) return ([], ContactCodes.KeysRotated());
        await LockAsync(hashed.Select(h => h.hashes[^1].Hex), ct);
        var ids = new List<Guid>();
        foreach (var (cim, hashes) in hashed.DistinctBy(h => h.hashes[0]))
        {
            var holder = await Holding(cim.Type, hashes).FirstOrDefaultAsync(ct);
            if (holder is not null && holder.Contact != contact) return ([], ContactCodes.CimTaken());
            ids.Add(holder?.Id ?? Add(contact, cim, hashes[0]));
        }
        return (ids, null);
    }

    /// <summary>The rows a value may be stored as: under the newest key or an older live one.</summary>
    public IQueryable<ContactCimRow> Holding(CimType type, IReadOnlyList<CimHash> hashes)
    {
        var (kind, bytes) = (Words.Of(type), hashes.Select(h => Convert.FromHexString(h.Hex)).ToList());
        return work.Db.ContactCims.Where(c => c.Kind == kind && bytes.Contains(c.Hash));
    }

    // What is remembered of the keys may be seconds old. The shared lock keeps a key from being retired until we are done.
    private async Task<bool> KeysAreLiveAsync(CancellationToken ct)
    {
        await using var command = work.Session.Command("""
            SELECT id FROM tenant_key WHERE tenant = $1 AND purpose = 'cim' AND retired_at IS NULL ORDER BY id DESC FOR SHARE
            """).With(work.Caller.Tenant);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var live = new List<int>();
        while (await reader.ReadAsync(ct)) live.Add(reader.GetInt32(0));
        return live.SequenceEqual(ring.Cim.Select(k => k.Id));
    }

    // During a rotation two hosts may hash the same value under different keys. The oldest key is the one both know, so its
    // hash is what they queue up for; the unique index alone would let both in.
    private async Task LockAsync(IEnumerable<string> hashes, CancellationToken ct)
    {
        foreach (var hash in hashes.Order(StringComparer.Ordinal))
        {
            await using var command = work.Session.Command("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .With($"{work.Caller.Tenant}/{hash}");
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private Guid Add(Guid contact, GivenCim cim, CimHash hash)
    {
        var id = work.NewId();
        work.Db.ContactCims.Add(new ContactCimRow
        {
            Tenant = work.Caller.Tenant, Id = id, Contact = contact, Kind = Words.Of(cim.Type), KeyId = hash.KeyId,
            Hash = Convert.FromHexString(hash.Hex),
            Sealed = cim.ToKeep() is { } kept ? ring.Seal(Context(id), kept) : null,
            CreatedAt = work.Now,
        });
        return id;
    }
}
