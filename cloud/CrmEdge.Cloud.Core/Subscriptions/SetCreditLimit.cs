using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>How a contact's account stands after something changed it.</summary>
/// <param name="Owed">What it owes; negative where it paid in advance.</param>
/// <param name="IsOver">Whether that is more than it may.</param>
/// <param name="DevicesChanged">Devices suspended or resumed by it.</param>
public sealed record AccountStanding(Money Owed, bool IsOver, int DevicesChanged);

/// <summary>
/// Sets what a contact may owe in a currency, or merely settles its devices by how it stands. Repeating it changes nothing.
/// </summary>
/// <param name="tenant">The business.</param>
/// <param name="contact">The contact.</param>
/// <param name="currency">The currency.</param>
/// <param name="limit">What to set: minor units, zero or more, or null for no limit. Without it the limit stays.</param>
public sealed class SetCreditLimit(Guid tenant, Guid contact, Currency currency, (bool Set, long? Minor) limit)
    : IOperation<AccountStanding>
{
    private readonly CreditStanding _standing = new(tenant, contact, currency);

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        _standing.Reads(reads);
        reads.Of<DeviceBinding>(contact);
    }

    /// <inheritdoc/>
    public Verdict<AccountStanding> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (limit.Set) books.Put(new CreditTerms(tenant, _standing.Receivable.Id, contact, currency, limit.Minor));
        var changed = _standing.Settle(books, books.Of<DeviceBinding>(contact), now);
        return Verdict.Keep(new AccountStanding(_standing.Owed(books), _standing.IsOver(books), changed));
    }
}
