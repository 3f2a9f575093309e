using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Simulators.Till;

/// <summary>What a simulated till is to ring, and where.</summary>
internal sealed class TillPlan
{
    private const int CentsMax = 5_000;

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    public string Host => Line[..Line.LastIndexOf(':')];

    public int Port => int.Parse(Line[(Line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);

    public string? Serial => _given.GetValueOrDefault("serial");

    public Uri? Nexo => _given.TryGetValue("nexo", out var uri) ? new Uri(uri) : null;

    public string Secret => _given.GetValueOrDefault("secret", "");

    public string Tap => _given.GetValueOrDefault("tap", "");

    public string Log => _given["log"];

    public string Day => _given.GetValueOrDefault("day", "2026-11-21");

    public string Currency => _given.GetValueOrDefault("currency", "EUR");

    private string Line => _given["line"];

    /// <summary>Null where the words make no plan.</summary>
    public static TillPlan? Parse(string[] args)
    {
        string[] known = ["line", "serial", "nexo", "secret", "tap", "log", "sales", "seed", "day", "currency", "customers", "spend-every"];
        var plan = new TillPlan();
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(args[i][2..])) return null;
            plan._given[args[i][2..]] = args[i + 1];
        }
        var ways = plan._given.Keys.Count(name => name is "line" or "serial" or "nexo");
        return args.Length % 2 == 0 && ways == 1 && plan._given.ContainsKey("log") ? plan : null;
    }

    /// <summary>The same sales for the same seed, so that a till that was ended rings them again under the same references.</summary>
    public IEnumerable<PlannedSale> Sales()
    {
        var seed = Number("seed", 1);
        var customers = _given.GetValueOrDefault("customers", "LOYAL-0001").Split(',');
        var spendEvery = Number("spend-every", 0);
        for (var i = 1; i <= Number("sales", 10); i++)
        {
            var dice = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{i}"));
            var total = (100 + BinaryPrimitives.ReadUInt16LittleEndian(dice) % CentsMax) / 100m;
            var spend = spendEvery > 0 && i % spendEvery == 0 ? decimal.Round(total / 2, 2) : 0;
            yield return new PlannedSale($"S{seed}-{i:D6}", total, spend, customers[dice[^1] % customers.Length]);
        }
    }

    private int Number(string name, int otherwise) =>
        _given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}

/// <summary>A sale to ring.</summary>
internal readonly record struct PlannedSale(string Reference, decimal Total, decimal Spend, string Customer);
