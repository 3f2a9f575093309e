using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Rules.Purchases;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>A token as its holder gets it, this once.</summary>
internal sealed record IssuedToken(WalletCode Code, string Scanned, string Keyed, DateTimeOffset Expires);

/// <summary>Issues spend tokens.</summary>
internal sealed class SpendTokens(ILedger ledger, IdSource ids, RandomNumberGenerator random, IOptions<WalletOptions> options)
{
    public async Task<IssuedToken> IssueAsync(Guid platform, Guid business, Guid wallet, Money? amount, CancellationToken ct)
    {
        var bytes = new byte[SpendTokenText.ScannedDigits / 2];
        random.GetBytes(bytes);
        var (scanned, keyed) = (Convert.ToHexStringLower(bytes), SixteenDigits.Next(random));
        var issued = await ledger.SubmitAsync(
            new IssueSpendToken(platform, wallet, ids.Next(), business, WalletDirectory.HashOf(scanned),
                WalletDirectory.HashOf(keyed), amount, options.Value.TokenLife), ct);
        return new IssuedToken(issued.Code, scanned, keyed, issued.Expires);
    }
}
