using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Pos;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The way to the cloud, for whoever waits for an answer. A null answer is "none in time": the caller does not
/// know.</summary>
public interface ICloudLink
{
    /// <summary>True while records flow.</summary>
    bool Online { get; }

    /// <summary>Raised after <see cref="Online"/> changed, on a thread that must not be held up.</summary>
    event EventHandler? Changed;

    /// <summary>What the cloud made of the record with this number; also where the reply came before the question.</summary>
    Task<PurchaseResult?> AwaitReplyAsync(long seq, Deadline deadline, CancellationToken ct);

    /// <summary>Who is this, and what may they spend?</summary>
    Task<IdentifyReply?> IdentifyAsync(IdentifyRequest request, Deadline deadline, CancellationToken ct);

    /// <summary>What became of a sale?</summary>
    Task<StatusReply?> StatusAsync(StatusRequest request, Deadline deadline, CancellationToken ct);

    /// <summary>Binds a device to this hub.</summary>
    Task<PairReply?> PairAsync(PairRequest request, Deadline deadline, CancellationToken ct);

    /// <summary>Lets a device go.</summary>
    Task<UnpairReply?> UnpairAsync(UnpairRequest request, Deadline deadline, CancellationToken ct);
}
