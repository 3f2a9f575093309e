using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Rewards;

/// <summary>What a business has said of a contact that can refuse money.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">The contact.</param>
/// <param name="SpendBlocked">It may not spend.</param>
public sealed record ContactStanding(Guid Tenant, Guid Id, bool SpendBlocked) : IOwned;

/// <summary>Blocks a contact's spending, or allows it again.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Blocked">Which of them.</param>
public sealed record BlockSpending(Guid Tenant, Guid Contact, bool Blocked) : IOperation<bool>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<ContactStanding>(Contact);
    }

    /// <inheritdoc/>
    public Verdict<bool> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<ContactStanding>(Contact)?.SpendBlocked != Blocked)
            books.Put(new ContactStanding(Tenant, Contact, Blocked));
        return Verdict.Keep(Blocked);
    }
}

/// <summary>What a contact has spent in one period of a limit.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">Follows from contact, period and currency.</param>
/// <param name="Number">Times.</param>
/// <param name="Amount">In all.</param>
public sealed record SpendCounter(Guid Tenant, Guid Id, int Number, Money Amount) : IOwned
{
    /// <summary>The id of a contact's counter.</summary>
    /// <param name="tenant">The business.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="period">The key of the period.</param>
    /// <param name="currency">The currency that is counted.</param>
    public static Guid IdOf(Guid tenant, Guid contact, string period, Currency currency) =>
        NamedId.Of(tenant, $"spent:{contact:N}:{period}:{currency.Code}");
}
