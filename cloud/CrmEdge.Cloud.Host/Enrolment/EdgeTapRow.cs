using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Enrolment;

internal sealed class EdgeTapRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Edge { get; init; }

    public required Guid Tap { get; init; }
}
