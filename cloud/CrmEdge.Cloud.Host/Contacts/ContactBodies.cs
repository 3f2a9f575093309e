using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Contacts;

internal enum ContactType
{
    Person,
    Company,
}

internal enum CimType
{
    Card,
    Phone,
    Email,
    LoyaltyIdentifier,
    GiftPass,
}

internal enum PhoneType
{
    Landline,
    Mobile,
    Fax,
}

internal enum Gender
{
    Female,
    Male,
    Other,
}

internal sealed record CustomField(string? Key, string? Value);

internal sealed record NewEmail(Unscrubbed? EmailAddress);

internal sealed record NewPhone(PhoneType? Type, string? CountryCode, Unscrubbed? Number);

internal sealed record NewLoyaltyIdentifier(Unscrubbed? Identifier);

/// <summary>A card number, phone, email address, loyalty identifier or gift pass code that names one contact.</summary>
internal sealed record NewCim(CimType? Type, Unscrubbed? Value, string? CountryCode, PhoneType? PhoneType);

internal sealed record NewContact(
    Guid? Id, string? Code, ContactType? Type, string? FirstName, string? MiddleName, string? LastName, string? CompanyName,
    string? LanguageCode, string? CountryOfAgreement, bool? SmsOptOut, bool? EmailOptOut,
    IReadOnlyList<NewEmail>? Emails, IReadOnlyList<NewPhone>? Phones, IReadOnlyList<NewLoyaltyIdentifier>? LoyaltyIdentifiers,
    IReadOnlyList<NewCim>? Cims, Demographics? Demographics, IReadOnlyList<Address>? Addresses, CompanyProfile? CompanyProfile,
    IReadOnlyList<CustomField>? CustomFields);

/// <summary>
/// A field left out stays as it is, an empty text clears; lists and objects replace what is there. Type, code and country of
/// agreement are fixed. Emails, phones and other identifications are added and removed under <c>/cims</c>.
/// </summary>
internal sealed record ContactChange(
    ContactType? Type, string? Code, string? CountryOfAgreement, string? FirstName, string? MiddleName, string? LastName,
    string? CompanyName, string? LanguageCode, bool? SmsOptOut, bool? EmailOptOut, Demographics? Demographics,
    IReadOnlyList<Address>? Addresses, CompanyProfile? CompanyProfile, IReadOnlyList<CustomField>? CustomFields);

internal sealed record EmailReply(Guid Id, string EmailAddress, bool IsPrimary);

internal sealed record PhoneReply(Guid Id, PhoneType Type, string? CountryCode, string Number, bool IsPrimary);

internal sealed record LoyaltyReply(Guid Id, string? Identifier);

internal sealed record CimReply(Guid Id, CimType Type, long CreatedOn);

internal sealed record WalletReply(Guid Id, string Code);

internal sealed record ContactReply(
    Guid Id, string Code, ContactType Type, string? FirstName, string? MiddleName, string? LastName, string? CompanyName,
    string? LanguageCode, string CountryOfAgreement, string CurrencyCode, bool SmsOptOut, bool EmailOptOut,
    IReadOnlyList<EmailReply> Emails, IReadOnlyList<PhoneReply> Phones, IReadOnlyList<LoyaltyReply> LoyaltyIdentifiers,
    IReadOnlyList<CimReply> Cims, Demographics? Demographics, IReadOnlyList<Address> Addresses, CompanyProfile? CompanyProfile,
    IReadOnlyList<CustomField> CustomFields, WalletReply? Wallet, long CreatedOn, long UpdatedOn);
