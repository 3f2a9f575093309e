using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Subscriptions;

/// <summary>A contact with a subscription from 31 January, two meters and a paired device; books in memory.</summary>
internal sealed class MeteredHome
{
    public static readonly Currency Eur = Currency.Of("EUR");
    public static readonly Guid Tenant = Id(1);
    public static readonly Guid Contact = Id(2);
    public static readonly Guid Hub = Id(3);
    public static readonly Guid Device = Id(4);
    public static readonly Guid Energy = Id(5);
    public static readonly Guid Water = Id(6);
    public static readonly DateOnly FirstDay = new(2026, 1, 31);
    public static readonly DateTimeOffset February = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);
    public static readonly PricedFrom EnergyPrice = new(Id(7), DateTimeOffset.MinValue, Tariff.Flat(0.125m, allowance: 10));
    public static readonly PricedFrom WaterPrice =
        new(Id(8), DateTimeOffset.MinValue, new Tariff(PriceModel.Volume, [new(1, 15, 10), new(16, null, 5)]));

    private readonly LedgerBatch _books = LedgerBatch.InMemory();

    public MeteredHome()
    {
        Do(new OpenSubscription(Sold,
        [
            new SubscribedService(Tenant, Energy, Sold.Id, Id(10), "kwh", ServiceState.Effective, FirstDay),
            new SubscribedService(Tenant, Water, Sold.Id, Id(11), "m3", ServiceState.Effective, FirstDay),
        ]));
        Assert.Equal(PairCode.Ok, Do(new SellDevice(Device, Sold)));
        Assert.Equal(PairCode.Ok, Do(new PairDevice(Tenant, Hub, Device, Contact, Eur, ticket: null, Now)).Code);
    }

    public DateTimeOffset Now { get; set; } = February;

    public static Subscription Sold { get; } =
        new(Tenant, Id(9), Contact, "1000000000000001", Eur, FirstDay, FirstDay, February);

    public static ChargePlan Plan { get; } =
        new(Tenant, Device, Contact, Sold.Id, Eur, FirstDay, TimeZoneInfo.Utc, February.AddMonths(2),
        new Dictionary<string, MeterPlan> { ["kwh"] = new(Energy, [EnergyPrice]), ["m3"] = new(Water, [WaterPrice]) });

    public DeviceBinding Binding => Assert.Single(Records<DeviceBinding>(), b => b.Id == Device);

    public long Owed => Balance(AccountKind.Receivable);

    public static Guid Id(int n) => NamedId.Of(Guid.Empty, $"metered home {n}");

    public static Reading Read(long seq, decimal quantity, string meter = "kwh", DateTimeOffset? at = null, ulong boot = 1) =>
        new(boot, seq, meter, quantity, at ?? February);

    public T Do<T>(IOperation<T> operation) => _books.Run(operation, Now).Outcome;

    public UsageOutcome Meter(params Reading[] readings) => Do(new ChargeUsage(Plan, readings, Hub));

    public CloseOutcome Close(DateOnly start, decimal tax = 0, DateTimeOffset? at = null)
    {
        var cycle = BillingCycle.Of(FirstDay, start);
        var open =
            Records<PeriodUsage>().Where(p => p.Cycle.End <= cycle.End && p.Total.Charged != p.Invoiced).Select(p => p.Id)
                .ToList();
        return Do(new CloseCycle(new CyclePlan(
            Sold, cycle, open, [(Energy, EnergyPrice), (Water, WaterPrice)], tax,
            at ?? new DateTimeOffset(cycle.End, new TimeOnly(3, 0), TimeSpan.Zero), TimeZoneInfo.Utc)));
    }

    public AccountStanding Limit(long? minor) => Do(new SetCreditLimit(Tenant, Contact, Eur, (true, minor)));

    public PaymentOutcome Pay(long minor, int id = 100, PaymentMethod method = PaymentMethod.Cash) =>
        Do(new TakePayment(new Payment(Tenant, Id(id), Contact, new Money(minor, Eur), method, null, Now)));

    public long Balance(AccountKind kind) => _books.Opened.Where(a => a.Kind == kind).Sum(a => a.Balance.Minor);

    public IEnumerable<T> Records<T>() where T : IOwned =>
        _books.Records.Where(r => r.Type == typeof(T)).SelectMany(r => r.Records).Cast<T>();

    public IEnumerable<T> Facts<T>() where T : IFact =>
        _books.Facts.Where(f => f.Type == typeof(T)).SelectMany(f => f.Facts).Cast<T>();

    public int Transfers => _books.Transfers.Count;

    /// <summary>The books balance, and every period's charge is the rounded price of what it holds.</summary>
    public void MustBeRight()
    {
        Assert.Equal(0, _books.Opened.Sum(a => a.CreditsPosted - a.DebitsPosted));
        Assert.All(Records<PeriodUsage>(), p => Assert.Equal(
            Money.Round((p.Service == Energy ? EnergyPrice : WaterPrice).Tariff.Amount(p.Total.Quantity), Eur), p.Total.Charged));
        Assert.Equal(Balance(AccountKind.ServiceRevenue), Records<PeriodUsage>().Sum(p => p.Total.Charged.Minor));
    }
}
