using System.Collections.Frozen;

namespace CrmEdge.Kernel;

/// <summary>An ISO 4217 currency. <c>default</c> is no currency and is refused wherever money moves.</summary>
public readonly record struct Currency
{
    private static readonly FrozenDictionary<string, byte> Exponents = Iso4217.Exponents.ToFrozenDictionary();

    private readonly string? _code;

    private Currency(string code) => _code = code;

    /// <summary>The alphabetic code, such as EUR; empty for <c>default</c>.</summary>
    public string Code => _code ?? "";

    /// <summary>How many decimals a major unit has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217 table A.1).</summary>
    public int Exponent => _code is null ? 0 : Exponents[_code];

    /// <summary>The currency of a three-letter upper-case code; false where ISO 4217 has none.</summary>
    public static bool TryParse(string? code, out Currency currency)
    {
        var known = code is not null && Exponents.ContainsKey(code);
        currency = known ? new Currency(code!) : default;
        return known;
    }

    /// <summary>As <see cref="TryParse"/>, for codes that are known to be right.</summary>
    /// <exception cref="InvariantViolatedException">No such currency.</exception>
    public static Currency Of(string code)
    {
        Invariant.Holds(TryParse(code, out var currency), $"{code} is an ISO 4217 currency");
        return currency;
    }

    /// <inheritdoc/>
    public override string ToString() => Code;
}
