using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Contacts;

internal sealed class ContactRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required string Type { get; init; }

    public string? FirstName { get; set; }

    public string? MiddleName { get; set; }

    public string? LastName { get; set; }

    public string? CompanyName { get; set; }

    public string? LanguageCode { get; set; }

    public required string CountryOfAgreement { get; init; }

    public required string Currency { get; init; }

    public required bool SmsOptOut { get; set; }

    public required bool EmailOptOut { get; set; }

    /// <summary>JSON array of <see cref="CustomField"/>.</summary>
    public required string CustomFields { get; set; }

    /// <summary>Sealed <see cref="ContactProfile"/>.</summary>
    public byte[]? Profile { get; set; }

    public Guid? WalletId { get; set; }

    public string? WalletCode { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
