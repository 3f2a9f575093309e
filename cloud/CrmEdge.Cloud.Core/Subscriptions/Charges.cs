using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>Charges on a contact's account, in either direction.</summary>
internal static class Charges
{
    /// <summary>
    /// Posts a charge within an operation that named its reads with <see cref="Reads"/>. A negative amount takes back what was
    /// charged too much; nothing is posted for zero.
    /// </summary>
    /// <returns>The transfer; null for zero.</returns>
    public static Guid? Post(
        Books books, Guid id, Account receivable, Account counter, Money amount, TransferCode code, TransferReferences references)
    {
        if (amount.Minor == 0) return null;
        books.Open(receivable);
        books.Open(counter);
        var transfer = amount.Minor > 0
            ? Transfer.Move(books.Tenant, id, receivable.Id, counter.Id, amount, code, references)
            : Transfer.Move(books.Tenant, id, counter.Id, receivable.Id, -amount, TransferCode.Reversal, references);
        var posted = books.Post(transfer);
        Invariant.Holds(posted == PostCode.Ok, $"a charge without a limit is posted, not {posted}");
        return id;
    }

    public static void Reads(ReadSet reads, Guid id, Account counter)
    {
        reads.NewTransfer(id);
        reads.Account(counter.Id);
    }
}
