using System.Globalization;
using System.Net;
using CrmEdge.Kernel;
using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Till;

namespace CrmEdge.Simulators.Demo.Counter;

/// <summary>
/// Rings sales at a till on the line protocol, and asks again under the same receipt number while the edge has no last word.
/// </summary>
internal sealed class Cashier : IAsyncDisposable
{
    private const char Part = '\u001f';
    private static readonly TimeSpan TryMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly TimeProvider _time;
    private readonly TillLog _log;
    private readonly LineTill _till;
    private int _receipt;

    public Cashier(IPEndPoint edge, string secret, string logFile, TimeProvider time)
    {
        (_time, LogFile) = (time, logFile);
        _log = new TillLog(logFile, time);
        _till = LineTill.OnTcp(edge.Address.ToString(), edge.Port, secret, _log, time);
        Day = Text($"{time.GetUtcNow():yyyy-MM-dd}");
    }

    /// <summary>What the till sent and heard, on the disk.</summary>
    public string LogFile { get; }

    public string Day { get; }

    /// <summary>A new receipt.</summary>
    public Sale Ring(Basket basket, Means means, string? otp = null, bool spends = false) =>
        new(Text($"R-{++_receipt:00000}"), _time.GetUtcNow(), basket, means, otp, spends);

    /// <summary>Sends a sale until it is answered for good.</summary>
    public async Task<SaleAnswer> SellAsync(Sale sale, CancellationToken ct)
    {
        var deadline = new Deadline(_time, _time.GetTimestamp(), TryMost);
        while (deadline.Left > TimeSpan.Zero)
        {
            var told = await _till.AskAsync("SA", [.. Fields(sale)], ct);
            var answer = new SaleAnswer(told["state"] ?? "declined", told["code"] ?? "", told["say"] ?? "");
            if (answer.State is not ("pending" or "unknown")) return answer;
            await Task.Delay(Pause, _time, ct);
        }
        throw new DemoException($"Receipt {sale.Reference} has no last word: see {LogFile}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _till.DisposeAsync();
        _log.Dispose();
    }

    private IEnumerable<KeyValuePair<string, string>> Fields(Sale sale)
    {
        var basket = sale.Basket;
        yield return new("ref", sale.Reference);
        yield return new("day", Day);
        yield return new("at", Text($"{sale.At:yyyy-MM-ddTHH:mm:ss}Z"));
        yield return new("cur", "EUR");
        yield return new(sale.Means.Field, sale.Means.Value);
        yield return new("line", Text(
            $"{basket.Sku}{Part}{basket.Quantity}{Part}{basket.Total}{Part}{basket.Net}{Part}{basket.Tax}{Part}{basket.Name}"));
        if (sale.Otp is not null) yield return new("otp", sale.Otp);
        if (!sale.Spends) yield break;
        yield return new("spend", "max");
        yield return new("full", "yes");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
