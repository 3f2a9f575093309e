using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>
/// Who bought: exactly one of six means. None of them prints what it holds, for that is a credential or personal.
/// </summary>
public abstract record Identification
{
    private Identification()
    {
    }

    /// <summary>The wallet's sixteen digits; the one-time code of a rotating one is in <see cref="Ticket.Otp"/>.</summary>
    public sealed record Wallet(string Code, bool Rotating) : Identification
    {
        /// <inheritdoc/>
        public override string ToString() => "wallet code";
    }

    /// <summary>A spend token: 32 hexadecimal digits as scanned, or the 16 decimal digits that stand for them.</summary>
    public sealed record SpendToken(string Value) : Identification
    {
        /// <inheritdoc/>
        public override string ToString() => "spend token";
    }

    /// <summary>The contact itself.</summary>
    public sealed record Contact(Guid Id) : Identification
    {
        /// <inheritdoc/>
        public override string ToString() => "contact id";
    }

    /// <summary>The contact's code.</summary>
    public sealed record ContactCode(string Code) : Identification
    {
        /// <inheritdoc/>
        public override string ToString() => "contact code";
    }

    /// <summary>A card, phone, email or loyalty identifier, in its normal form for every kind it can be of.</summary>
    public sealed record Cim(IReadOnlyList<CimCandidate> Candidates) : Identification
    {
        /// <inheritdoc/>
        public override string ToString() => "CIM";
    }

    /// <summary>A gift pass.</summary>
    public sealed record GiftPass(string Code) : Identification
    {
        /// <inheritdoc/>
        public override string ToString() => "gift pass";
    }
}

/// <summary>A value in the normal form of one kind. It does not print itself.</summary>
/// <param name="Kind">The kind it would be.</param>
/// <param name="Normal">See <see cref="CimValue.Normalise"/>.</param>
public readonly record struct CimCandidate(CimKind Kind, string Normal)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind}";
}
