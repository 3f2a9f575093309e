using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>A contact's open money with a business.</summary>
public static class BusinessPocket
{
    /// <summary>Its account.</summary>
    public static Account Of(Guid tenant, Guid contact, Currency currency) =>
        Account.New(tenant, AccountKind.WalletBusiness, contact, currency);
}
