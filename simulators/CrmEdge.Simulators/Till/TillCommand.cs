using System.Globalization;
using CrmEdge.Hosting;

namespace CrmEdge.Simulators.Till;

/// <summary><c>crmedge-sim till</c>: rings sales and writes what it asked and was told.</summary>
internal static class TillCommand
{
    public const string Usage =
        "  till --line host:port | --serial tty | --nexo https://host:port/nexo/  [--secret S] [--tap T] --log FILE\n"
        + "       [--sales 10] [--seed 1] [--day 2026-11-21] [--currency EUR] [--customers L-0001,L-0002] [--spend-every 0]";

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        if (TillPlan.Parse(args) is not { } plan)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 64;
        }
        using var log = new TillLog(plan.Log, Ambient.Time);
        if (plan.Nexo is not null) await RingNexoAsync(plan, log, ct);
        else await RingLineAsync(plan, log, ct);
        return 0;
    }

    private static async Task RingLineAsync(TillPlan plan, TillLog log, CancellationToken ct)
    {
        await using var till = plan.Serial is { } tty
            ? new LineTill(_ => Task.FromResult<Stream>(new FileStream(tty, FileMode.Open, FileAccess.ReadWrite)), null, log, Ambient.Time)
            : LineTill.OnTcp(plan.Host, plan.Port, plan.Secret, log, Ambient.Time);
        foreach (var sale in plan.Sales())
        {
            var fields = new List<KeyValuePair<string, string>>
            {
                new("ref", sale.Reference), new("day", plan.Day), new("cur", plan.Currency), new("total", Text(sale.Total)),
                new("loyalty", sale.Customer),
            };
            if (sale.Spend > 0) fields.Add(new("spend", Text(sale.Spend)));
            var answer = await till.AskAsync("SA", fields, ct);
            Console.WriteLine($"{sale.Reference} {answer["state"]} {answer["code"]} {answer["say"]}");
        }
    }

    private static async Task RingNexoAsync(TillPlan plan, TillLog log, CancellationToken ct)
    {
        using var till = new NexoTill(plan.Nexo!, plan.Tap, plan.Secret, log, Ambient.Time);
        foreach (var sale in plan.Sales())
        {
            var answer = await till.SellAsync(sale.Reference, plan.Day, plan.Currency, sale.Total, sale.Spend, sale.Customer, ct);
            var said = answer["SaleToPOIResponse"]?["PaymentResponse"]?["Response"];
            Console.WriteLine($"{sale.Reference} {said?["Result"]} {said?["AdditionalResponse"] ?? answer["message"]}");
        }
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
