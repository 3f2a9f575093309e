using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Readers;

/// <summary>What a reader saw, told apart. A value of kind card holds a PAN: hash it at once and let it go.</summary>
public abstract record Scan
{
    private Scan()
    {
    }

    /// <summary>An identification medium: a card's number from a magnetic stripe, or a loyalty or gift code from a barcode.</summary>
    /// <param name="Kind">Which.</param>
    /// <param name="Value">Its raw value, not yet normalised.</param>
    public sealed record Medium(CimKind Kind, string Value) : Scan
    {
        /// <summary>Never the value: a scan may end up in a log by mistake.</summary>
        public override string ToString() => $"Medium {Kind}";
    }

    /// <summary>A single-use spend token: 16 digits starting with 8, or 32 lower-case hexadecimal digits.</summary>
    /// <param name="Value">The token.</param>
    public sealed record SpendToken(string Value) : Scan
    {
        /// <summary>Never the value.</summary>
        public override string ToString() => nameof(SpendToken);
    }

    /// <summary>A wallet code: 16 digits not starting with 8, with 6 more behind them where it rotates.</summary>
    /// <param name="Digits">The code.</param>
    public sealed record WalletCode(string Digits) : Scan
    {
        /// <summary>Never the value.</summary>
        public override string ToString() => nameof(WalletCode);
    }

    /// <summary>6 digits: a one-time code, which authorises beside an identification and identifies nobody.</summary>
    /// <param name="Digits">The code.</param>
    public sealed record OneTimeCode(string Digits) : Scan
    {
        /// <summary>Never the value.</summary>
        public override string ToString() => nameof(OneTimeCode);
    }

    /// <summary>Nothing we know. The reason names what was wrong with it, never what it was.</summary>
    /// <param name="Reason">empty, too_long, bad_track or unknown_format.</param>
    public sealed record Unreadable(string Reason) : Scan;
}
