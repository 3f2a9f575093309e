using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Decides nothing: passing through the queue of an idle partition it makes its writer renew the lease
/// and write balances.</summary>
internal sealed class Upkeep : Submission
{
    public override bool IsAbandoned => false;

    public override void Name(ReadSet reads)
    {
    }

    public override void Decide(LedgerBatch batch, DateTimeOffset now)
    {
    }

    public override void Answer() => IsAnswered = true;

    public override void Fail(Exception why) => IsAnswered = true;
}
