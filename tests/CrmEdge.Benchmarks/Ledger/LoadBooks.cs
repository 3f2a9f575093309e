using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Benchmarks.Ledger;

/// <summary>Businesses with funded wallets, none of which may go below zero.</summary>
internal sealed class LoadBooks
{
    public const int Businesses = 16;
    public const int WalletsEach = 6_250;
    private const long Funds = 1_000_000_000;
    private static readonly Currency Euro = Currency.Of("EUR");

    private readonly (PartitionKey Key, Guid[] Wallets)[] _businesses = new (PartitionKey, Guid[])[Businesses];
    private long _posted;

    /// <summary>Transfers answered as posted, those that fund the wallets included.</summary>
    public long Posted => Interlocked.Read(ref _posted);

    public static async Task<LoadBooks> OpenAsync(ILedger ledger, IdSource ids, CancellationToken ct)
    {
        var books = new LoadBooks();
        for (var b = 0; b < Businesses; b++) books._businesses[b] = await books.BusinessAsync(ledger, ids, ct);
        return books;
    }

    public void Count(int posted) => Interlocked.Add(ref _posted, posted);

    /// <summary>A transfer between two wallets of one business.</summary>
    public (Transfer Transfer, PartitionKey Key) Next(IdSource ids, Draw draw, Random random, int business)
    {
        var (key, wallets) = _businesses[business % Businesses];
        var (from, to) = draw.Pair(random, wallets.Length);
        var amount = new Money(1 + random.Next(5), Euro);
        return (Transfer.Move(key.Tenant, ids.Next(), wallets[from], wallets[to], amount, TransferCode.WalletTransfer), key);
    }

    private async Task<(PartitionKey, Guid[])> BusinessAsync(ILedger ledger, IdSource ids, CancellationToken ct)
    {
        var tenant = ids.Next();
        var key = PartitionKey.Business(tenant);
        var fund = Account.New(tenant, AccountKind.RewardFunding, tenant, Euro);
        Account[] wallets =
            [.. Enumerable.Range(0, WalletsEach).Select(_ => Account.New(tenant, AccountKind.WalletBusiness, ids.Next(), Euro))];
        await ledger.SubmitAsync(new OpenAccounts(key, fund), ct);
        foreach (var chunk in wallets.Chunk(LedgerLimits.TransfersMax))
        {
            await ledger.SubmitAsync(new OpenAccounts(key, chunk), ct);
            Transfer[] awards =
            [
                .. chunk.Select(wallet => Transfer.Move(
                    tenant, ids.Next(), fund.Id, wallet.Id, new Money(Funds, Euro), TransferCode.Award)),
            ];
            var codes = await ledger.SubmitAsync(PostTransfers.Each(key, awards), ct);
            Count(codes.Count(code => code == PostCode.Ok));
        }
        return (key, [.. wallets.Select(w => w.Id)]);
    }
}
