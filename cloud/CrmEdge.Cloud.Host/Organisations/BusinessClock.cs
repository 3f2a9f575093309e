using System.Collections.Concurrent;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>
/// The time of a tenant: the real one for live tenants; a test tenant's may have been moved on, to see what a month brings.
/// Every decision about a tenant's data asks here.
/// </summary>
internal sealed class BusinessClock(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, TimeSpan> _offsets = new();

    public DateTimeOffset Now(Guid tenant) =>
        time.GetUtcNow() + (_offsets.TryGetValue(tenant, out var offset) ? offset : TimeSpan.Zero);

    /// <summary>Takes over an offset that was committed. Clocks only go forward.</summary>
    public void Learn(Guid tenant, TimeSpan offset) =>
        _offsets.AddOrUpdate(tenant, offset, (_, known) => offset > known ? offset : known);
}
