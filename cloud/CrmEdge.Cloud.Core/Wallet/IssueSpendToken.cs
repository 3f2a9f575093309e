using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>Issues a spend token.</summary>
/// <param name="Platform">The platform's tenant.</param>
/// <param name="Wallet">The wallet that is to spend.</param>
/// <param name="Token">The token.</param>
/// <param name="Business">The tenant at which it is good.</param>
/// <param name="ScannedHash">Hash of its scanned text.</param>
/// <param name="KeyedHash">Hash of its keyed text.</param>
/// <param name="Amount">How much, above zero; null is as much as possible.</param>
/// <param name="Life">How long it is good.</param>
public sealed record IssueSpendToken(
    Guid Platform, Guid Wallet, Guid Token, Guid Business, ReadOnlyMemory<byte> ScannedHash, ReadOnlyMemory<byte> KeyedHash,
    Money? Amount, TimeSpan Life) : IOperation<TokenIssued>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Home(Platform, Wallet);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<WalletHome>(Wallet);
        reads.Find<SpendToken>(Token);
    }

    /// <inheritdoc/>
    public Verdict<TokenIssued> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<WalletHome>(Wallet) is null) return Refused(WalletCode.WalletNotFound);
        if (Amount is { Minor: <= 0 }) return Refused(WalletCode.AmountNotPositive);
        if (books.Find<SpendToken>(Token) is { } issued) return Verdict.Keep(new TokenIssued(WalletCode.Ok, issued.Expires));
        var token = new SpendToken
        {
            Tenant = Platform,
            Id = Token,
            Wallet = Wallet,
            Business = Business,
            ScannedHash = ScannedHash,
            KeyedHash = KeyedHash,
            Amount = Amount,
            Expires = now + Life,
        };
        books.Put(token);
        return Verdict.Keep(new TokenIssued(WalletCode.Ok, token.Expires));
    }

    private static Verdict<TokenIssued> Refused(WalletCode code) =>
        Verdict.Refuse(WireName.Of(code), new TokenIssued(code, default));
}

/// <summary>What came of issuing a token.</summary>
/// <param name="Code">Why not.</param>
/// <param name="Expires">From when it is good no more.</param>
public readonly record struct TokenIssued(WalletCode Code, DateTimeOffset Expires);
