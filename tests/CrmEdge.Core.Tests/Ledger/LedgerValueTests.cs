using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Ledger;

public sealed class LedgerValueTests
{
    private static readonly Guid Tenant = Guid.Parse("0192f000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Currency Eur = Currency.Of("EUR");

    [Theory]
    [InlineData("0192f000-0000-7000-8000-000000000001", 8)]
    [InlineData("0192f000-0000-7000-8000-000000000002", 8)]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff", 8)]
    public void A_shard_keeps_its_partition_for_ever(string shard, int partitions)
    {
        // FNV-1a 64 worked out independently, over the big-endian bytes.
        var bytes = Guid.Parse(shard).ToByteArray(bigEndian: true);
        var hash = bytes.Aggregate(
            (UInt128)14_695_981_039_346_656_037, (h, b) => (h ^ b) * 1_099_511_628_211 % ((UInt128)1 << 64));
        Assert.Equal((int)(hash % (UInt128)partitions), PartitionKey.Business(Guid.Parse(shard)).NumberAmong(partitions));
    }

    [Fact]
    public void Wallet_homes_of_one_tenant_spread_over_partitions_and_a_business_does_not()
    {
        var wallets = Enumerable.Range(0, 200).Select(i => NamedId.Of(Tenant, $"wallet {i}"));
        var homes = wallets.Select(wallet => PartitionKey.Home(Tenant, wallet).NumberAmong(8));
        Assert.Equal(Enumerable.Range(0, 8), homes.Distinct().Order());
        Assert.Equal(PartitionKey.Business(Tenant).NumberAmong(8), PartitionKey.Home(Tenant, Tenant).NumberAmong(8));
        Assert.Equal(5, PartitionKey.Numbered(Tenant, 5).NumberAmong(8));
        Assert.Throws<InvariantViolatedException>(() => PartitionKey.Numbered(Tenant, 8).NumberAmong(8));
    }

    [Fact]
    public void Names_go_there_and_back()
    {
        Assert.Equal("exceeds_credits", PostCode.ExceedsCredits.Name());
        Assert.All(Enum.GetValues<PostCode>(), code => Assert.Equal(code, WireName.Parse<PostCode>(code.Name())));
        Assert.All(Enum.GetValues<AccountKind>(), kind => Assert.Equal(kind, WireName.Parse<AccountKind>(WireName.Of(kind))));
        Assert.False(WireName.TryParse<TransferCode>("ExceedsCredits", out _));
    }

    [Fact]
    public void Every_kind_of_account_can_be_debited_and_credited_and_every_code_moves_something()
    {
        AccountKind[] kinds = Enum.GetValues<AccountKind>();
        var permitted = (from code in Enum.GetValues<TransferCode>() from d in kinds from c in kinds
                         where TransferRules.Permits(code, d, c)
                         select (code, d, c)).ToList();
        Assert.Equal(Enum.GetValues<TransferCode>(), permitted.Select(p => p.code).Distinct().Order());
        Assert.Equal(kinds, permitted.Where(p => p.code != TransferCode.ManualJournal).Select(p => p.d).Distinct().Order());
        Assert.Equal(kinds, permitted.Where(p => p.code != TransferCode.ManualJournal).Select(p => p.c).Distinct().Order());
        // A reversal takes back what was posted; taking back a reversal is posting the original anew.
        var first = permitted.Where(p => p.code != TransferCode.Reversal);
        Assert.All(first, p => Assert.True(TransferRules.Permits(TransferCode.Reversal, p.c, p.d)));
    }

    [Fact]
    public void Conditional_money_is_never_paid_out_and_cash_never_comes_from_rewards()
    {
        Assert.False(TransferRules.Permits(TransferCode.Payout, AccountKind.CommerceLot, AccountKind.GatewayClearing));
        Assert.False(TransferRules.Permits(TransferCode.Award, AccountKind.RewardFunding, AccountKind.WalletCash));
        Assert.False(TransferRules.Permits(TransferCode.Spend, AccountKind.RewardFunding, AccountKind.SalesClearing));
    }

    [Fact]
    public void Balances_stand_on_the_account_s_normal_side()
    {
        var wallet = Account.New(Tenant, AccountKind.WalletBusiness, Tenant, Eur)
            with { CreditsPosted = 100, DebitsPosted = 30, DebitsPending = 20 };
        Assert.Equal((70, 50), (wallet.Balance.Minor, wallet.Available.Minor));
        var owed = Account.New(Tenant, AccountKind.Arrears, Tenant, Eur)
            with { CreditsPosted = 30, DebitsPosted = 100, CreditsPending = 20 };
        Assert.Equal((70, 50), (owed.Balance.Minor, owed.Available.Minor));
    }

    [Fact]
    public void An_operation_that_throws_leaves_nothing_and_the_next_goes_on()
    {
        var batch = LedgerBatch.InMemory();
        var account = Account.New(Tenant, AccountKind.WalletBusiness, Tenant, Eur);
        Assert.Throws<InvalidOperationException>(() => batch.Run(new Throwing(account), Noon));
        Assert.True(batch.IsEmpty);
        Assert.Null(batch.Books(PartitionKey.Business(Tenant), Noon).Account(account.Id));
    }

    [Fact]
    public void A_look_at_what_was_not_named_throws_in_memory_too()
    {
        var batch = LedgerBatch.InMemory();
        Assert.Throws<InvariantViolatedException>(() => batch.Run(new Peeking(), Noon));
    }

    [Fact]
    public void An_operation_sees_only_its_own_tenant()
    {
        var batch = LedgerBatch.InMemory();
        var account = Account.New(Tenant, AccountKind.WalletBusiness, Tenant, Eur);
        batch.Run(new OpenAccounts(PartitionKey.Business(Tenant), account), Noon);
        var other = NamedId.Of(Tenant, "other");
        Assert.Null(batch.Books(PartitionKey.Business(other), Noon).Account(account.Id));
        Assert.Throws<InvariantViolatedException>(() => batch.Run(new OpenAccounts(PartitionKey.Business(other), account), Noon));
    }

    private sealed record Throwing(Account Account) : IOperation<int>
    {
        public PartitionKey Partition => PartitionKey.Business(Tenant);

        public void Reads(ReadSet reads) => reads.Account(Account.Id);

        public Verdict<int> Decide(Books books, DateTimeOffset now)
        {
            books.Open(Account);
            throw new InvalidOperationException();
        }
    }

    private sealed record Peeking : IOperation<Account?>
    {
        public PartitionKey Partition => PartitionKey.Business(Tenant);

        public void Reads(ReadSet reads)
        {
        }

        public Verdict<Account?> Decide(Books books, DateTimeOffset now) => Verdict.Keep(books.Account(Tenant));
    }
}
