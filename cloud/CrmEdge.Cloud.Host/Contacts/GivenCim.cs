using System.Text;
using System.Text.Json;
using CrmEdge.Cloud.Core.Contacts;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Kernel.Privacy;

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
