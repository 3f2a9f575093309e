using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>What a contact's fields may hold.</summary>
internal static class ContactChecks
{
    private const int ListMax = 50;

    public static (FieldChecks Checks, IReadOnlyList<GivenCim> Cims) Of(NewContact body)
    {
        var checks = new FieldChecks().Required("type", body.Type).That(body.Id != Guid.Empty, "id", "is no id")
            .Code("code", body.Code).Country("country_of_agreement", body.CountryOfAgreement);
        if (body.Type == ContactType.Company) checks.Required("company_name", body.CompanyName);
        if (body.Type == ContactType.Person)
            checks.That(body.FirstName is { Length: > 0 } || body.LastName is { Length: > 0 }, "first_name",
                "or last_name is required");
        Names(checks, body.FirstName, body.MiddleName, body.LastName, body.CompanyName, body.LanguageCode);
        Rest(checks, body.Demographics, body.Addresses, body.CompanyProfile, body.CustomFields);
        return (checks, Cims(body, checks));
    }

    public static FieldChecks Of(ContactChange body)
    {
        var checks = new FieldChecks();
        Names(checks, body.FirstName, body.MiddleName, body.LastName, body.CompanyName, body.LanguageCode);
        Rest(checks, body.Demographics, body.Addresses, body.CompanyProfile, body.CustomFields);
        return checks;
    }

    private static List<GivenCim> Cims(NewContact body, FieldChecks checks)
    {
        var cims = new List<GivenCim?>();
        Each(checks, "emails", body.Emails, (email, field) =>
            cims.Add(GivenCim.Read(CimType.Email, email.EmailAddress?.Raw, null, null, field, checks)));
        Each(checks, "phones", body.Phones, (phone, field) =>
            cims.Add(GivenCim.Read(CimType.Phone, phone.Number?.Raw, phone.CountryCode, phone.Type, field, checks)));
        Each(checks, "loyalty_identifiers", body.LoyaltyIdentifiers, (loyalty, field) =>
            cims.Add(GivenCim.Read(CimType.LoyaltyIdentifier, loyalty.Identifier?.Raw, null, null, field, checks)));
        Each(checks, "cims", body.Cims, (cim, field) =>
            cims.Add(GivenCim.Read(cim.Type, cim.Value?.Raw, cim.CountryCode, cim.PhoneType, field, checks)));
        return [.. cims.OfType<GivenCim>()];
    }

    private static void Names(
        FieldChecks checks, string? first, string? middle, string? last, string? company, string? language) => checks
        .Text("first_name", first).Text("middle_name", middle).Text("last_name", last).Text("company_name", company)
        .Language("language_code", language);

    private static void Rest(
        FieldChecks checks, Demographics? demographics, IReadOnlyList<Address>? addresses, CompanyProfile? company,
        IReadOnlyList<CustomField>? fields)
    {
        if (demographics is not null) Check(checks, demographics);
        Each(checks, "addresses", addresses, (address, field) => Check(checks, address, field));
        checks.Text("company_profile.registration_number", company?.RegistrationNumber)
            .Country("company_profile.registration_country", company?.RegistrationCountry)
            .Text("company_profile.tax_reference_number", company?.TaxReferenceNumber)
            .Text("company_profile.vat_registration_number", company?.VatRegistrationNumber);
        Each(checks, "custom_fields", fields, (custom, field) => checks
            .Required($"{field}.key", custom.Key).Text($"{field}.key", custom.Key)
            .Text($"{field}.value", custom.Value, FieldChecks.TextCharsMax));
        checks.That(fields is null || fields.DistinctBy(f => f?.Key).Count() == fields.Count, "custom_fields",
            "has one key twice");
    }

    private static void Check(FieldChecks checks, Demographics given)
    {
        checks.That(given.DateOfBirth is null or { IsValid: true }, "demographics.date_of_birth", "is no day of the calendar")
            .That(given.NameDay is null or { IsValid: true }, "demographics.name_day", "is no day of the calendar")
            .Text("demographics.statutory_number", given.StatutoryNumber);
        Check(checks, given.Passport, "demographics.passport");
        Check(checks, given.IdDetails, "demographics.id_details");
    }

    private static void Check(FieldChecks checks, IdDocument? document, string field)
    {
        if (document is null) return;
        checks.Required($"{field}.number", document.Number).Text($"{field}.number", document.Number)
            .Country($"{field}.issuing_country_code", document.IssuingCountryCode);
    }

    private static void Check(FieldChecks checks, Address address, string field)
    {
        checks.Required($"{field}.address_line_1", address.AddressLine1)
            .Country($"{field}.country_code", address.CountryCode)
            .That(address.Lat is null or (>= -90 and <= 90), $"{field}.lat", "is no latitude")
            .That(address.Lon is null or (>= -180 and <= 180), $"{field}.lon", "is no longitude");
        foreach (var (name, text) in new[]
        {
            ("name", address.Name), ("address_line_1", address.AddressLine1), ("address_line_2", address.AddressLine2),
            ("state_province_county", address.StateProvinceCounty), ("town_city", address.TownCity),
            ("postal_code", address.PostalCode), ("care_of", address.CareOf),
        }) checks.Text($"{field}.{name}", text);
    }

    private static void Each<T>(FieldChecks checks, string field, IReadOnlyList<T>? items, Action<T, string> check)
        where T : class
    {
        if (items is null) return;
        checks.That(items.Count <= ListMax, field, $"has more than {ListMax} entries");
        for (var i = 0; i < Math.Min(items.Count, ListMax); i++)
        {
            if (items[i] is { } item) check(item, $"{field}[{i}]");
            else checks.Add($"{field}[{i}]", "is null");
        }
    }
}
