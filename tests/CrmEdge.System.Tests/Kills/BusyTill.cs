using CrmEdge.Hosting;
using CrmEdge.Simulators.Till;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>A cashier who rings one sale after the other, and does not let go of one before there is a last word on it.</summary>
internal sealed class BusyTill(LineTill till, string name, IReadOnlyList<Shopper> shoppers, Random random)
{
    private const int CentsMax = 3_000;
    private static readonly TimeSpan NextCustomerMost = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastWordMost = TimeSpan.FromSeconds(90);

    private readonly List<Receipt> _receipts = [];
    private int _answered;
    private int _approved;

    /// <summary>Everything that was rung. Read it once the till stands still.</summary>
    public IReadOnlyList<Receipt> Receipts => _receipts;

    /// <summary>How many sales had their last word.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>How many of them the cloud has booked.</summary>
    public int Approved => Volatile.Read(ref _approved);

    /// <summary>Rings until told to stop; the last sale is carried to its end.</summary>
    public async Task RingAsync(CancellationToken stop)
    {
        var ct = TestContext.Current.CancellationToken;
        while (!stop.IsCancellationRequested)
        {
            var receipt = Next();
            _receipts.Add(receipt);
            receipt.Answer = await SellAsync(receipt, ct);
            if (receipt.State == "approved") Interlocked.Increment(ref _approved);
            Interlocked.Increment(ref _answered);
            await Task.Delay(NextCustomerMost * random.NextDouble(), ct);
        }
    }

    /// <summary>Rings the very same sale, until there is a last word.</summary>
    public async Task<TillAnswer> SellAsync(Receipt receipt, CancellationToken ct)
    {
        var answer = await till.AskAsync("SA", receipt.Fields, ct);
        return IsLast(answer) ? answer : await StatusAsync(receipt, ct);
    }

    /// <summary>Asks what became of a sale, until there is a last word.</summary>
    public Task<TillAnswer> StatusAsync(Receipt receipt, CancellationToken ct) => Eventually.HoldsAsync(
        $"a last word on {receipt.Reference}",
        async () => await till.AskAsync("ST", [new("ref", receipt.Reference), new("day", receipt.Day)], ct),
        IsLast, LastWordMost);

    private static bool IsLast(TillAnswer answer) => answer["state"] != "pending";

    private Receipt Next()
    {
        var (number, now) = (_receipts.Count, Ambient.Time.GetUtcNow());
        var (who, maySpend) = shoppers[random.Next(shoppers.Count)].Show(random.Next(3), now);
        var total = random.Next(100, CentsMax) / 100m;
        var (reference, day) = ($"{name}-{number:D5}", $"{now:yyyy-MM-dd}");
        List<KeyValuePair<string, string>> fields =
        [
            new("ref", reference), new("day", day), new("at", $"{now:yyyy-MM-ddTHH:mm:ss}Z"), new("cur", "EUR"),
            new("total", Shopper.Text(total)), .. who,
        ];
        if (maySpend) fields.Add(new("spend", Shopper.Text(decimal.Round(total / 2, 2))));
        return new Receipt(reference, day, fields);
    }
}
