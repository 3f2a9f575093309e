using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>How far the records of one journal of an edge have taken effect. It moves in the batch of the effect
/// itself.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Seq">Everything up to here has been applied, refused or set aside.</param>
public sealed record InboxMark(Guid Tenant, Guid Id, long Seq) : IOwned
{
    /// <summary>The mark of an incarnation of an edge.</summary>
    public static Guid IdOf(Guid edge, Guid incarnation) => NamedId.Of(edge, $"inbox:{incarnation:N}");
}
