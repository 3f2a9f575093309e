using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

/// <summary>Facts for the purchase of <see cref="Tickets.Draft"/>, with a pool for anything and one for coffee.</summary>
internal static class Purchasing
{
    public static readonly Pool Anything = new() { Id = Id(50), Code = "ANY" };

    public static readonly Pool Coffee = new()
    {
        Id = Id(51),
        Code = "COFFEES",
        Conditions = new Conditions { Products = [new(ProductKey.Family, "COFFEE")] },
    };

    /// <summary>Spends nothing where <paramref name="spend"/> is null, as much as possible where it is 0.</summary>
    public static PurchaseFacts Facts(decimal? spend = null, decimal business = 0, decimal cash = 0, bool restrict = false) =>
        new()
    {
        Ticket = Read(Draft with { Spend = spend is { } amount ? new(amount == 0 ? null : amount, restrict) : null }),
        At = new Circumstances(new CivilTime(new DateOnly(2026, 11, 21), new TimeOnly(12, 0)), [Id(7), Id(8)]),
        Now = Noon,
        Pools = Pools(Anything, Coffee),
        BusinessPocket = Eur(business),
        CashHeld = Eur(cash),
        Authority = SpendAuthority.Contact,
    };

    public static Lot Lot(decimal left) => new(Id(1), Anything.Id, Eur(left), Noon.AddYears(1), Noon.AddDays(-1));

    public static Offer Offer(string code, decimal percent) =>
        new() { Id = Id(code[0]), Code = code, Version = 1, Percent = percent, Pool = Anything.Id };

    public static Dictionary<Guid, Pool> Pools(params Pool[] pools) => pools.ToDictionary(pool => pool.Id);

    public static Guid Id(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
