using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Contracts.Sync;
using Wire = CrmEdge.Contracts.Pos;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>
/// Sales that a till took back, or whose answer it never got. A sale that was never made needs no undoing: its record, if
/// there was
/// one, came before this one.
/// </summary>
internal sealed class ReversalRecords(EdgeDirectory edges, PurchaseReader reader, SaleResults results,
    HomeRelay relay) : IInboxHandler
{
    public RecordType Type => RecordType.Reversal;

    public int VersionMax => 1;

    public int RunMax => 1;

    public async Task<InboxOutcome> ApplyAsync(InboxRun run, CancellationToken ct)
    {
        var reversal = Wire.Reversal.Parser.ParseFrom(run.Records[0].Payload);
        if (reversal.Key is not { } key)
            return InboxOutcome.Refused(
                "key_missing", "The reversal has no booking key. Update the edge; cancel the sale by hand.");
        if (!await edges.HasTapAsync(run.Edge, key.Tap, ct))
            return InboxOutcome.Refused("tap_not_paired", EdgeRefusals.Message(EdgeCode.TapNotPaired));
        var id = PurchaseKey.IdOf(run.Edge.Tenant, key.Tap, key.BusinessDate, key.Reference);
        if (await reader.FindAsync(run.Edge.Tenant, id, ct) is not { } purchase)
            return InboxOutcome.Applied(new Wire.PurchaseResult { State = "CANCELLED" });
        var answer = await run.Ledger.SubmitAsync(
            new CancelPurchase(purchase, await reader.RewardsAsync(run.Edge.Tenant, id, ct)), ct);
        if (answer.Purchase is not null) relay.Wake();
        var stands = answer.Purchase ?? await reader.FindAsync(run.Edge.Tenant, id, ct);
        return InboxOutcome.Applied(await results.OfAsync(Invariant.NotNull(stands), ct));
    }
}
