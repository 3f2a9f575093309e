using CrmEdge.Kernel;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Rules.Purchases;

/// <summary>
/// Decides a purchase: instant awards, redeem what pools may pay, spend business money and then cash, deferred
/// awards. The same on an edge and in the cloud.
/// </summary>
public static class PurchaseRule
{
    /// <summary>The decision; a function of the facts alone.</summary>
    public static PurchaseDecision Decide(PurchaseFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var total = facts.Ticket.Amounts.Total;
        Invariant.Holds(facts.BusinessPocket.Minor >= 0 && facts.CashHeld.Minor >= 0);
        var code = SpendTarget.Of(facts.Ticket.Spend, facts.Token, total, out var target);
        if (code == PurchaseCode.Ok && target is not null) code = MaySpend(facts);
        if (code != PurchaseCode.Ok) return PurchaseDecision.Refused(code);

        var basket = Basket.Of(facts.Ticket, facts.Products);
        var awards = Awards.For(basket, facts.At, facts.Offers, facts.Policy.Resolution);
        var redemptions = facts.Foreign || facts.SpendBlocked ? [] : Redeem(facts, basket, awards, target);
        var due = total - redemptions.Aggregate(Money.Zero(total.Currency), (sum, r) => sum + r.TaxLowered);
        var wanted = Money.Min(target ?? Unasked(facts, redemptions), due);
        var spends = Spend(facts, redemptions, wanted);
        var spent = spends.Aggregate(Money.Zero(total.Currency), (sum, s) => sum + s.Amount);
        if (facts.Ticket.Spend is { RestrictFullyCovered: true } && spent < wanted)
            return PurchaseDecision.Refused(PurchaseCode.FundsShort);
        return new PurchaseDecision
        {
            Awards = awards,
            Redemptions = redemptions,
            Spends = spends,
            AmountToPay = due - spent,
        };
    }

    private static PurchaseCode MaySpend(PurchaseFacts facts)
    {
        if (facts.Foreign) return PurchaseCode.SpendInForeignCurrency;
        if (facts.SpendBlocked) return PurchaseCode.SpendBlocked;
        return facts.Authority == SpendAuthority.None ? PurchaseCode.SpendNotAuthorised : PurchaseCode.Ok;
    }

    private static IReadOnlyList<Redemption> Redeem(
        PurchaseFacts facts, Basket basket, IReadOnlyList<Award> awards, Money? target)
    {
        var total = facts.Ticket.Amounts.Total;
        var cap = target ?? (facts.Policy.Redeem == RedeemMode.Automatic ? total : Money.Zero(total.Currency));
        if (cap.Minor == 0) return [];
        var fresh = awards.Where(award => award.Timing == AwardTiming.Instant).Select(award => FreshLot(award, facts));
        return new Redeeming(basket).Take(LotOrder.Usable(facts.Lots.Concat(fresh), facts.Pools, facts.Now), facts.At, cap);
    }

    // An instant award has no lot yet; until the books open one, its offer's id stands for it.
    private static Lot FreshLot(Award award, PurchaseFacts facts)
    {
        var expires = facts.Pools.GetValueOrDefault(award.Pool)?.ExpiryOf(facts.Ticket.At);
        return new Lot(award.Offer, award.Pool, award.Amount, expires, facts.Now);
    }

    private static Money Unasked(PurchaseFacts facts, IReadOnlyList<Redemption> redemptions) =>
        facts.Policy.Reduction == ReductionMode.FrontEnd ? Redeemed(facts, redemptions) : Redeemed(facts, []);

    private static List<SpendPart> Spend(PurchaseFacts facts, IReadOnlyList<Redemption> redemptions, Money wanted)
    {
        var none = Money.Zero(wanted.Currency);
        var business = Money.Min(wanted, facts.BusinessPocket + Redeemed(facts, redemptions));
        var cash = facts.Authority == SpendAuthority.Contact ? Money.Min(wanted - business, facts.CashHeld) : none;
        var parts = new List<SpendPart>(2);
        if (business > none) parts.Add(new SpendPart(Pocket.Business, business, $"business money first, of {wanted} to spend"));
        if (cash > none) parts.Add(new SpendPart(Pocket.Cash, cash, $"cash for what business money left of {wanted}"));
        return parts;
    }

    private static Money Redeemed(PurchaseFacts facts, IReadOnlyList<Redemption> redemptions) =>
        redemptions.Aggregate(Money.Zero(facts.BusinessPocket.Currency), (sum, redemption) => sum + redemption.Amount);
}
