using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Hosting;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>A database, one host's ledger over it and a business with a few wallets: what most tests begin with.</summary>
internal sealed class LedgerWorld : IAsyncDisposable
{
    public static readonly Currency Eur = Currency.Of("EUR");

    private readonly List<PartitionedLedger> _hosts = [];
    private readonly Stores _stores;
    private readonly TestLogs _logs;

    private LedgerWorld(LedgerDatabase database, TestLogs logs, Stores stores, TimeProvider time)
    {
        (Database, _logs, _stores, Time) = (database, logs, stores, time);
        Ids = new IdSource(Ambient.Time, System.Security.Cryptography.RandomNumberGenerator.Fill);
        Tenant = Ids.Next();
        Fund = Account.New(Tenant, AccountKind.RewardFunding, Tenant, Eur);
        Sales = Account.New(Tenant, AccountKind.SalesClearing, Tenant, Eur);
    }

    public LedgerDatabase Database { get; }

    public TimeProvider Time { get; }

    public IdSource Ids { get; }

    public Guid Tenant { get; }

    public PartitionKey Partition => PartitionKey.Business(Tenant);

    public Account Fund { get; }

    public Account Sales { get; }

    public PartitionedLedger Ledger => _hosts[0];

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LedgerWorld> StartAsync(
        LedgerCluster cluster, TestLogs logs, LedgerOptions? options = null, Stores? stores = null, TimeProvider? time = null)
    {
        var world = new LedgerWorld(await cluster.NewDatabaseAsync(), logs, stores ?? new Stores([], []), time ?? Ambient.Time);
        await world.AddHostAsync(options);
        await world.Ledger.SubmitAsync(new OpenAccounts(world.Partition, world.Fund, world.Sales), Ct);
        return world;
    }

    /// <summary>Another host on the same database.</summary>
    public async Task<PartitionedLedger> AddHostAsync(LedgerOptions? options = null)
    {
        var host = new PartitionedLedger(
            options ?? new LedgerOptions { Partitions = 2 }, Ids.Next(), () => Database.Ledger, _stores, Time, _logs);
        await host.StartAsync(Ct);
        _hosts.Add(host);
        return host;
    }

    /// <summary>A wallet with money in it.</summary>
    public async Task<Account> WalletAsync(long minor)
    {
        var wallet = Account.New(Tenant, AccountKind.WalletBusiness, Ids.Next(), Eur);
        await Ledger.SubmitAsync(new OpenAccounts(Partition, wallet), Ct);
        if (minor > 0) Assert.Equal(PostCode.Ok, await PostAsync(Award(wallet, minor)));
        return wallet;
    }

    public Transfer Award(Account wallet, long minor) =>
        Transfer.Move(Tenant, Ids.Next(), Fund.Id, wallet.Id, new Money(minor, Eur), TransferCode.Award);

    public Transfer Spend(Account wallet, long minor) =>
        Transfer.Move(Tenant, Ids.Next(), wallet.Id, Sales.Id, new Money(minor, Eur), TransferCode.Spend);

    public async Task<PostCode> PostAsync(Transfer transfer, ILedger? ledger = null) =>
        (await (ledger ?? Ledger).SubmitAsync(PostTransfers.Each(Partition, transfer), Ct))[0];

    public Task<long> BalanceAsync(Account account) => Database.ScalarAsync<long>(
        $"SELECT credits_posted - debits_posted FROM ledger_balance WHERE tenant = '{account.Tenant}' AND id = '{account.Id}'");

    /// <summary>The books as the database itself works them out.</summary>
    public async Task BooksAreRightAsync()
    {
        var audit = new TrialBalance(Database.Ledger);
        Assert.Empty(await audit.DifferencesAsync(Ct));
        Assert.All(await audit.LinesAsync(Ct), line => Assert.True(line.IsZero, $"{line}"));
        var open = "SELECT count(*) FROM ledger_transfer t WHERE kind = 'pending' AND NOT EXISTS "
            + "(SELECT FROM ledger_transfer e WHERE e.tenant = t.tenant AND e.pending_id = t.id)";
        var holds = await Database.ScalarAsync<long>("SELECT count(*) FROM ledger_hold");
        Assert.Equal(await Database.ScalarAsync<long>(open), holds);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
