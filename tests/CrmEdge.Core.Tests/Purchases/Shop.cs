using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Core.Tests.Rules;
using CrmEdge.Kernel;
using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using CrmEdge.Rules.Spend;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Purchases;

/// <summary>One contact with a wallet, one business with a till, and both books in memory.</summary>
internal sealed class Shop
{
    public static readonly Guid Platform = Purchasing.Id(1);
    public static readonly Guid Business = Purchasing.Id(2);
    public static readonly Guid Wallet = Purchasing.Id(3);
    public static readonly Guid Venue = Purchasing.Id(4);
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly LedgerBatch _home = LedgerBatch.InMemory();
    private readonly LedgerBatch _business = LedgerBatch.InMemory();
    private int _ids = 1_000;

    public Shop() => Home(new OpenWallet(Platform, Wallet, "1234567812345678"));

    public DateTimeOffset Now { get; set; } = Noon;

    public IReadOnlyList<Offer> Offers { get; set; } = [];

    public RewardPolicy Policy { get; set; } = new();

    public IReadOnlyList<Limit> Limits { get; set; } = [];

    public Pool Pool { get; set; } = Purchasing.Anything;

    public Guid NewId() => Purchasing.Id(_ids++);

    public T Home<T>(IOperation<T> operation) => _home.Run(operation, Now).Outcome;

    public T Do<T>(IOperation<T> operation) => _business.Run(operation, Now).Outcome;

    public WalletCode TopUpCash(decimal major) => Home(new TopUpCash(Platform, Wallet, NewId(), Eur(major)));

    public WalletCode TopUpBusiness(decimal major) =>
        Do(new MovePocket(Business, Contact, NewId(), Eur(major), PocketMovement.TopUp));

    public WalletCode TopUpPool(decimal major) => Do(new GiveIntoPool(Business, Contact, NewId(), Pool, Eur(major), Now));

    public Guid IssueToken(decimal? amount = null)
    {
        var id = NewId();
        var hash = id.ToByteArray();
        var life = TimeSpan.FromSeconds(120);
        var issued = Home(new IssueSpendToken(
            Platform, Wallet, id, Business, hash, hash, amount is { } major ? Eur(major) : null, life));
        Assert.Equal(WalletCode.Ok, issued.Code);
        return id;
    }

    public string Otp(int steps = 0)
    {
        var at = Now.AddSeconds(steps * Totp.StepSeconds);
        return Totp.At(Totp.DayKey(Secret, DateOnly.FromDateTime(at.UtcDateTime)), at);
    }

    public static PurchaseKey Key(TicketDraft draft) => PurchaseKey.Of(Business, "TILL-07", Read(draft), Contact);

    public SpendClaimed Claim(TicketDraft draft, SpendProof proof) => Home(ClaimOf(draft, proof));

    public static ClaimSpend ClaimOf(TicketDraft draft, SpendProof proof) => new()
    {
        Platform = Platform,
        Wallet = Wallet,
        Business = Business,
        Purchase = Key(draft).Purchase,
        Attempt = Key(draft).Attempt,
        Proof = proof,
        CashMax = Read(draft).Amounts.Total,
    };

    /// <summary>The order of a ticket; with what a claim came to where there was one.</summary>
    public PurchaseOrder Order(TicketDraft draft, SpendClaimed? claim = null) => new()
    {
        Tenant = Business,
        Key = Key(draft),
        Ticket = Read(draft),
        Contact = Contact,
        Wallet = Wallet,
        Organisation = Venue,
        Tap = "TILL-07",
        At = new Circumstances(new CivilTime(DateOnly.FromDateTime(Now.UtcDateTime), new TimeOnly(12, 0)), [Venue, Business]),
        Offers = Offers,
        Pools = Purchasing.Pools(Pool),
        Policy = Policy,
        Limits = Limits,
        Authority = claim is null ? SpendAuthority.None : SpendAuthority.Contact,
        Token = claim is { TokenAmount: var amount } ? new TokenAmount(amount) : null,
        CashHeld = claim?.Held ?? Eur(0),
        Claimed = claim is not null,
    };

    /// <summary>Claims by token, buys and delivers word to the home: the whole road.</summary>
    public PurchaseAnswer Buy(TicketDraft draft, SpendProof? proof = null)
    {
        if (proof is null) return Do(new MakePurchase(Order(draft)));
        var claim = Claim(draft, proof);
        Assert.Equal(WalletCode.Ok, claim.Code);
        var answer = Do(new MakePurchase(Order(draft, claim)));
        Deliver();
        if (answer.Purchase is null) Home(new SettleHold(Platform, Wallet, Key(draft).Attempt, null));
        return answer;
    }

    public PurchaseAnswer Cancel(Purchase purchase)
    {
        var rewards = Facts<PurchaseReward>().Where(reward => reward.Purchase == purchase.Id).ToList();
        var answer = Do(new CancelPurchase(purchase, rewards));
        Deliver();
        return answer;
    }

    /// <summary>Delivers every message again: whoever hears one twice must do it once.</summary>
    public void Deliver()
    {
        foreach (var message in Facts<HomeMessage>())
        {
            if (message.Type == HomeMessageType.SettleHold)
                Home(new SettleHold(Platform, message.Wallet, message.Attempt, message.Amount));
            else
                Home(new RefundCash(Platform, message.Wallet, message.Id, message.Purchase, message.Amount));
        }
    }

    public IEnumerable<T> Facts<T>() where T : IFact =>
        _business.Facts.Where(facts => facts.Type == typeof(T)).SelectMany(facts => facts.Facts).Cast<T>();

    public IEnumerable<T> Records<T>() where T : IOwned => _home.Records.Concat(_business.Records)
        .Where(records => records.Type == typeof(T)).SelectMany(records => records.Records).Cast<T>();

    public Money Cash => Balance(_home, AccountKind.WalletCash);

    public Money CashAvailable => _home.Opened.Where(a => a.Kind == AccountKind.WalletCash)
        .Aggregate(Eur(0), (sum, account) => sum + account.Available);

    public Money BusinessMoney => Balance(_business, AccountKind.WalletBusiness);

    public Money PoolMoney => Balance(_business, AccountKind.CommerceLot);

    public Money Of(AccountKind kind) => Balance(_business, kind);

    /// <summary>Both books balance, and no customer's account is overdrawn.</summary>
    public void MustBalance()
    {
        foreach (var accounts in new[] { _home.Opened.ToList(), _business.Opened.ToList() })
        {
            Assert.Equal(0, accounts.Sum(a => a.CreditsPosted - a.DebitsPosted));
            Assert.Equal(0, accounts.Sum(a => a.CreditsPending - a.DebitsPending));
            Assert.All(accounts.Where(a => a.Limits.HasFlag(AccountLimits.DebitsMustNotExceedCredits)), a =>
                Assert.True(a.Available.Minor >= 0));
        }
    }

    /// <summary>What left the wallet's home is what came to the business.</summary>
    public void MustMeetInTransit() =>
        Assert.Equal(Eur(0), Balance(_home, AccountKind.InTransit) + Balance(_business, AccountKind.InTransit));

    private static Money Balance(LedgerBatch books, AccountKind kind) =>
        books.Opened.Where(a => a.Kind == kind).Aggregate(Eur(0), (sum, account) => sum + account.Balance);
}
