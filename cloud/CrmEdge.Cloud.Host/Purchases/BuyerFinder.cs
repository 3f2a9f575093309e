using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Who bought.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="Currency">What the business keeps its money in.</param>
/// <param name="Wallet">Its wallet; null in the moments before it is opened.</param>
/// <param name="Token">The spend token that identified it.</param>
internal sealed record Buyer(Guid Contact, Currency Currency, Guid? Wallet, Guid? Token = null);

/// <summary>From the one means of identification to its contact.</summary>
internal sealed class BuyerFinder(ContactFinder contacts, WalletDirectory wallets)
{
    /// <summary>Null where nobody of this business is meant.</summary>
    public Task<Buyer?> FindAsync(Guid tenant, Guid platform, Identification who, CancellationToken ct) => who switch
    {
        Identification.Contact contact => OfAsync(contacts.ByIdAsync(tenant, contact.Id, ct)),
        Identification.ContactCode code => OfAsync(contacts.ByCodeAsync(tenant, code.Code, ct)),
        Identification.Wallet wallet => OfWalletAsync(wallets.FindAsync(tenant, wallet.Code, ct), null),
        Identification.SpendToken token => ByTokenAsync(tenant, platform, token.Value, ct),
        Identification.GiftPass pass => OfAsync(contacts.ByCimAsync(tenant, CimKind.GiftPass, pass.Code, ct)),
        Identification.Cim cim => ByCimAsync(tenant, cim, ct),
        _ => throw new InvariantViolatedException($"{who} is a means of identification"),
    };

    private async Task<Buyer?> ByTokenAsync(Guid tenant, Guid platform, string text, CancellationToken ct) =>
        await wallets.FindTokenAsync(platform, text, ct) is { } found
            ? await OfWalletAsync(wallets.FindAsync(tenant, found.Wallet.ToString(), ct), found.Token)
            : null;

    // The first kind under which the value is known: values of two kinds are hashed apart and seldom look alike.
    private async Task<Buyer?> ByCimAsync(Guid tenant, Identification.Cim cim, CancellationToken ct)
    {
        foreach (var candidate in cim.Candidates)
        {
            if (await OfAsync(contacts.ByCimAsync(tenant, candidate.Kind, candidate.Normal, ct)) is { } buyer) return buyer;
        }
        return null;
    }

    private static async Task<Buyer?> OfAsync(Task<FoundContact?> finding) =>
        await finding is { } contact ? new Buyer(contact.Id, contact.Currency, contact.Wallet) : null;

    private static async Task<Buyer?> OfWalletAsync(Task<KnownWallet?> finding, Guid? token) =>
        await finding is { } wallet ? new Buyer(wallet.Contact, wallet.Currency, wallet.Id, token) : null;
}
