using System.Globalization;

namespace CrmEdge.Kernel;

/// <summary>An amount in whole minor units of one currency. <c>default</c> is zero of no currency.</summary>
/// <param name="Minor">Minor units, signed: 150 is 1.50 EUR, or 150 JPY.</param>
/// <param name="Currency">The currency; two amounts meet only in the same one.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    private static readonly decimal[] Scales = [1m, 10m, 100m, 1_000m, 10_000m];

    // A product keeps its decimals where a quotient drops them: 100 cents read 1.00, not 1.
    private static readonly decimal[] Units = [1m, 0.1m, 0.01m, 0.001m, 0.000_1m];

    /// <summary>Nothing, in <paramref name="currency"/>.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The amount in major units: 1.50 for 150 minor units of EUR.</summary>
    public decimal Major => new decimal(Minor) * Units[Currency.Exponent];

    /// <summary>
    /// Rounds a decimal amount of major units half away from zero to the currency's minor unit.
    /// </summary>
    /// <exception cref="OverflowException">Beyond what 64 bits of minor units hold.</exception>
    public static Money Round(decimal major, Currency currency) =>
        new(decimal.ToInt64(decimal.Round(major * Scales[currency.Exponent], MidpointRounding.AwayFromZero)), currency);

    /// <summary>An amount that the currency can express exactly; false where it has too many decimals or overflows.</summary>
    public static bool TryFromMajor(decimal major, Currency currency, out Money money)
    {
        money = default;
        if (Math.Abs(major) > long.MaxValue / Scales[currency.Exponent]) return false;
        var rounded = Round(major, currency);
        if (rounded.Major != major) return false;
        money = rounded;
        return true;
    }

    /// <summary>The sum. Both sides must be of one currency.</summary>
    public static Money operator +(Money a, Money b) => a with { Minor = checked(a.Minor + b.SameAs(a)) };

    /// <summary>The difference. Both sides must be of one currency.</summary>
    public static Money operator -(Money a, Money b) => a with { Minor = checked(a.Minor - b.SameAs(a)) };

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money a) => a with { Minor = checked(-a.Minor) };

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    /// <summary>Compares amounts of one currency.</summary>
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    /// <summary>The smaller of two amounts of one currency.</summary>
    public static Money Min(Money a, Money b) => a <= b ? a : b;

    /// <summary>The larger of two amounts of one currency.</summary>
    public static Money Max(Money a, Money b) => a >= b ? a : b;

    /// <summary><paramref name="percent"/> of this amount (5 is 5 %), rounded half away from zero to the minor unit.</summary>
    public Money Percent(decimal percent) => Round(Major * percent / 100m, Currency);

    /// <inheritdoc/>
    public int CompareTo(Money other) => Minor.CompareTo(other.SameAs(this));

    /// <summary>Such as <c>1.50 EUR</c>, always with a point.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major} {Currency.Code}");

    private long SameAs(Money other)
    {
        Invariant.Holds(Currency == other.Currency);
        return Minor;
    }
}
