using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Core.Tests.Purchases;
using CrmEdge.Core.Tests.Rules;
using CrmEdge.Kernel;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Wallet;

public sealed class WalletOperationTests
{
    private readonly Shop _shop = new();

    [Fact]
    public void A_wallet_opened_twice_keeps_its_code() =>
        Assert.Equal("1234567812345678", _shop.Home(new OpenWallet(Shop.Platform, Shop.Wallet, "1111222233334444")).Code);

    [Fact]
    public void A_top_up_reaches_its_pocket_once()
    {
        var id = _shop.NewId();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(WalletCode.Ok, _shop.Home(new TopUpCash(Shop.Platform, Shop.Wallet, id, Eur(5))));
            Assert.Equal(WalletCode.Ok, _shop.Do(new MovePocket(Shop.Business, Contact, id, Eur(6), PocketMovement.TopUp)));
            Assert.Equal(WalletCode.Ok,
                _shop.Do(new GiveIntoPool(Shop.Business, Contact, Purchasing.Id(900), _shop.Pool, Eur(7), Noon)));
        }
        Assert.Equal((Eur(5), Eur(6), Eur(7)), (_shop.Cash, _shop.BusinessMoney, _shop.PoolMoney));
        _shop.MustBalance();
    }

    [Fact]
    public void Currencies_of_a_wallet_lie_apart()
    {
        _shop.TopUpCash(5);
        var dollars = new Money(900, Currency.Of("USD"));
        Assert.Equal(WalletCode.Ok, _shop.Home(new TopUpCash(Shop.Platform, Shop.Wallet, _shop.NewId(), dollars)));
        Assert.Equal(Eur(5), _shop.Claim(Draft, new SpendProof.Token(_shop.IssueToken())).Held);
    }

    [Fact]
    public void What_cannot_be_moved_is_refused_by_name()
    {
        var id = _shop.NewId();
        _shop.Home(new TopUpCash(Shop.Platform, Shop.Wallet, id, Eur(5)));
        _shop.Do(new MovePocket(Shop.Business, Contact, id, Eur(5), PocketMovement.TopUp));
        Assert.Equal(WalletCode.IdReused, _shop.Home(new TopUpCash(Shop.Platform, Shop.Wallet, id, Eur(6))));
        Assert.Equal(WalletCode.IdReused, Move(id, 5, PocketMovement.Credit));
        Assert.Equal(WalletCode.AmountNotPositive, _shop.Home(new TopUpCash(Shop.Platform, Shop.Wallet, _shop.NewId(), Eur(0))));
        Assert.Equal(WalletCode.AmountNotPositive, Move(_shop.NewId(), -1, PocketMovement.Credit));
        Assert.Equal(WalletCode.WalletNotFound, _shop.Home(new TopUpCash(Shop.Platform, _shop.NewId(), _shop.NewId(), Eur(1))));
        Assert.Equal(WalletCode.FundsShort, Move(_shop.NewId(), 5.01m, PocketMovement.Debit));
        Assert.Equal(WalletCode.PoolNotFound,
            _shop.Do(new GiveIntoPool(Shop.Business, Contact, _shop.NewId(), _shop.Pool with { Active = false }, Eur(1), Noon)));
        Assert.Equal((Eur(5), Eur(5), Eur(0)), (_shop.Cash, _shop.BusinessMoney, _shop.PoolMoney));
    }

    [Fact]
    public void A_journal_by_hand_gives_and_takes()
    {
        Assert.Equal(WalletCode.Ok, Move(_shop.NewId(), 5, PocketMovement.Credit));
        Assert.Equal(WalletCode.Ok, Move(_shop.NewId(), 2, PocketMovement.Debit));
        Assert.Equal((Eur(3), Eur(-3)), (_shop.BusinessMoney, _shop.Of(AccountKind.Suspense)));
    }

    [Fact]
    public void A_token_is_issued_once_for_a_wallet_that_exists_and_an_amount_above_nothing()
    {
        var token = new IssueSpendToken(
            Shop.Platform, Shop.Wallet, _shop.NewId(), Shop.Business, new byte[32], new byte[32], Eur(4),
                TimeSpan.FromSeconds(120));
        Assert.Equal(new TokenIssued(WalletCode.Ok, Noon.AddSeconds(120)), _shop.Home(token));
        _shop.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(new TokenIssued(WalletCode.Ok, Noon.AddSeconds(120)), _shop.Home(token));
        Assert.Equal(WalletCode.WalletNotFound, _shop.Home(token with { Wallet = _shop.NewId(), Token = _shop.NewId() }).Code);
        Assert.Equal(WalletCode.AmountNotPositive, _shop.Home(token with { Token = _shop.NewId(), Amount = Eur(0) }).Code);
    }

    [Fact]
    public void A_till_where_codes_are_guessed_is_locked_and_others_are_not()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(WalletCode.Ok, Attempt("TILL-07", right: false));
        Assert.Equal(WalletCode.TerminalLocked, Attempt("TILL-07", right: false));
        Assert.Equal(WalletCode.TerminalLocked, Attempt("TILL-07", right: null));
        Assert.Equal(WalletCode.Ok, Attempt("TILL-08", right: null));
        _shop.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(WalletCode.Ok, Attempt("TILL-07", right: null));
        Assert.Equal(WalletCode.Ok, Attempt("TILL-07", right: true));
        Assert.Equal(WalletCode.Ok, Attempt("TILL-07", right: false));
    }

    private WalletCode Move(Guid id, decimal major, PocketMovement movement) =>
        _shop.Do(new MovePocket(Shop.Business, Contact, id, Eur(major), movement));

    private WalletCode Attempt(string tap, bool? right) => _shop.Do(new RecordAttempt(Shop.Business, tap, right)).Code;
}
