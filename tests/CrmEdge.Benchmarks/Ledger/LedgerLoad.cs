using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Benchmarks.Ledger;

/// <summary>What one round of the closed loop came to.</summary>
internal sealed record LoadResult(double PerSecond, double P50Milliseconds, double P99Milliseconds);

/// <summary>Callers that each send one transfer, wait for its answer, and send the next.</summary>
internal sealed class LedgerLoad
{
    public const int Businesses = 16;
    public const int WalletsEach = 6_250;
    public const int Callers = 4_096;
    private const long Funds = 1_000_000_000;
    private const int SamplesMax = 4_000;

    private readonly ILedger _ledger;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;
    private readonly (PartitionKey Key, Guid[] Wallets)[] _books;
    private long _posted;

    private LedgerLoad(ILedger ledger, IdSource ids, TimeProvider time, (PartitionKey, Guid[])[] books) =>
        (_ledger, _ids, _time, _books) = (ledger, ids, time, books);

    /// <summary>Transfers answered as posted, those that fund the wallets included.</summary>
    public long Posted => Interlocked.Read(ref _posted);

    public static async Task<LedgerLoad> PrepareAsync(ILedger ledger, IdSource ids, TimeProvider time, CancellationToken ct)
    {
        var eur = Currency.Of("EUR");
        var books = new (PartitionKey Key, Guid[] Wallets)[Businesses];
        var load = new LedgerLoad(ledger, ids, time, books);
        for (var b = 0; b < Businesses; b++)
        {
            var tenant = ids.Next();
            var fund = Account.New(tenant, AccountKind.RewardFunding, tenant, eur);
            Account[] wallets =
            [
                .. Enumerable.Range(0, WalletsEach)
                    .Select(_ => Account.New(tenant, AccountKind.WalletBusiness, ids.Next(), eur)),
            ];
            books[b] = (PartitionKey.Business(tenant), [.. wallets.Select(w => w.Id)]);
            await ledger.SubmitAsync(new OpenAccounts(books[b].Key, fund), ct);
            foreach (var chunk in wallets.Chunk(LedgerLimits.TransfersMax))
            {
                await ledger.SubmitAsync(new OpenAccounts(books[b].Key, chunk), ct);
                Transfer[] awards =
                [
                    .. chunk.Select(wallet => Transfer.Move(
                        tenant, ids.Next(), fund.Id, wallet.Id, new Money(Funds, eur), TransferCode.Award)),
                ];
                var codes = await ledger.SubmitAsync(PostTransfers.Each(books[b].Key, awards), ct);
                Interlocked.Add(ref load._posted, codes.Count(code => code == PostCode.Ok));
            }
        }
        return load;
    }

    /// <summary>Runs for a while; the rate counts answers that came within it.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken ct)
    {
        var deadline = Deadline.After(duration, _time);
        var before = Posted;
        var calling = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller, deadline, ct), ct));
        var callers = await Task.WhenAll(calling);
        var took = _time.GetElapsedTime(deadline.Started);
        double[] samples = [.. callers.SelectMany(s => s).Order()];
        var rate = (Posted - before) / took.TotalSeconds;
        return new LoadResult(rate, samples[samples.Length / 2], samples[samples.Length * 99 / 100]);
    }

    private async Task<List<double>> CallAsync(int caller, Deadline deadline, CancellationToken ct)
    {
#pragma warning disable CA5394 // Seeded: which wallets pay is the same in every run.
        var random = new Random(caller);
#pragma warning restore CA5394
        var (key, wallets) = _books[caller % _books.Length];
        List<double> samples = [];
        while (!deadline.Passed)
        {
            var from = random.Next(wallets.Length);
            var to = (from + 1 + random.Next(wallets.Length - 1)) % wallets.Length;
            var amount = new Money(1 + random.Next(5), Currency.Of("EUR"));
            var transfer = Transfer.Move(
                key.Tenant, _ids.Next(), wallets[from], wallets[to], amount, TransferCode.WalletTransfer);
            var sent = _time.GetTimestamp();
            var codes = await _ledger.SubmitAsync(PostTransfers.Each(key, transfer), ct);
            Invariant.Holds(codes[0] == PostCode.Ok);
            Interlocked.Increment(ref _posted);
            if (samples.Count < SamplesMax) samples.Add(_time.GetElapsedTime(sent).TotalMilliseconds);
        }
        return samples;
    }
}
