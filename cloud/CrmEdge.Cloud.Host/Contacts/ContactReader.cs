using System.Globalization;
using System.Text;
using System.Text.Json;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>Opens what is sealed of a contact and puts the answer together.</summary>
internal sealed class ContactReader(TenantKeyRing ring)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General);

    public static string Context(Guid contact) => string.Create(CultureInfo.InvariantCulture, $"contact/{contact}/profile");

    /// <summary>Answers for rows, their identifications read in one query.</summary>
    public async Task<IReadOnlyList<ContactReply>> ReadAsync(
        BackOfficeDb db, IReadOnlyList<ContactRow> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var cims = await db.ContactCims.AsNoTracking().Where(c => ids.Contains(c.Contact))
            .OrderBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(ct);
        var byContact = cims.ToLookup(c => c.Contact);
        return [.. rows.Select(row => Reply(row, [.. byContact[row.Id]]))];
    }

    public ContactProfile ProfileOf(ContactRow row) => row.Profile is null
        ? ContactProfile.Empty
        : JsonSerializer.Deserialize<ContactProfile>(ring.Open(Context(row.Id), row.Profile), Json)!;

    public byte[]? Sealed(Guid contact, ContactProfile profile) => profile == ContactProfile.Empty
        ? null
        : ring.Seal(Context(contact), JsonSerializer.SerializeToUtf8Bytes(profile, Json));

    public static string FieldsToJson(IReadOnlyList<CustomField>? fields) =>
        JsonSerializer.Serialize(fields ?? [], ApiJson.Options);

    private ContactReply Reply(ContactRow row, IReadOnlyList<ContactCimRow> cims)
    {
        var profile = ProfileOf(row);
        return new ContactReply(
            row.Id, row.Code, Words.To<ContactType>(row.Type), row.FirstName, row.MiddleName, row.LastName, row.CompanyName,
            row.LanguageCode, row.CountryOfAgreement, row.Currency, row.SmsOptOut, row.EmailOptOut,
            [.. Of(cims, CimType.Email).Select((c, i) => new EmailReply(c.Id, Text(c)!, i == 0))],
            [.. Of(cims, CimType.Phone).Select((c, i) => Phone(c, isPrimary: i == 0))],
            [.. Of(cims, CimType.LoyaltyIdentifier).Select(c => new LoyaltyReply(c.Id, Text(c)))],
            [.. cims.Select(c => new CimReply(c.Id, Words.To<CimType>(c.Kind), c.CreatedAt.Epoch()))],
            profile.Demographics, profile.Addresses ?? [], profile.CompanyProfile,
            JsonSerializer.Deserialize<IReadOnlyList<CustomField>>(row.CustomFields, ApiJson.Options)!,
            row.WalletId is { } wallet ? new WalletReply(wallet, row.WalletCode ?? "") : null,
            row.CreatedAt.Epoch(), row.UpdatedAt.Epoch());
    }

    private static IEnumerable<ContactCimRow> Of(IReadOnlyList<ContactCimRow> cims, CimType type) =>
        cims.Where(c => c.Kind == Words.Of(type));

    private string? Text(ContactCimRow cim) =>
        cim.Sealed is null ? null : Encoding.UTF8.GetString(ring.Open(CimStore.Context(cim.Id), cim.Sealed));

    private PhoneReply Phone(ContactCimRow cim, bool isPrimary)
    {
        var phone = JsonSerializer.Deserialize<StoredPhone>(ring.Open(CimStore.Context(cim.Id), Invariant.NotNull(cim.Sealed)))!;
        return new PhoneReply(cim.Id, phone.Type, phone.CountryCode, phone.Number, isPrimary);
    }
}
