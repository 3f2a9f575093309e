using CrmEdge.Kernel;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;

namespace CrmEdge.Rules.Purchases;

/// <summary>What a purchase does to a contact's money. Every amount carries the rule that made it.</summary>
public sealed record PurchaseDecision
{
    /// <summary>Why it is refused; nothing below counts then.</summary>
    public PurchaseCode Code { get; init; }

    /// <summary>What offers give.</summary>
    public IReadOnlyList<Award> Awards { get; init; } = [];

    /// <summary>What pools turn into open money. An instant award that is used at once goes by its offer's id.</summary>
    public IReadOnlyList<Redemption> Redemptions { get; init; } = [];

    /// <summary>What the wallet pays, by pocket.</summary>
    public IReadOnlyList<SpendPart> Spends { get; init; } = [];

    /// <summary>What the customer still pays at the till.</summary>
    public Money AmountToPay { get; init; }

    /// <summary>The sum of the awards.</summary>
    public Money Awarded => Sum(Awards.Select(award => award.Amount));

    /// <summary>The sum of the redemptions.</summary>
    public Money Redeemed => Sum(Redemptions.Select(redemption => redemption.Amount));

    /// <summary>The sum of what the wallet pays.</summary>
    public Money Spent => Sum(Spends.Select(spend => spend.Amount));

    /// <summary>A refusal.</summary>
    public static PurchaseDecision Refused(PurchaseCode code) => new() { Code = code };

    /// <summary>What one pocket pays.</summary>
    public Money From(Pocket pocket) => Sum(Spends.Where(spend => spend.Pocket == pocket).Select(spend => spend.Amount));

    private Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero(AmountToPay.Currency), (a, b) => a + b);
}

/// <summary>Open money of a wallet.</summary>
public enum Pocket
{
    /// <summary>With one business, and good only there.</summary>
    Business,

    /// <summary>Cash with the platform, good everywhere.</summary>
    Cash,
}

/// <summary>What one pocket pays of a purchase, and why.</summary>
/// <param name="Pocket">The pocket.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Why">The rule in words.</param>
public sealed record SpendPart(Pocket Pocket, Money Amount, string Why);
