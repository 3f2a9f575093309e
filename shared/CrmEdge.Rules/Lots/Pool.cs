using CrmEdge.Rules.Offers;

namespace CrmEdge.Rules.Lots;

/// <summary>Conditional money of a business: what it may pay, and for how long.</summary>
public sealed record Pool
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>When, where and on what it may be used.</summary>
    public Conditions Conditions { get; init; } = Conditions.None;

    /// <summary>Whole months that money lives at least; null is for ever.</summary>
    public int? LifeMonths { get; init; } = 12;

    /// <summary>Of pools that expire at one time the smaller number pays first.</summary>
    public int Priority { get; init; }

    /// <summary>What its use does to tax.</summary>
    public PoolTax Tax { get; init; } = PoolTax.PaymentMethod;

    /// <summary>False: what is in it stays there unused.</summary>
    public bool Active { get; init; } = true;

    /// <summary>
    /// When money given at an instant expires: after its life, at the end of that month (UTC). So all that is given in one month
    /// expires together, and a contact never has more than <see cref="LifeMonths"/> + 1 live lots of a pool.
    /// </summary>
    public DateTimeOffset? ExpiryOf(DateTimeOffset given)
    {
        if (LifeMonths is not { } months) return null;
        var last = given.ToUniversalTime().AddMonths(months);
        return new DateTimeOffset(last.Year, last.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
    }
}

/// <summary>How a pool's money counts on the ticket.</summary>
public enum PoolTax
{
    /// <summary>After tax: it pays part of what is due, and tax stays as it is.</summary>
    PaymentMethod,

    /// <summary>Before tax: it lowers the net price, and the tax on it with it.</summary>
    SalesReduction,
}
