using System.Text.Json.Serialization;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>A day without a zone.</summary>
internal sealed record CivilDate(int? Year, int? Month, int? Day)
{
    public bool IsValid => Year is >= 1 and <= 9999 && Month is >= 1 and <= 12 && Day is >= 1
        && Day <= DateTime.DaysInMonth(Year.Value, Month.Value);
}

internal sealed record NameDay(int? Month, int? Day)
{
    private const int LeapYear = 2024;

    public bool IsValid => new CivilDate(LeapYear, Month, Day).IsValid;
}

/// <summary>A passport or identity card. The expiration date is in epoch seconds.</summary>
internal sealed record IdDocument(string? Number, string? IssuingCountryCode, long? ExpirationDate);

internal sealed record Demographics(
    Gender? Gender, CivilDate? DateOfBirth, NameDay? NameDay, IdDocument? Passport, IdDocument? IdDetails,
    string? StatutoryNumber);

internal sealed record Address(
    string? Name, [property: JsonPropertyName("address_line_1")] string? AddressLine1,
    [property: JsonPropertyName("address_line_2")] string? AddressLine2, string? StateProvinceCounty, string? TownCity,
    string? PostalCode, string? CountryCode, string? CareOf, decimal? Lat, decimal? Lon, bool? IsPrimary);

internal sealed record CompanyProfile(
    string? RegistrationNumber, string? RegistrationCountry, string? TaxReferenceNumber, string? VatRegistrationNumber);

/// <summary>What is known of a contact beyond names and identifications; stored sealed, as a whole.</summary>
internal sealed record ContactProfile(
    Demographics? Demographics, IReadOnlyList<Address>? Addresses, CompanyProfile? CompanyProfile)
{
    public static ContactProfile Empty { get; } = new(null, null, null);
}
