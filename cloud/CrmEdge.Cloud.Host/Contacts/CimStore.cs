using System.Globalization;
using System.Text;
using System.Text.Json;
using CrmEdge.Cloud.Core.Contacts;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Kernel.Privacy;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>One identification on its way in: checked, and in its normal form.</summary>
internal sealed record GivenCim(CimType Type, string Raw, StoredPhone? Phone)
{
    public static CimKind KindOf(CimType type) => type switch
    {
        CimType.Card => CimKind.Card,
        CimType.Phone => CimKind.Phone,
        CimType.Email => CimKind.Email,
        CimType.LoyaltyIdentifier => CimKind.Loyalty,
        CimType.GiftPass => CimKind.GiftPass,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Reads one; what is wrong with it goes to <paramref name="checks"/> under <paramref name="field"/>.</summary>
    public static GivenCim? Read(
        CimType? type, string? raw, string? country, PhoneType? phoneType, string field, FieldChecks checks)
    {
        checks.Required($"{field}.type", type).Required($"{field}.value", raw).Country($"{field}.country_code", country);
        if (type is not { } known || string.IsNullOrEmpty(raw)) return null;
        var text = known == CimType.Phone ? PhoneNumber.Normalise(country, raw) : raw;
        if (text is null || CimValue.Normalise(KindOf(known), text) is null)
        {
            checks.Add($"{field}.value", Expected(known));
            return null;
        }
        var phone = known == CimType.Phone ? new StoredPhone(phoneType ?? PhoneType.Mobile, country, text) : null;
        return new GivenCim(known, text, phone);
    }

    /// <summary>What is kept to be shown again; null for what must not be kept at all.</summary>
    public byte[]? ToKeep() => Type switch
    {
        CimType.Phone => JsonSerializer.SerializeToUtf8Bytes(Phone),
        CimType.Email => Encoding.UTF8.GetBytes(Raw.Trim()),
        // Some type their bank card in as a loyalty number: then only the hash is kept.
        CimType.LoyaltyIdentifier => Scrubber.Finds(Raw) ? null : Encoding.UTF8.GetBytes(Raw.Trim()),
        _ => null,
    };

    private static string Expected(CimType type) => type switch
    {
        CimType.Card => "is no card number: 12 to 19 digits with a valid check digit",
        CimType.Phone => "is no phone number: begin with + and the country's code, or name its country_code",
        CimType.Email => "is no email address",
        _ => "is no code of 4 to 64 letters and digits",
    };
}

/// <summary>A phone as it lies sealed.</summary>
internal sealed record StoredPhone(PhoneType Type, string? CountryCode, string Number);

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
