using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

internal sealed class OrganisationRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public Guid? Parent { get; init; }

    public required string Type { get; init; }

    public required string Code { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
