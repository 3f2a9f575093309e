using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>What became of a subscription that was to be opened.</summary>
public enum OpenedCode
{
    /// <summary>Opened now.</summary>
    Opened,

    /// <summary>The same was opened before.</summary>
    AlreadyOpen,

    /// <summary>The id is that of another contact's subscription.</summary>
    IdTaken,
}

/// <summary>Opens a subscription with its services. Sent again with the same id it is opened once.</summary>
/// <param name="subscription">The subscription.</param>
/// <param name="services">Its services.</param>
public sealed class OpenSubscription(Subscription subscription, IReadOnlyList<SubscribedService> services)
    : IOperation<OpenedCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(subscription.Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<Subscription>(subscription.Id);
    }

    /// <inheritdoc/>
    public Verdict<OpenedCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<Subscription>(subscription.Id) is { } stored)
        {
            return stored.Owner == subscription.Owner ? Verdict.Keep(OpenedCode.AlreadyOpen)
                : Verdict.Refuse(WireName.Of(OpenedCode.IdTaken), OpenedCode.IdTaken);
        }
        books.Put(subscription);
        foreach (var service in services) books.Put(service);
        return Verdict.Keep(OpenedCode.Opened);
    }
}
