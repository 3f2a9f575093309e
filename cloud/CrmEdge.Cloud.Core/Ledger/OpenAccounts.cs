using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>Opens accounts that are not there yet; answers each as it is in the books, in their order.</summary>
public sealed class OpenAccounts : IOperation<IReadOnlyList<Account>>
{
    private readonly IReadOnlyList<Account> _accounts;

    /// <summary>Up to <see cref="LedgerLimits.TransfersMax"/> accounts of the partition's tenant.</summary>
    public OpenAccounts(PartitionKey partition, params IReadOnlyList<Account> accounts)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        Invariant.Holds(accounts.Count <= LedgerLimits.TransfersMax);
        (Partition, _accounts) = (partition, accounts);
    }

    /// <inheritdoc/>
    public PartitionKey Partition { get; }

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        foreach (var account in _accounts) reads.Account(account.Id);
    }

    /// <inheritdoc/>
    public Verdict<IReadOnlyList<Account>> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        return Verdict.Keep<IReadOnlyList<Account>>([.. _accounts.Select(books.Open)]);
    }
}
