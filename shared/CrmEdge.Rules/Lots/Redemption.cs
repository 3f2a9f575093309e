using CrmEdge.Kernel;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Rules.Lots;

/// <summary>Part of a lot that becomes open money against a purchase, and why.</summary>
/// <param name="Lot">The lot.</param>
/// <param name="Pool">Its pool.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="TaxLowered">Tax that falls away because the pool lowers the net price; nil for a means of payment.</param>
/// <param name="Why">The rule in words.</param>
public sealed record Redemption(Guid Lot, Guid Pool, Money Amount, Money TaxLowered, string Why);

/// <summary>Finds what lots can pay of a basket. Each minor unit of a line is paid once.</summary>
internal sealed class Redeeming
{
    /// <summary>Lots that one purchase uses at most.</summary>
    public const int LotsMax = 32;

    private readonly Basket _basket;
    private readonly (Money Net, Money Tax)[] _open;
    private readonly List<Redemption> _done = [];

    public Redeeming(Basket basket)
    {
        _basket = basket;
        _open = [.. basket.Lines.Select(line => (line.Net, line.Tax))];
    }

    /// <summary>What the lots pay together, at most <paramref name="cap"/>.</summary>
    public IReadOnlyList<Redemption> Take(IEnumerable<(Lot Lot, Pool Pool)> usable, Circumstances at, Money cap)
    {
        var lots = usable.Where(x => x.Pool.Conditions.Meet(at)).ToList();
        for (var i = 0; i < lots.Count && cap.Minor > 0 && _done.Count < LotsMax; i++)
        {
            var (lot, pool) = lots[i];
            var rest = lots.Skip(i + 1).Select(x => x.Pool.Conditions).ToList();
            cap -= TakeOne(lot, pool, Money.Min(lot.Left, cap), rest);
        }
        return _done;
    }

    // Lines that fewer of the lots to come accept are paid first, so that choosy money still finds what it may pay.
    private Money TakeOne(Lot lot, Pool pool, Money most, List<Conditions> rest)
    {
        var none = Money.Zero(most.Currency);
        var (taken, lowered) = (none, none);
        var lines = Enumerable.Range(0, _open.Length)
            .Where(i => pool.Conditions.Accept(_basket.Lines[i].Product))
            .OrderBy(i => rest.Count(conditions => conditions.Accept(_basket.Lines[i].Product)));
        foreach (var i in lines)
        {
            var (amount, tax) = Pay(i, most - taken, pool.Tax);
            (taken, lowered) = (taken + amount, lowered + tax);
        }
        if (taken > none) _done.Add(new Redemption(lot.Id, pool.Id, taken, lowered, Why(lot, pool)));
        return taken;
    }

    private (Money Amount, Money TaxLowered) Pay(int line, Money most, PoolTax how)
    {
        var (net, tax) = _open[line];
        if (how == PoolTax.PaymentMethod)
        {
            var amount = Money.Min(most, net + tax);
            var ofNet = Money.Min(amount, net);
            _open[line] = (net - ofNet, tax - (amount - ofNet));
            return (amount, Money.Zero(most.Currency));
        }
        var price = Money.Min(most, net);
        if (price.Minor == 0) return (price, price);
        var lowered = Money.Round(tax.Major * price.Major / net.Major, tax.Currency);
        _open[line] = (net - price, tax - lowered);
        return (price, lowered);
    }

    private static string Why(Lot lot, Pool pool) =>
        $"pool {pool.Code}: {(lot.Expires is { } expires ? $"expires {expires:yyyy-MM-dd}" : "never expires")}";
}
