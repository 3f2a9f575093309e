using System.Globalization;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Ledger;

public sealed class ConversionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Tenant = NamedId.Of(Guid.Empty, "tenant");
    private static readonly PartitionKey Partition = PartitionKey.Business(Tenant);

    private readonly LedgerBatch _batch = LedgerBatch.InMemory();

    public static TheoryData<long, string, string, string, long> Rates => new()
    {
        { 10_000, "EUR", "USD", "1.0837", 10_837 },
        { 10_000, "EUR", "JPY", "162.255", 16_226 },
        { 16_225, "JPY", "EUR", "0.0061632", 10_000 },
        { 1, "EUR", "USD", "0.5", 1 },
        { 3, "KWD", "EUR", "3.0", 1 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void An_amount_at_a_rate_is_rounded_to_the_minor_unit(long given, string from, string into, string rate, long got)
    {
        var conversion = Convert(given, from, into, decimal.Parse(rate, CultureInfo.InvariantCulture));
        Assert.Equal(PostCode.Ok, Run(conversion));
        Assert.Equal(got, Books.Account(conversion.To)!.Balance.Minor);
        Assert.Equal(0, Books.Account(conversion.From)!.Balance.Minor);
    }

    [Fact]
    public void Each_currency_stays_balanced_and_liquidity_shows_what_was_exchanged()
    {
        var conversion = Convert(10_000, "EUR", "USD", 1.0837m);
        Run(conversion);
        Assert.Equal(10_000, Liquidity("EUR"));
        Assert.Equal(-10_837, Liquidity("USD"));
        Assert.Equal(1.0837m, _batch.Facts.SelectMany(f => f.Facts).OfType<ConversionRate>().Single().Rate);
    }

    [Fact]
    public void Too_little_money_moves_neither_leg_and_keeps_no_rate()
    {
        var conversion = Convert(10_000, "EUR", "USD", 1.1m) with { Amount = new Money(10_001, Currency.Of("EUR")) };
        Assert.Equal(PostCode.ExceedsCredits, Run(conversion));
        Assert.Equal(0, Books.Account(conversion.To)!.Balance.Minor);
        Assert.DoesNotContain(_batch.Facts, f => f.Type == typeof(ConversionRate));
    }

    [Fact]
    public void A_repeat_answers_exists_and_another_rate_is_another_amount()
    {
        var conversion = Convert(10_000, "EUR", "USD", 1.1m);
        Run(conversion);
        Assert.Equal(PostCode.Exists, Run(conversion));
        Assert.Equal(PostCode.ExistsWithDifferentAmount, Run(conversion with { Rate = 1.2m }));
        Assert.Equal(11_000, Books.Account(conversion.To)!.Balance.Minor);
    }

    private Books Books => _batch.Books(Partition, Noon);

    private PostCode Run(Conversion conversion) => _batch.Run(conversion, Noon).Outcome;

    private long Liquidity(string currency) =>
        Books.Account(AccountId.Of(Tenant, AccountKind.Liquidity, Tenant, Currency.Of(currency)))!.Balance.Minor;

    private Conversion Convert(long given, string from, string into, decimal rate)
    {
        var (source, target) = (Currency.Of(from), Currency.Of(into));
        var contact = NamedId.Of(Tenant, "alice");
        Account[] accounts =
        [
            Account.New(Tenant, AccountKind.RewardFunding, Tenant, source),
            Account.New(Tenant, AccountKind.WalletBusiness, contact, source),
            Account.New(Tenant, AccountKind.WalletBusiness, contact, target),
        ];
        _batch.Run(new OpenAccounts(Partition, accounts), Noon);
        var funding = Transfer.Move(
            Tenant, NamedId.Of(Tenant, "fund"), accounts[0].Id, accounts[1].Id, new Money(given, source), TransferCode.Award);
        Assert.Equal(PostCode.Ok, Books.Post(funding));
        return new Conversion(
            Partition, NamedId.Of(Tenant, "conversion"), accounts[1].Id, accounts[2].Id, new Money(given, source), target, rate);
    }
}
