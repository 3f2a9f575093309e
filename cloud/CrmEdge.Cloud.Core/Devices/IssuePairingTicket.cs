using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>Issues a pairing code for a subscription.</summary>
/// <param name="ticket">The code's ticket, unused.</param>
public sealed class IssuePairingTicket(PairingTicket ticket) : IOperation<bool>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(ticket.Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads) => Invariant.Holds(ticket.Device is null);

    /// <inheritdoc/>
    public Verdict<bool> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        books.Put(ticket);
        return Verdict.Keep(true);
    }
}
