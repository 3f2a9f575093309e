namespace CrmEdge.Rules.Purchases;

/// <summary>Makes one line of those with the same SKU and unit price.</summary>
internal static class LineMerge
{
    private const decimal Micro = 1_000_000m;

    public static IReadOnlyList<TicketLine> Merge(IReadOnlyList<TicketLine> lines)
    {
        var merged = new List<TicketLine>(lines.Count);
        var bySku = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (!bySku.TryGetValue(line.Sku, out var places)) bySku[line.Sku] = places = [];
            var same = places.FindIndex(i => SamePrice(merged[i], line));
            if (same >= 0)
            {
                merged[places[same]] = Sum(merged[places[same]], line);
                continue;
            }
            places.Add(merged.Count);
            merged.Add(line);
        }
        return merged;
    }

    // Cross-multiplied in whole millionths: a quotient would round, a decimal product could run out of digits.
    private static bool SamePrice(TicketLine a, TicketLine b) =>
        a.Amounts.Total.Minor * Micros(b) == b.Amounts.Total.Minor * Micros(a)
        && a.Amounts.Net.Minor * Micros(b) == b.Amounts.Net.Minor * Micros(a);

    private static Int128 Micros(TicketLine line) => (Int128)(line.Quantity * Micro);

    private static TicketLine Sum(TicketLine a, TicketLine b) => a with
    {
        Name = a.Name ?? b.Name,
        Family = a.Family ?? b.Family,
        Quantity = a.Quantity + b.Quantity,
        Amounts = a.Amounts + b.Amounts,
    };
}
