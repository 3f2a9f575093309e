using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Core.Usage;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CrmEdge.Core.Tests.Subscriptions.MeteredHome;

namespace CrmEdge.Core.Tests.Subscriptions;

public sealed class ChargeUsageTests
{
    private readonly MeteredHome _home = new();

    [Fact]
    public void A_batch_makes_one_charge_per_service_and_its_rows_point_to_it()
    {
        var outcome = _home.Meter(Read(1, 6), Read(2, 6), Read(3, 2, "m3"), Read(4, 8));
        Assert.All(outcome.Codes, code => Assert.Equal(ReadingCode.Rated, code));
        // 20 kWh less 10 free at 0.125, and 2 m3 at 10.
        Assert.Equal((125 + 2_000, 2_125, 2), (outcome.Charged.Minor, _home.Owed, _home.Transfers));
        Assert.Equal(2, _home.Facts<UsageRow>().Select(r => r.Transfer).Distinct().Count());
        _home.MustBeRight();
    }

    [Fact]
    public void Each_reading_counts_once_however_often_and_in_whatever_batch_it_comes()
    {
        _home.Meter(Read(1, 20), Read(2, 20));
        Assert.Equal([ReadingCode.Duplicate, ReadingCode.Duplicate], _home.Meter(Read(1, 20), Read(2, 20)).Codes);
        Assert.Equal(
            [ReadingCode.Duplicate, ReadingCode.Rated, ReadingCode.Duplicate], _home.Meter(Read(2, 20), Read(3, 20), Read(3, 20))
                .Codes);
        Assert.Equal([ReadingCode.Rated], _home.Meter(Read(1, 20, boot: 2)).Codes);
        Assert.Equal((70 * 125 / 10, 4), (_home.Owed, _home.Facts<UsageRow>().Count()));
        _home.MustBeRight();
    }

    [Fact]
    public void What_cannot_be_rated_is_told_by_name_and_does_not_count_as_seen()
    {
        var outcome = _home.Meter(
            Read(1, 1, "gas"), Read(0, 1), Read(2, -1), Read(3, 0.0000001m), Read(4, 2_000_000_000), Read(5, 11));
        Assert.Equal(
            [
                ReadingCode.MeterUnknown, ReadingCode.SeqOutOfRange, ReadingCode.QuantityOutOfRange,
                ReadingCode.QuantityOutOfRange,
                ReadingCode.QuantityOutOfRange, ReadingCode.Rated,
            ], outcome.Codes);
        Assert.Equal([ReadingCode.Rated], _home.Meter(Read(1, 8)).Codes);
        Assert.Equal(113, _home.Owed);   // 9 units at 0.125 are 1.125
    }

    [Fact]
    public void A_hub_that_never_had_the_device_is_not_believed_and_one_that_had_it_is()
    {
        var other = Id(30);
        Assert.Equal([ReadingCode.DeviceNotOfThisHub], _home.Do(new ChargeUsage(Plan, [Read(1, 50)], other)).Codes);
        Assert.Equal(PairCode.Ok, _home.Do(new UnpairDevice(Tenant, Device, Hub)));
        Assert.Equal(PairCode.Ok, _home.Do(new PairDevice(Tenant, other, Device, Contact, Eur, null, _home.Now)).Code);
        Assert.Equal([ReadingCode.Rated], _home.Meter(Read(1, 50)).Codes);
        Assert.Equal([ReadingCode.Rated], _home.Do(new ChargeUsage(Plan, [Read(2, 50)], other)).Codes);
    }

    [Fact]
    public void A_plan_that_no_longer_holds_changes_nothing()
    {
        var elsewhere = Plan with { Subscription = Id(31) };
        Assert.True(_home.Do(new ChargeUsage(elsewhere, [Read(1, 50)], Hub)).IsStale);
        Assert.Equal(0, _home.Transfers);
    }

    [Fact]
    public void A_late_reading_is_rated_into_the_period_it_was_measured_in()
    {
        _home.Meter(Read(1, 10, at: February), Read(2, 10, at: February.AddMonths(1)));
        Assert.Equal(0, _home.Owed);   // each month has its own free units
        _home.Meter(Read(3, 8, at: February.AddDays(1)));
        Assert.Equal(100, _home.Owed);
        Assert.Equal([18m, 10m], _home.Records<PeriodUsage>().OrderBy(p => p.Cycle.Start).Select(p => p.Total.Quantity));
        _home.MustBeRight();
    }

    [Fact]
    public void A_reading_from_the_future_is_rated_as_of_now()
    {
        _home.Meter(Read(1, 18, at: February.AddYears(20)));
        Assert.Equal(new DateOnly(2026, 3, 31), Assert.Single(_home.Records<PeriodUsage>()).Cycle.Start);
        Assert.Equal(100, _home.Owed);
    }

    [Fact]
    public void More_usage_at_a_cheaper_volume_price_gives_money_back()
    {
        _home.Meter(Read(1, 15, "m3"));
        Assert.Equal(15_000, _home.Owed);
        Assert.Equal(-7_000, _home.Meter(Read(2, 1, "m3")).Charged.Minor);
        _home.MustBeRight();
    }

    [Fact]
    public void Beyond_the_credit_limit_everything_is_booked_and_the_device_suspended_until_it_is_paid()
    {
        _home.Limit(1_000);
        Assert.False(_home.Meter(Read(1, 1, "m3")).CrossedLimit);   // 10.00 owed is not more than may be
        Assert.Equal(DesiredState.Enabled, _home.Binding.Provision.Desired);
        Assert.True(_home.Meter(Read(2, 1, "m3")).CrossedLimit);
        Assert.Equal((DesiredState.Suspended, 2), (_home.Binding.Provision.Desired, _home.Binding.Provision.Version));
        Assert.False(_home.Meter(Read(3, 1, "m3")).CrossedLimit);
        Assert.Equal((3_000, 2), (_home.Owed, _home.Binding.Provision.Version));

        Assert.True(_home.Pay(500).Standing.IsOver);
        Assert.Equal(DesiredState.Suspended, _home.Binding.Provision.Desired);
        var paid = _home.Pay(1_500, id: 101);
        Assert.Equal((false, 1, 1_000), (paid.Standing.IsOver, paid.Standing.DevicesChanged, paid.Standing.Owed.Minor));
        Assert.Equal((DesiredState.Enabled, 3), (_home.Binding.Provision.Desired, _home.Binding.Provision.Version));
        _home.MustBeRight();
    }

    [Fact]
    public void A_higher_limit_resumes_and_a_lower_one_suspends()
    {
        _home.Meter(Read(1, 1, "m3"));
        Assert.Equal(1, _home.Limit(0).DevicesChanged);
        Assert.Equal(0, _home.Limit(0).DevicesChanged);
        Assert.Equal(1, _home.Limit(null).DevicesChanged);
        Assert.Equal(DesiredState.Enabled, _home.Binding.Provision.Desired);
    }

    [Fact]
    public void A_payment_counts_once_and_an_empty_wallet_pays_nothing()
    {
        _home.Meter(Read(1, 1, "m3"));
        Assert.Equal(PostCode.Ok, _home.Pay(400).Code);
        Assert.Equal(PostCode.Exists, _home.Pay(400).Code);
        Assert.Equal(PostCode.ExistsWithDifferentAmount, _home.Pay(500).Code);
        Assert.Equal(PostCode.ExceedsCredits, _home.Pay(100, 102, PaymentMethod.CrmWallet).Code);
        Assert.Equal(PostCode.IdAlreadyRefused, _home.Pay(100, 102, PaymentMethod.CrmWallet).Code);
        Assert.Equal((600, 1), (_home.Owed, _home.Facts<Payment>().Count()));
    }

    [Fact]
    public void However_batches_are_cut_repeated_and_shuffled_the_charge_is_that_of_the_distinct_readings()
    {
        var readings = Enumerable.Range(1, 40).Select(i =>
            Read(i, i * 0.37m, i % 3 == 0 ? "m3" : "kwh", February.AddDays(i % 5 * 9))).ToArray();
        var cases = Gen.Choose(0, readings.Length - 1).ListOf().Select(l => l.ToList()).Two();
        Check.One(Properties.Of(60), Prop.ForAll(cases.ToArbitrary(), batches =>
        {
            var home = new MeteredHome();
            foreach (var batch in new[] { batches.Item1, batches.Item2, batches.Item1 })
                home.Meter([.. batch.Select(i => readings[i])]);
            home.MustBeRight();
            var distinct = batches.Item1.Concat(batches.Item2).Distinct().Select(i => readings[i]).ToList();
            return home.Facts<UsageRow>().Count() == distinct.Count
                && home.Records<PeriodUsage>().Sum(p => p.Total.Quantity) == distinct.Sum(r => r.Quantity);
        }));
    }
}
