using System.Text.Json.Nodes;
using CrmEdge.Simulators.Demo.Cast;

namespace CrmEdge.Simulators.Demo.Books;

/// <summary>What the till's log on disk says was sent, and what it was answered last.</summary>
/// <param name="Receipts">One for each reference.</param>
/// <param name="Repeats">Requests that went out again for a reference that had gone out before.</param>
internal sealed record TillBooks(IReadOnlyList<Receipt> Receipts, int Repeats)
{
    /// <summary>Sales the till was told are made.</summary>
    public IEnumerable<Receipt> Made => Receipts.Where(receipt => receipt.State is "approved" or "accepted");

    public IEnumerable<Receipt> Declined => Receipts.Where(receipt => receipt.State is "declined" or "reversed");

    public static TillBooks Read(string logFile)
    {
        var lines = File.ReadLines(logFile).Select(line => JsonNode.Parse(line)!).ToList();
        var asked = lines.Where(line => Word(line, "what") == "asked").ToLookup(line => Word(line["fields"], "ref"));
        var answers = lines.Where(line => Word(line, "what") == "answered").ToDictionary(line => (int)line["number"]!);
        var silent = lines.Count(line => Word(line, "what") == "silent");
        var repeats = asked.Sum(asks => asks.Count()) - asked.Count + silent;
        return new TillBooks([.. asked.Select(asks => Of(asks.Key, [.. asks], answers))], repeats);
    }

    private static Receipt Of(string reference, IReadOnlyList<JsonNode> asks, Dictionary<int, JsonNode> answers)
    {
        var sent = asks[0]["fields"]!;
        var basket = Basket.All.Single(basket => Word(sent, "line").StartsWith(basket.Sku, StringComparison.Ordinal));
        var last = asks.Select(ask => answers.GetValueOrDefault((int)ask["number"]!)).LastOrDefault(answer => answer is not null);
        var told = last?["fields"];
        return new Receipt(reference, sent["spend"] is not null, basket, told is null ? null : Word(told, "state"));
    }

    private static string Word(JsonNode? node, string name) => (string?)node?[name] ?? "";
}

/// <summary>One receipt; amounts and award are those of the price list worked by hand.</summary>
internal sealed record Receipt(string Reference, bool Spends, Basket Basket, string? State);
