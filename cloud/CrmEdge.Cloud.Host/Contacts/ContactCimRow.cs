using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Contacts;

internal sealed class ContactCimRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required Guid Contact { get; init; }

    public required string Kind { get; init; }

    public required int KeyId { get; set; }

    public required byte[] Hash { get; set; }

    public byte[]? Sealed { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
