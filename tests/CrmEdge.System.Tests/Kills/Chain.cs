using CrmEdge.SystemTests.Devices;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>What a kill can hit.</summary>
internal enum Victim
{
    Store,
    Hub,
    Host,
    Postmaster,
    Backend,
}

/// <summary>
/// The whole chain under load, all of it real processes: a store with two busy tills, a hub with streaming meters, and a host
/// that runs a PostgreSQL of its own.
/// </summary>
internal sealed class Chain : IAsyncDisposable
{
    private const int Shoppers = 12;
    private const decimal Cash = 2_000m;

    private readonly OwnDatabase _database;

    private Chain(OwnDatabase database, SyncWorld world) => (_database, World) = (database, world);

    public SyncWorld World { get; }

    public Store Store { get; private set; } = null!;

    public Hub Hub { get; private set; } = null!;

    public StreamingFleet Fleet { get; private set; } = null!;

    public IReadOnlyList<BusyTill> Tills { get; private set; } = [];

    /// <summary>Minor units in all cash pockets before anything was sold.</summary>
    public static long CashAtFirst => (long)(Shoppers * Cash * 100);

    public static async Task<Chain> StartAsync(Random random)
    {
        var database = new OwnDatabase();
        var world = new SyncWorld(database, "--Wallet:TokenLife=01:00:00", "--Wallet:ClaimGrace=00:00:05",
            "--Wallet:SweepEvery=00:00:00.500", "--Ledger:Partitions=4");
        var chain = new Chain(database, world);
        try
        {
            await chain.OpenAsync(random);
            return chain;
        }
        catch
        {
            await chain.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL to one of them. What does not come back by itself is started again.</summary>
    public async Task KillAsync(Victim victim)
    {
        switch (victim)
        {
            case Victim.Store:
                await Store.KillAsync();
                await Store.StartAsync();
                break;
            case Victim.Hub:
                await Hub.KillAsync();
                break;
            case Victim.Host:
                await World.Host!.KillAsync();
                await World.StartHostAsync();
                break;
            case Victim.Postmaster:
                OwnDatabase.Kill(_database.ServerId);
                break;
            case Victim.Backend:
            default:
                OwnDatabase.Kill((int)await Eventually.HoldsAsync("a backend of the host's", async () => await World.CountAsync(
                    "SELECT pid FROM pg_stat_activity WHERE usename LIKE 'crmedge_%' AND pid <> pg_backend_pid() "
                    + "ORDER BY random() LIMIT 1"), pid => pid > 0, TimeSpan.FromSeconds(30)));
                break;
        }
    }

    /// <summary>Waits until all that was written anywhere has taken effect everywhere.</summary>
    public async Task<Books> SettledAsync()
    {
        await Store.DrainedAsync();
        await Hub.DrainedAsync();
        return await Eventually.HoldsAsync("the books are settled", async () => await Books.ReadAsync(World),
            books => books.AreSettled, TimeSpan.FromSeconds(90));
    }

    public async ValueTask DisposeAsync()
    {
        if (Fleet is not null) await Fleet.DisposeAsync();
        if (Hub is not null) await Hub.DisposeAsync();
        if (Store is not null) await Store.DisposeAsync();
        await World.DisposeAsync();
    }

    private async Task OpenAsync(Random random)
    {
        await World.InitializeAsync();
        var tokens = Soak.Rounds(suite: 8, full: 60);
        var shoppers = new List<Shopper>();
        for (var i = 0; i < Shoppers; i++) shoppers.Add(await Shopper.InviteAsync(World, $"SHOP{i}", Cash, tokens));
        Hub = await Hub.OpenAsync(World);
        Fleet = await StreamingFleet.StartAsync(World, Hub, random.Next());
        string[] taps = [SyncWorld.Tap, SyncWorld.SecondTap];
        Store = await Store.OpenAsync(World, taps, "--Pos:AnswerSeconds=2", "--Pos:SpendSeconds=4");
        // Each with customers of its own: a till does not know what the other has taken from whom.
        Tills =
        [
            .. taps.Select((tap, i) => new BusyTill(
                Store.Till(tap), tap, shoppers[(i * Shoppers / 2)..((i + 1) * Shoppers / 2)], new Random(random.Next()))),
        ];
    }
}
