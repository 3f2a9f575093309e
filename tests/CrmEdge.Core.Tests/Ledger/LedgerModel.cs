using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Core.Tests.Ledger;

/// <summary>The books worked out the slow way: from the list of what was posted, each time from the beginning.</summary>
internal sealed class LedgerModel
{
    private readonly List<Transfer> _posted = [];

    public void Posted(Transfer transfer) => _posted.Add(transfer);

    public (long DebitsPosted, long CreditsPosted, long DebitsPending, long CreditsPending) Of(Account account)
    {
        var sums = (0L, 0L, 0L, 0L);
        foreach (var t in _posted)
        {
            var end = _posted.Find(e => e.PendingId == t.Id);
            var hold = t.EndsHold ? _posted.Find(h => h.Id == t.PendingId)! : t;
            var moved = t.Kind switch
            {
                TransferKind.Posted => t.Amount.Minor,
                TransferKind.PostPending => t.Amount.Minor == 0 ? hold.Amount.Minor : t.Amount.Minor,
                _ => 0,
            };
            var held = t.Kind == TransferKind.Pending && end is null ? t.Amount.Minor : 0;
            if (hold.Debit == account.Id) (sums.Item1, sums.Item3) = (sums.Item1 + moved, sums.Item3 + held);
            if (hold.Credit == account.Id) (sums.Item2, sums.Item4) = (sums.Item2 + moved, sums.Item4 + held);
        }
        return sums;
    }
}
