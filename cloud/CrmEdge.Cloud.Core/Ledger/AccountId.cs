using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>Account ids follow from what the account is, so that whoever needs it first can open it.</summary>
public static class AccountId
{
    /// <summary>The one account of a kind that an owner (contact, wallet, lot, tenant …) has in a currency.</summary>
    public static Guid Of(Guid tenant, AccountKind kind, Guid owner, Currency currency) =>
        NamedId.Of(tenant, $"account:{WireName.Of(kind)}:{owner:N}:{currency.Code}");

    /// <summary>
    /// The owner of the counter accounts that a tenant spread over partitions (the platform) has once in each of them;
    /// the partition comes from <see cref="ReadSet.Partition"/> or <see cref="Books.Partition"/>.
    /// </summary>
    public static Guid PartitionOwner(Guid tenant, int partition) => NamedId.Of(tenant, $"partition:{partition}");
}
