using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Kernel;
using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Purchases;
using CrmEdge.Rules.Spend;
using FsCheck.Fluent;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

public sealed class SpendRulesTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    [Theory] // request (null: none, 0: no amount), token (likewise), total -> code, target
    [InlineData(null, null, 10, PurchaseCode.Ok, null)]
    [InlineData(4, null, 10, PurchaseCode.Ok, 4)]
    [InlineData(0, null, 10, PurchaseCode.Ok, 10)]
    [InlineData(14, null, 10, PurchaseCode.Ok, 10)]
    [InlineData(null, 0, 10, PurchaseCode.Ok, 10)]
    [InlineData(null, 4, 10, PurchaseCode.Ok, 4)]
    [InlineData(0, 4, 10, PurchaseCode.Ok, 4)]
    [InlineData(4, 0, 10, PurchaseCode.Ok, 4)]
    [InlineData(4, 4, 10, PurchaseCode.Ok, 4)]
    [InlineData(4, 5, 10, PurchaseCode.TokenAmountMismatch, null)]
    public void Request_and_token_say_how_much(int? request, int? token, int total, PurchaseCode code, int? target)
    {
        var asked = request is { } r ? new SpendRequest(r == 0 ? null : Eur(r), false) : null;
        TokenAmount? allowed = token is { } t ? new TokenAmount(t == 0 ? null : Eur(t)) : null;
        Assert.Equal(code, SpendTarget.Of(asked, allowed, Eur(total), out var amount));
        Assert.Equal(target is { } expected ? Eur(expected) : null, amount);
    }

    [Fact]
    public void A_token_of_another_currency_does_not_match() => Assert.Equal(PurchaseCode.TokenAmountMismatch,
        SpendTarget.Of(null, new TokenAmount(new Money(400, Currency.Of("USD"))), Eur(10), out _));

    [Fact]
    public void A_guesser_waits_twice_as_long_each_time_up_to_an_hour()
    {
        var throttle = AttemptThrottle.Clear;
        var waits = new List<double>();
        for (var i = 0; i < 14; i++)
        {
            throttle = throttle.Failed(Noon);
            waits.Add(((throttle.LockedUntil ?? Noon) - Noon).TotalSeconds);
        }
        Assert.Equal([0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600], waits);
        Assert.False(throttle.Admits(Noon.AddSeconds(3_599)));
        Assert.True(throttle.Admits(Noon.AddSeconds(3_600)));
        Assert.True(AttemptThrottle.Clear.Admits(Noon));
        Assert.Equal(int.MaxValue, new AttemptThrottle(int.MaxValue, null).Failed(Noon).Failures);
    }

    [Fact]
    public void A_code_belongs_to_the_key_of_its_own_day_across_midnight()
    {
        var midnight = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        var before = Totp.At(DayKey(new DateOnly(2026, 11, 21)), midnight.AddSeconds(-10));
        var after = Totp.At(DayKey(new DateOnly(2026, 11, 22)), midnight.AddSeconds(10));
        foreach (var now in new[] { midnight.AddSeconds(-5), midnight.AddSeconds(5) })
        {
            Assert.Equal(Totp.StepAt(midnight) - 1, WalletOtp.Match(DayKey, before, now, 0));
            Assert.Equal(Totp.StepAt(midnight), WalletOtp.Match(DayKey, after, now, 0));
        }
        Assert.Null(WalletOtp.Match(DayKey, Totp.At(DayKey(new DateOnly(2026, 11, 21)), midnight.AddSeconds(10)), midnight, 0));
    }

    [Theory]
    [InlineData(1, false)] // good still
    [InlineData(2, true)]
    [InlineData(2 + WalletOtp.ExpiredSteps - 1, true)]
    [InlineData(2 + WalletOtp.ExpiredSteps, false)] // forgotten
    [InlineData(-2, false)] // to come
    public void A_code_is_told_to_have_expired_for_ten_minutes_also_across_midnight(int stepsAgo, bool told)
    {
        var now = new DateTimeOffset(2026, 11, 22, 0, 3, 10, TimeSpan.Zero);
        var then = now.AddSeconds(-stepsAgo * Totp.StepSeconds);
        var code = Totp.At(DayKey(DateOnly.FromDateTime(then.UtcDateTime)), then);
        Assert.Equal(told ? Totp.StepAt(then) : null, WalletOtp.MatchExpired(DayKey, code, now));
        Assert.Null(WalletOtp.MatchExpired(_ => null, code, now));
    }

    [Fact]
    public void A_code_is_good_once_and_only_near_its_time()
    {
        var code = Totp.At(DayKey(new DateOnly(2026, 11, 21)), Noon);
        var step = Assert.NotNull(WalletOtp.Match(DayKey, code, Noon, 0));
        Assert.Null(WalletOtp.Match(DayKey, code, Noon, step));
        Assert.Null(WalletOtp.Match(DayKey, code, Noon.AddSeconds(60), 0));
        Assert.Null(WalletOtp.Match(DayKey, "", Noon, 0));
        Assert.Null(WalletOtp.Match(_ => null, code, Noon, 0));
    }

    [Theory]
    [InlineData(2, 100, 0, 0, 50, LimitCode.Ok)]
    [InlineData(2, 100, 1, 50, 50, LimitCode.Ok)]
    [InlineData(2, 100, 2, 50, 1, LimitCode.NumberReached)]
    [InlineData(2, 100, 1, 51, 50, LimitCode.AmountReached)]
    [InlineData(null, 100, 999, 0, 100, LimitCode.Ok)]
    [InlineData(2, null, 1, 0, 1_000_000, LimitCode.Ok)]
    public void A_limit_counts_times_and_money(int? number, int? amount, int usedNumber, int usedAmount, int more, LimitCode code)
    {
        var limit = new Limit(LimitPeriod.Daily, number, amount is { } max ? Eur(max) : null);
        Assert.Equal(code, limit.Check(new LimitUse(usedNumber, Eur(usedAmount)), Eur(more)));
    }

    [Fact]
    public void No_run_of_uses_passes_a_limit() => ForAll.Cases(Gen.Choose(1, 60).NonEmptyListOf(), amounts =>
    {
        var limit = new Limit(LimitPeriod.Daily, 5, Eur(100));
        var used = new LimitUse(0, Eur(0));
        foreach (var amount in amounts.Select(a => Eur(a)))
            if (limit.Check(used, amount) == LimitCode.Ok) used = used.And(amount);
        return used.Number <= 5 && used.Amount <= Eur(100);
    });

    [Fact]
    public void An_override_only_lowers()
    {
        var general = new Limit(LimitPeriod.Daily, 5, Eur(100));
        Assert.Equal(new Limit(LimitPeriod.Daily, 3, Eur(100)), general.LoweredBy(new(LimitPeriod.Daily, 3, Eur(500))));
        Assert.Equal(general, general.LoweredBy(new(LimitPeriod.Daily, null, null)));
        Assert.Equal(new Limit(LimitPeriod.Daily, 7, Eur(9)),
            new Limit(LimitPeriod.Daily, null, null).LoweredBy(new(LimitPeriod.Daily, 7, Eur(9))));
    }

    [Theory]
    [InlineData(LimitPeriod.Daily, "2026-11-21", "2026-11-21")]
    [InlineData(LimitPeriod.Weekly, "2026-11-21", "2026-W47")]
    [InlineData(LimitPeriod.Weekly, "2027-01-03", "2026-W53")]
    [InlineData(LimitPeriod.Weekly, "2027-01-04", "2027-W01")]
    [InlineData(LimitPeriod.Monthly, "2026-11-21", "2026-11")]
    public void A_period_has_one_name(LimitPeriod period, string date, string key) =>
        Assert.Equal(key, period.KeyOf(DateOnly.Parse(date, null)));

    private static byte[] DayKey(DateOnly day) => Totp.DayKey(Secret, day);
}
