using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Ledger;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Gives a contact its wallet: the same one however often it is asked.</summary>
internal sealed class WalletOpener(ILedger ledger, WalletDirectory directory, RandomNumberGenerator random) : IWalletOpener
{
    private const int CodesTriedMax = 5;

    public async Task<OpenedWallet> OpenAsync(Guid tenant, Guid contactId, Currency currency, CancellationToken ct)
    {
        var platform = Platform.Tenant(await directory.ModeOfAsync(tenant, ct));
        var id = NamedId.Of(tenant, $"wallet:{contactId:N}");
        for (var tried = 1; ; tried++)
        {
            try
            {
                var home = await ledger.SubmitAsync(new OpenWallet(platform, id, SixteenDigits.Next(random)), ct);
                return new OpenedWallet(id, home.Code);
            }
            catch (OperationRejectedException e) when (e.Constraint == "wallet_home_code" && tried < CodesTriedMax)
            {
                // Somebody else has these digits; one time in ten thousand even with a trillion wallets.
            }
        }
    }
}
