using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>The accounts of a business that its purchases move money between.</summary>
internal sealed record PurchaseAccounts(Guid Tenant, Guid Contact, Guid Organisation, Currency Currency)
{
    public Account Pocket => BusinessPocket.Of(Tenant, Contact, Currency);

    public Account Funding => Account.New(Tenant, AccountKind.RewardFunding, Tenant, Currency);

    public Account Sales => Account.New(Tenant, AccountKind.SalesClearing, Organisation, Currency);

    public Account InTransit => Account.New(Tenant, AccountKind.InTransit, Tenant, Currency);

    public Account Arrears => Account.New(Tenant, AccountKind.Arrears, Contact, Currency);
}
