using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Contracts.Sync;
using CrmEdge.Kernel.Privacy;
using CrmEdge.Rules.Purchases;
using Wire = CrmEdge.Contracts.Pos;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Sales rung at an edge's tills: they go the one road of all purchases, and the mark rides in the purchase's own
/// batch.</summary>
internal sealed class PurchaseRecords(
    IServiceProvider services, EdgeDirectory edges, SaleIdentification identification, SaleResults results,
        WalletDirectory wallets,
    BusinessClock clock, TimeProvider time) : IInboxHandler
{
    private const string SpendExpired = "spend_expired";
    private const string SealBroken = "seal_broken";
    private const string NotAuthorised = "spend_not_authorised";
    private static readonly ObjectFactory<PurchaseService> Road =
        ActivatorUtilities.CreateFactory<PurchaseService>([typeof(ILedger)]);

    public RecordType Type => RecordType.Purchase;

    public int VersionMax => 1;

    public int RunMax => 1;

    public async Task<InboxOutcome> ApplyAsync(InboxRun run, CancellationToken ct)
    {
        var record = run.Records[0];
        var sale = Wire.Purchase.Parser.ParseFrom(record.Payload);
        var spends = sale.Spend is not null || sale.Identification?.SpendToken is not null;
        var (code, message, purchase) = await MakeAsync(run, sale, record, spends, ct);
        if (purchase is not null) return InboxOutcome.Applied(await results.OfAsync(purchase, ct));
        var reply = SaleResults.Refused(code!, message);
        // A customer who was told no at the till paid otherwise, and that sale comes for itself; other sales have happened.
        if (code == PurchaseRefusals.AlreadyReversed) return InboxOutcome.Declined(code, reply);
        return spends && code != PurchaseRefusals.ReferenceReused && code != SealBroken
            ? InboxOutcome.Declined(code!, reply)
            : InboxOutcome.Refused(code!, message, reply);
    }

    private async Task<(string? Code, string Message, Core.Purchases.Purchase? Purchase)> MakeAsync(
        InboxRun run, Wire.Purchase sale, InboxRecord record, bool spends, CancellationToken ct)
    {
        if (sale.Key is not { } key) return (
            "key_missing", "The sale has no booking key. Update the edge; enter the sale by hand.", null);
        if (!await edges.HasTapAsync(run.Edge, key.Tap, ct))
            return ("tap_not_paired", EdgeRefusals.Message(EdgeCode.TapNotPaired), null);
        if (spends && sale.SpendUntil is { } until && until.ToDateTimeOffset() < time.GetUtcNow())
            return (SpendExpired, "The answer would have come too late for the customer at the till. Nothing was spent.", null);
        var context = SealedBox.ContextOf(key.Tap, key.BusinessDate, key.Reference);
        var otp = await identification.OtpAsync(run.Edge, sale.Spend, context, ct);
        if (sale is { Spend: not null, Identification.Cim: not null } && otp is null)
            return (NotAuthorised,
                "A card or phone alone does not authorise spending. Ask the customer for a code or a spend token.", null);
        if (await identification.DraftAsync(run.Edge, sale.Identification, otp, context, ct) is not { } who)
            return (SealBroken,
                "A sealed code does not open: it is not of this edge, or of another sale. Enrol the edge anew if this repeats.",
                null);
        var call = new PurchaseCall(run.Edge.Tenant, await wallets.ModeOfAsync(run.Edge.Tenant, ct), run.Edge.Edge,
            new PlaceDraft(null, key.Tap),
            Happened(SaleDraft.Of(sale, who, record.RecordedAt), record, run.Edge.Tenant));
        // Of what the road submits, the purchase itself alone goes through the ledger that is handed in here.
        var outcome = await Road(services, [run.Ledger]).MakeAsync(call, ct);
        return outcome.Purchase is { } purchase ? (null, "", purchase)
            : (outcome.Code, PurchaseErrors.Of(outcome.Code!, outcome.Field).Message, null);
    }

    // A box without a network may think it is next year. What has arrived has happened, at the latest when it arrived.
    private TicketDraft Happened(TicketDraft draft, InboxRecord record, Guid tenant) =>
        draft.At > clock.Now(tenant) + PurchaseService.AheadMax ? draft with { At = record.ReceivedAt } : draft;
}
