using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Core.Tests.Purchases;
using CrmEdge.Kernel;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Wallet;

public sealed class SpendClaimTests
{
    private readonly Shop _shop = new();

    [Fact]
    public void A_claim_holds_cash_up_to_what_is_asked_allowed_and_there()
    {
        _shop.TopUpCash(7);
        Assert.Equal(Eur(4), _shop.Claim(Draft, new SpendProof.Token(_shop.IssueToken(4))).Held);
        Assert.Equal((Eur(7), Eur(3)), (_shop.Cash, _shop.CashAvailable));
        Assert.Equal(Eur(3), _shop.Claim(Other(2), new SpendProof.Token(_shop.IssueToken())).Held);
        Assert.Equal(Eur(0), _shop.Claim(Other(3), new SpendProof.Token(_shop.IssueToken())).Held);
        _shop.MustBalance();
    }

    [Fact]
    public void The_same_claim_again_holds_nothing_more()
    {
        _shop.TopUpCash(20);
        var token = new SpendProof.Token(_shop.IssueToken(4));
        Assert.Equal(_shop.Claim(Draft, token), _shop.Claim(Draft, token));
        Assert.Equal(Eur(16), _shop.CashAvailable);
    }

    [Fact]
    public void A_repeat_with_a_new_code_keeps_the_hold_and_one_with_a_wrong_code_gets_nothing()
    {
        _shop.TopUpCash(20);
        Assert.Equal(WalletCode.Ok, _shop.Claim(Draft, Otp()).Code);
        _shop.Now += TimeSpan.FromSeconds(60);
        Assert.Equal(WalletCode.OtpWrong, _shop.Claim(Draft, new SpendProof.Otp("000000", Shop.Secret)).Code);
        var again = _shop.Claim(Draft, Otp());
        Assert.Equal((WalletCode.Ok, Eur(10)), (again.Code, again.Held));
        Assert.Equal(Eur(10), _shop.CashAvailable);
    }

    [Fact]
    public void A_token_is_good_once_in_time_at_its_business_for_its_wallet()
    {
        var token = _shop.IssueToken();
        Assert.Equal(WalletCode.Ok, _shop.Claim(Draft, new SpendProof.Token(token)).Code);
        Assert.Equal(WalletCode.TokenUsed, _shop.Claim(Other(2), new SpendProof.Token(token)).Code);
        Assert.Equal(WalletCode.TokenUnknown, _shop.Claim(Other(2), new SpendProof.Token(_shop.NewId())).Code);

        var elsewhere = Shop.ClaimOf(Other(2), new SpendProof.Token(_shop.IssueToken())) with { Business = _shop.NewId() };
        Assert.Equal(WalletCode.TokenUnknown, _shop.Home(elsewhere).Code);

        var stranger = _shop.NewId();
        _shop.Home(new OpenWallet(Shop.Platform, stranger, "8765432187654321"));
        var stolen = Shop.ClaimOf(Other(2), new SpendProof.Token(_shop.IssueToken())) with { Wallet = stranger };
        Assert.Equal(WalletCode.TokenUnknown, _shop.Home(stolen).Code);

        var late = _shop.IssueToken();
        _shop.Now += TimeSpan.FromSeconds(120);
        Assert.Equal(WalletCode.TokenExpired, _shop.Claim(Other(2), new SpendProof.Token(late)).Code);
        Assert.Equal(WalletCode.Ok, _shop.Claim(Draft, new SpendProof.Token(token)).Code); // claimed in time
    }

    [Fact]
    public void A_one_time_code_is_good_once_and_earlier_ones_no_more()
    {
        var before = new SpendProof.Otp(_shop.Otp(steps: -1), Shop.Secret);
        Assert.Equal(WalletCode.Ok, _shop.Claim(Draft, Otp()).Code);
        Assert.Equal(WalletCode.OtpUsed, _shop.Claim(Other(2), Otp()).Code);
        Assert.Equal(WalletCode.OtpUsed, _shop.Claim(Other(2), before).Code);
        Assert.Equal(WalletCode.OtpNotSetUp, _shop.Claim(Other(2), new SpendProof.Otp("123456", null)).Code);
        Assert.DoesNotContain(_shop.Otp(), $"{Otp()}");
    }

    [Fact]
    public void An_expired_code_is_told_from_a_wrong_and_a_used_one_and_each_counts()
    {
        var (used, missed) = (Otp(), new SpendProof.Otp(_shop.Otp(steps: 1), Shop.Secret));
        Assert.Equal(WalletCode.Ok, _shop.Claim(Draft, used).Code);
        _shop.Now += TimeSpan.FromMinutes(5);
        Assert.Equal(WalletCode.OtpUsed, _shop.Claim(Other(2), used).Code);
        Assert.Equal(WalletCode.OtpExpired, _shop.Claim(Other(2), missed).Code);
        Assert.Equal(2, _shop.Records<WalletHome>().Single().Throttle.Failures);
        _shop.Now += TimeSpan.FromMinutes(10);
        Assert.Equal(WalletCode.OtpWrong, _shop.Claim(Other(2), missed).Code);
        Assert.Equal(WalletCode.OtpExpired, _shop.Claim(Other(2), new SpendProof.Otp(_shop.Otp(steps: -4), Shop.Secret)).Code);
        Assert.Equal(WalletCode.WalletLocked, _shop.Claim(Other(2), Otp()).Code);
    }

    [Fact]
    public void A_guesser_is_locked_out_even_with_the_right_code_and_forgiven_after_it()
    {
        for (var i = 0; i < 4; i++) Assert.Equal(WalletCode.OtpWrong, Guess());
        Assert.Equal(WalletCode.WalletLocked, Guess());
        Assert.Equal(WalletCode.WalletLocked, _shop.Claim(Draft, Otp()).Code);
        _shop.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(WalletCode.OtpWrong, Guess());
        _shop.Now += TimeSpan.FromSeconds(59);
        Assert.Equal(WalletCode.WalletLocked, _shop.Claim(Draft, Otp()).Code);
        _shop.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(WalletCode.Ok, _shop.Claim(Draft, Otp()).Code);
        Assert.Equal(0, _shop.Records<WalletHome>().Single().Throttle.Failures);
    }

    [Fact]
    public void A_claim_of_no_wallet_or_of_an_attempt_that_is_over_is_refused()
    {
        Assert.Equal(WalletCode.WalletNotFound, _shop.Home(Shop.ClaimOf(Draft, Otp()) with { Wallet = _shop.NewId() }).Code);
        _shop.Claim(Draft, Otp());
        _shop.Home(new SettleHold(Shop.Platform, Shop.Wallet, Shop.Key(Draft).Attempt, null));
        Assert.Equal(WalletCode.ClaimReleased, _shop.Claim(Draft, Otp()).Code);
    }

    [Theory]
    [InlineData(4.0, 6)] // the purchase took part of what was held
    [InlineData(10.0, 0)]
    [InlineData(0.0, 10)] // it was made and took none
    [InlineData(null, 10)] // it was not made
    public void A_settled_hold_takes_what_was_taken_and_frees_the_rest_once(double? taken, int left)
    {
        _shop.TopUpCash(10);
        _shop.Claim(Draft, Otp());
        Assert.Equal((Eur(10), Eur(0)), (_shop.Cash, _shop.CashAvailable));
        var settle = new SettleHold(Shop.Platform, Shop.Wallet, Shop.Key(Draft).Attempt, taken is { } t ? Eur((decimal)t) : null);
        Assert.Equal(WalletCode.Ok, _shop.Home(settle));
        Assert.Equal(WalletCode.Ok, _shop.Home(settle));
        Assert.Equal((Eur(left), Eur(left)), (_shop.Cash, _shop.CashAvailable));
        Assert.Equal(taken is null ? ClaimState.Released : ClaimState.Settled, _shop.Records<SpendClaim>().Single().State);
        _shop.MustBalance();
    }

    [Fact]
    public void A_decision_about_an_attempt_does_not_change()
    {
        var attempt = Shop.Key(Draft).Attempt;
        _shop.TopUpCash(10);
        _shop.Claim(Draft, Otp());
        _shop.Home(new SettleHold(Shop.Platform, Shop.Wallet, attempt, Eur(4)));
        Assert.Throws<InvariantViolatedException>(() => _shop.Home(new SettleHold(Shop.Platform, Shop.Wallet, attempt, null)));
        Assert.Throws<InvariantViolatedException>(() =>
            _shop.Home(new SettleHold(Shop.Platform, Shop.Wallet, _shop.NewId(), Eur(1))));
        Assert.Equal(WalletCode.Ok, _shop.Home(new SettleHold(Shop.Platform, Shop.Wallet, _shop.NewId(), null)));
    }

    private WalletCode Guess() => _shop.Claim(Draft, new SpendProof.Otp("000000", Shop.Secret)).Code;

    private SpendProof.Otp Otp() => new(_shop.Otp(), Shop.Secret);

    private static CrmEdge.Rules.Purchases.TicketDraft Other(int number) => Draft with { Reference = $"R-{number}" };
}
