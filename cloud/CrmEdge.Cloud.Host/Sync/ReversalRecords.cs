using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Contracts.Sync;
using Wire = CrmEdge.Contracts.Pos;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>
/// Sales that a till took back, or whose answer it never got. One that the books have not seen is kept from ever being booked:
/// it may still come, from another path or an older journal.
/// </summary>
internal sealed partial class ReversalRecords(
    EdgeDirectory edges, PurchaseReader reader, SaleResults results, HomeRelay relay, ILogger<ReversalRecords> logger)
    : IInboxHandler
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
        if (await FindAsync(run, id, ct) is not { } purchase)
        {
            Log.Unseen(logger, id);
            return InboxOutcome.Applied(new Wire.PurchaseResult { State = "CANCELLED" });
        }
        var answer = await run.Ledger.SubmitAsync(
            new CancelPurchase(purchase, await reader.RewardsAsync(run.Edge.Tenant, id, ct)), ct);
        if (answer.Purchase is not null) relay.Wake();
        var stands = answer.Purchase ?? await reader.FindAsync(run.Edge.Tenant, id, ct);
        Log.TakenBack(logger, id);
        return InboxOutcome.Applied(await results.OfAsync(Invariant.NotNull(stands), ct));
    }

    /// <summary>Null where there was no such purchase, and now there never will be.</summary>
    private async Task<Purchase?> FindAsync(InboxRun run, Guid id, CancellationToken ct)
    {
        if (await reader.FindAsync(run.Edge.Tenant, id, ct) is { } purchase) return purchase;
        if (await run.Ledger.SubmitAsync(new ReverseUnseen(run.Edge.Tenant, id), ct)) return null;
        // It came by another way in between.
        return Invariant.NotNull(await reader.FindAsync(run.Edge.Tenant, id, ct));
    }

    private static partial class Log
    {
        [LoggerMessage(3430, LogLevel.Information, "Purchase {Purchase} was taken back before it came, and will not be booked")]
        public static partial void Unseen(ILogger logger, Guid purchase);

        [LoggerMessage(3431, LogLevel.Information, "Purchase {Purchase} was taken back")]
        public static partial void TakenBack(ILogger logger, Guid purchase);
    }
}
