using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>Divides an amount by weights without losing a minor unit.</summary>
public static class Shares
{
    /// <summary>
    /// One share a weight; their sum is the whole. Each is its exact share rounded down, and what is left goes by one minor unit
    /// each to those that lost most, earlier ones first. All weights nil: everything to the first.
    /// </summary>
    /// <param name="whole">Not negative.</param>
    /// <param name="weights">At least one, none negative.</param>
    public static IReadOnlyList<Money> Of(Money whole, IReadOnlyList<long> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Invariant.Holds(whole.Minor >= 0 && weights.Count > 0 && weights.All(weight => weight >= 0));
        var sum = weights.Aggregate((Int128)0, (all, weight) => all + weight);
        if (sum == 0) return [whole, .. weights.Skip(1).Select(_ => Money.Zero(whole.Currency))];
        var shares = weights.Select(weight => (long)(whole.Minor * (Int128)weight / sum)).ToArray();
        var left = (int)(whole.Minor - shares.Sum());
        var mostLost = Enumerable.Range(0, shares.Length).OrderByDescending(i => whole.Minor * (Int128)weights[i] % sum);
        foreach (var i in mostLost.Take(left)) shares[i]++;
        return [.. shares.Select(minor => new Money(minor, whole.Currency))];
    }
}
