using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Edge.Core.Pos;

/// <summary>
/// Who stands at the till, in the form that may leave the reader: media are hashed. Tokens and codes are still in clear and
/// live in memory only; none of them prints itself.
/// </summary>
public abstract record Means
{
    private Means()
    {
    }

    /// <summary>True where the holder says by it alone that it wants to spend.</summary>
    public bool Spends => this is SpendToken;

    /// <summary>A card, phone, email, loyalty id or gift pass.</summary>
    /// <param name="Hashes">The value under every live key, newest first; for a value that fits several kinds, under each.</param>
    public sealed record Medium(IReadOnlyList<CimHash> Hashes) : Means
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(Medium);
    }

    /// <summary>A single-use spend token.</summary>
    public sealed record SpendToken(string Value) : Means
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(SpendToken);
    }

    /// <summary>A wallet code of 16 digits; a rotating one with its 6-digit code behind them.</summary>
    public sealed record WalletCode(string Digits) : Means
    {
        /// <inheritdoc/>
        public override string ToString() => nameof(WalletCode);
    }

    /// <summary>The contact itself.</summary>
    public sealed record Contact(Guid Id) : Means;

    /// <summary>The contact's code.</summary>
    public sealed record ContactCode(string Code) : Means;

    /// <summary>What an identification becomes under the live keys, newest first.</summary>
    public static Means Of(Identification who, string? otp, IReadOnlyList<CimKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return who switch
        {
            Identification.Wallet { Rotating: true } wallet => new WalletCode(wallet.Code + otp),
            Identification.Wallet wallet => new WalletCode(wallet.Code),
            Identification.SpendToken token => new SpendToken(token.Value),
            Identification.Contact contact => new Contact(contact.Id),
            Identification.ContactCode code => new ContactCode(code.Code),
            Identification.Cim cim => new Medium([.. cim.Candidates.SelectMany(c => HashesOf(c.Kind, c.Normal, keys))]),
            Identification.GiftPass pass => new Medium(HashesOf(CimKind.GiftPass, pass.Code, keys)),
            _ => throw new InvariantViolatedException($"no means for {who}"),
        };
    }

    /// <summary>A value of one kind under every key; empty where it cannot be of that kind.</summary>
    public static IReadOnlyList<CimHash> HashesOf(CimKind kind, string raw, IReadOnlyList<CimKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return [.. keys.Select(key => CimHash.Of(key, kind, raw)).OfType<CimHash>()];
    }
}
