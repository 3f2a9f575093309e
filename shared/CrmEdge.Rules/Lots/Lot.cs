using CrmEdge.Kernel;

namespace CrmEdge.Rules.Lots;

/// <summary>Money of a pool that expires together, as far as it is still there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Pool">The pool that says what it may pay.</param>
/// <param name="Left">What is left of it.</param>
/// <param name="Expires">From this instant it cannot be used; null is never.</param>
/// <param name="Given">When its first money came.</param>
public sealed record Lot(Guid Id, Guid Pool, Money Left, DateTimeOffset? Expires, DateTimeOffset Given);

/// <summary>In which order lots are used up: what would expire first, then by the pool's priority, then the oldest.</summary>
public static class LotOrder
{
    /// <summary>The lots that can be used now, first to be used first.</summary>
    public static IEnumerable<(Lot Lot, Pool Pool)> Usable(
        IEnumerable<Lot> lots, IReadOnlyDictionary<Guid, Pool> pools, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pools);
        return from lot in lots
               where lot.Left.Minor > 0 && !(lot.Expires <= now)
               let pool = pools.GetValueOrDefault(lot.Pool)
               where pool is { Active: true }
               orderby lot.Expires ?? DateTimeOffset.MaxValue, pool.Priority, lot.Given, lot.Id
               select (lot, pool);
    }
}
