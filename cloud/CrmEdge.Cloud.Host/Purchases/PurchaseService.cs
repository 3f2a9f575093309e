using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Catalogue;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Rewards;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>A purchase as some channel received it, for one tenant.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Mode">Live or test.</param>
/// <param name="Caller">The API key or edge that sent it.</param>
/// <param name="Place">Where it was made, as told.</param>
/// <param name="Draft">The ticket as told.</param>
internal sealed record PurchaseCall(Guid Tenant, TenantMode Mode, Guid Caller, PlaceDraft Place, TicketDraft Draft)
{
    public Guid PlatformTenant => Platform.Tenant(Mode);
}

/// <summary>What came of it.</summary>
/// <param name="Code">Null where it stands; else why it was refused.</param>
/// <param name="Field">The field that is to blame.</param>
/// <param name="Purchase">The purchase.</param>
/// <param name="Replayed">True where it had been made before.</param>
internal sealed record PurchaseOutcome(string? Code, string? Field, Purchase? Purchase, bool Replayed);

/// <summary>
/// The one road of a purchase, whatever channel it came by: resolve, claim, decide, answer. Between any
/// two steps the host may die; the till repeats itself, or the sweep frees what was held.
/// </summary>
internal sealed partial class PurchaseService(
    PlaceDirectory places, BuyerFinder buyers, RewardBook rewards, SkuDirectory skus, Classifications classifications,
    SpendClaiming claiming, ILedger ledger, HomeRelay relay, BusinessClock clock, RefusalBudget budget, PurchaseMetrics metrics,
    TimeProvider time, ILogger<PurchaseService> logger)
{
    /// <summary>How far a sale may lie ahead of the business's clock.</summary>
    public static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    private sealed record Resolved(
        PurchaseCall Call, TenantRewards Rewards, Ticket Rung, PurchasePlace Place, Buyer Buyer, decimal? Rate)
    {
        public PurchaseKey Key { get; } = PurchaseKey.Of(Call.Tenant, Place.Tap, Rung, Buyer.Contact);

        public Ticket Ticket { get; } = Rate is { } rate ? ForeignTicket.Convert(Rung, Buyer.Currency, rate) : Rung;
    }

    public async Task<PurchaseOutcome> MakeAsync(PurchaseCall call, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var outcome = await DecideAsync(call, ct);
        metrics.Decided(outcome, time.GetElapsedTime(began));
        if (outcome.Purchase is not { } purchase) Log.Refused(logger, outcome.Code!);
        else if (outcome.Replayed) Log.Repeated(logger, purchase.Id, purchase.Trace);
        else Log.Booked(logger, purchase.Id);
        return outcome;
    }

    private async Task<PurchaseOutcome> DecideAsync(PurchaseCall call, CancellationToken ct)
    {
        var book = await rewards.OfAsync(call.Tenant, ct);
        var (resolved, refused) = await ResolveAsync(call, book, ct);
        if (resolved is null) return refused!;
        var wanted = Wanted(resolved);
        var claim = wanted is null ? default(SpendClaimed?) : await claiming.ClaimAsync(wanted, ct);
        if (claim is { Code: not WalletCode.Ok and var code }) return Refused(WireName.Of(code), "contact.otp");

        var answer = await SubmitAsync(call.Caller, await OrderAsync(resolved, claim, ct), ct);
        if (wanted is not null && answer.Purchase is null)
            await claiming.ReleaseAsync(call.PlatformTenant, wanted.Wallet, resolved.Key, ct);
        if (wanted is not null && !answer.Replayed) relay.Wake();
        return new PurchaseOutcome(answer.Code, null, answer.Purchase, answer.Replayed);
    }

    private async Task<PurchaseAnswer> SubmitAsync(Guid caller, PurchaseOrder order, CancellationToken ct)
    {
        var mayRemember = budget.TryTake(caller);
        var remembered = false;
        try
        {
            var answer = await ledger.SubmitAsync(new MakePurchase(order with { MayRemember = mayRemember }), ct);
            remembered = answer.Remembered;
            return answer;
        }
        finally
        {
            if (mayRemember && !remembered) budget.GiveBack(caller);
        }
    }

    private async Task<(Resolved?, PurchaseOutcome?)> ResolveAsync(PurchaseCall call, TenantRewards book, CancellationToken ct)
    {
        var day = call.Draft.BusinessDay ?? book.Local(call.Draft.At).Date.ToString("yyyy-MM-dd", null);
        var read = TicketReader.Read(call.Draft with { BusinessDay = day });
        if (read.Ticket is not { } ticket) return (null, Refused(WireName.Of(read.Code), read.Field));
        if (ticket.At > clock.Now(call.Tenant) + AheadMax) return (null, Refused(PurchaseErrors.DateInFuture, "date"));
        if (!call.Place.IsOne) return (null, Refused(PurchaseErrors.PlaceAmbiguous, "organisation"));
        if (await places.FindAsync(call.Tenant, call.Place, ct) is not { } place)
            return (null, Refused(PurchaseErrors.PlaceNotFound, "organisation"));
        if (ticket.Identification is Identification.Wallet { Rotating: false } && book.Setting.RotatingCodes)
            return (null, Refused(PurchaseErrors.WalletCodeMustRotate, "contact.wallet_code"));
        if (await buyers.FindAsync(call.Tenant, call.PlatformTenant, ticket.Identification, ct) is not { } buyer)
            return (null, await NobodyAsync(call, place, ticket, ct));
        var foreign = ticket.Currency != buyer.Currency;
        if (foreign && !book.Rates.ContainsKey(ticket.Currency.Code))
            return (null, Refused(PurchaseErrors.RateUnknown, "currency_code"));
        return (new Resolved(call, book, ticket, place, buyer, foreign ? book.Rates[ticket.Currency.Code] : null), null);
    }

    private async Task<PurchaseOutcome> NobodyAsync(PurchaseCall call, PurchasePlace place, Ticket ticket, CancellationToken ct)
    {
        if (ticket.Identification is not Identification.SpendToken) return Refused(PurchaseErrors.ContactNotFound, "contact");
        return Refused(WireName.Of(await claiming.NoteUnknownTokenAsync(call.Tenant, place.Tap, ct)), "contact.otp");
    }

    /// <summary>Null where the contact's own word is not needed, or none came.</summary>
    private static SpendClaiming.Wanted? Wanted(Resolved r)
    {
        if (r.Buyer.Wallet is not { } wallet) return null;
        var rotating = r.Ticket.Identification is Identification.Wallet { Rotating: true };
        var otp = r.Ticket.Spend is not null || rotating ? r.Ticket.Otp : null;
        if (r.Buyer.Token is null && otp is null) return null;
        var spends = r.Rate is null && (r.Ticket.Spend is not null || r.Buyer.Token is not null);
        var total = r.Ticket.Amounts.Total;
        var most = spends ? Money.Min(r.Ticket.Spend?.Amount ?? total, total) : Money.Zero(total.Currency);
        return new SpendClaiming.Wanted(r.Call.Tenant, r.Call.PlatformTenant, r.Place.Tap, r.Key, wallet, r.Buyer.Token, otp,
            most);
    }

    private async Task<PurchaseOrder> OrderAsync(Resolved r, SpendClaimed? claim, CancellationToken ct)
    {
        var classification = r.Ticket.Classification is { } name
            ? await classifications.EnsureAsync(r.Call.Tenant, name, ct) : (Guid?)null;
        return new PurchaseOrder
        {
            Tenant = r.Call.Tenant,
            Key = r.Key,
            Ticket = r.Ticket,
            Rung = r.Rate is null ? null : r.Rung.Amounts.Total,
            Rate = r.Rate,
            Contact = r.Buyer.Contact,
            Wallet = r.Buyer.Wallet,
            Organisation = r.Place.Organisation,
            Tap = r.Place.Tap,
            Classification = classification,
            At = new Circumstances(r.Rewards.Local(r.Ticket.At), r.Place.Path),
            Products = await ProductsAsync(r, ct),
            Offers = r.Rewards.Offers,
            Pools = r.Rewards.Pools,
            Policy = r.Rewards.Setting.Policy,
            Limits = r.Rewards.Limits,
            Authority = Authority(r, claim),
            Token = r.Buyer.Token is null ? null : new TokenAmount(claim?.TokenAmount),
            CashHeld = claim?.Held ?? Money.Zero(r.Ticket.Currency),
            Claimed = claim is not null,
            Trace = TraceContext.CurrentId,
        };
    }

    private static SpendAuthority Authority(Resolved r, SpendClaimed? claim)
    {
        if (claim is not null) return SpendAuthority.Contact;
        var known = r.Ticket.Identification is Identification.Contact or Identification.ContactCode;
        return known && r.Rewards.Setting.TrustCaller ? SpendAuthority.Caller : SpendAuthority.None;
    }

    private async Task<Dictionary<string, ProductTraits>> ProductsAsync(Resolved r, CancellationToken ct)
    {
        if (r.Ticket.Lines.Count == 0) return [];
        var lines = r.Ticket.Lines.Select(line => new TicketSku(line.Sku, line.Name ?? line.Sku, null, line.Family, null, null));
        var known = await skus.EnsureAsync(r.Call.Tenant, [.. lines], ct);
        var families = r.Ticket.Lines.GroupBy(line => line.Sku).ToDictionary(line => line.Key, line => line.First().Family);
        return known.Values.ToDictionary(sku => sku.Sku, sku => RewardBook.TraitsOf(r.Call.Tenant, sku, families[sku.Sku]));
    }

    private static PurchaseOutcome Refused(string code, string? field) => new(code, field, null, false);

    private static partial class Log
    {
        [LoggerMessage(3390, LogLevel.Information, "Purchase {Purchase} is booked")]
        public static partial void Booked(ILogger logger, Guid purchase);

        [LoggerMessage(3391, LogLevel.Information, "Purchase {Purchase} had been booked before, by the ticket of trace {First}")]
        public static partial void Repeated(ILogger logger, Guid purchase, string? first);

        [LoggerMessage(3392, LogLevel.Information, "A purchase was refused: {Code}")]
        public static partial void Refused(ILogger logger, string code);
    }
}
