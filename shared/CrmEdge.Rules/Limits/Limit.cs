using System.Globalization;
using CrmEdge.Kernel;

namespace CrmEdge.Rules.Limits;

/// <summary>How often and how much in a period. Null is no limit.</summary>
/// <param name="Period">The period.</param>
/// <param name="NumberMax">Times.</param>
/// <param name="AmountMax">In all.</param>
public sealed record Limit(LimitPeriod Period, int? NumberMax, Money? AmountMax)
{
    /// <summary>The tighter of each: an override for one contact can only lower a limit.</summary>
    public Limit LoweredBy(Limit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Invariant.Holds(Period == other.Period);
        var amount = (AmountMax, other.AmountMax) is ({ } a, { } b) ? Money.Min(a, b) : AmountMax ?? other.AmountMax;
        var number = (NumberMax, other.NumberMax) is ({ } m, { } n) ? Math.Min(m, n) : NumberMax ?? other.NumberMax;
        return new Limit(Period, number, amount);
    }

    /// <summary>Whether one more of <paramref name="amount"/> is within it.</summary>
    public LimitCode Check(LimitUse used, Money amount)
    {
        if (NumberMax is { } number && used.Number >= number) return LimitCode.NumberReached;
        return AmountMax is { } most && used.Amount + amount > most ? LimitCode.AmountReached : LimitCode.Ok;
    }
}

/// <summary>The civil period a limit counts over.</summary>
public enum LimitPeriod
{
    /// <summary>A day.</summary>
    Daily,

    /// <summary>A week from Monday (ISO 8601).</summary>
    Weekly,

    /// <summary>A calendar month.</summary>
    Monthly,
}

/// <summary>What a limit says.</summary>
public enum LimitCode
{
    /// <summary>Within it.</summary>
    Ok,

    /// <summary>As often as allowed already.</summary>
    NumberReached,

    /// <summary>More than allowed in all.</summary>
    AmountReached,
}

/// <summary>What was used in one period.</summary>
/// <param name="Number">Times.</param>
/// <param name="Amount">In all.</param>
public readonly record struct LimitUse(int Number, Money Amount)
{
    /// <summary>With one more.</summary>
    public LimitUse And(Money amount) => new(Number + 1, Amount + amount);
}

/// <summary>Names the period that a date lies in.</summary>
public static class LimitPeriods
{
    /// <summary>Such as 2026-11-21, 2026-W47 or 2026-11.</summary>
    public static string KeyOf(this LimitPeriod period, DateOnly date) => period switch
    {
        LimitPeriod.Daily => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        LimitPeriod.Weekly => string.Create(CultureInfo.InvariantCulture,
            $"{ISOWeek.GetYear(date.ToDateTime(default)):0000}-W{ISOWeek.GetWeekOfYear(date.ToDateTime(default)):00}"),
        _ => date.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };
}
