using CrmEdge.Contracts.Pos;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The link to the cloud as the parts that answer tills see it. None of its calls throws for want of a connection.</summary>
internal interface ICloudLink
{
    /// <summary>The stream stands, and records go up as they are written.</summary>
    bool Online { get; }

    /// <summary>The link went up (true) or down.</summary>
    event Action<bool>? Changed;

    /// <summary>What the cloud made of a record; null where nothing came in time. A reply that came before the call counts.</summary>
    Task<PurchaseResult?> AwaitReplyAsync(long seq, Deadline deadline, CancellationToken ct);

    /// <summary>Who is this? Null where nothing came in time.</summary>
    Task<IdentifyReply?> IdentifyAsync(IdentifyRequest request, Deadline deadline, CancellationToken ct);

    /// <summary>What became of a sale? Null where nothing came in time.</summary>
    Task<StatusReply?> StatusAsync(StatusRequest request, Deadline deadline, CancellationToken ct);
}
