namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>What follows from an account's kind.</summary>
public static class AccountKinds
{
    /// <summary>True where the balance is credits − debits, false where it is debits − credits.</summary>
    public static bool IsCreditNormal(this AccountKind kind) => kind switch
    {
        AccountKind.Receivable or AccountKind.Arrears or AccountKind.GatewayClearing or AccountKind.SafeguardedCash
            or AccountKind.RewardFunding => false,
        _ => true,
    };

    /// <summary>The limits an account of this kind is opened with.</summary>
    public static AccountLimits DefaultLimits(this AccountKind kind) => kind switch
    {
        AccountKind.WalletCash or AccountKind.WalletBusiness or AccountKind.CommerceLot =>
            AccountLimits.DebitsMustNotExceedCredits,
        AccountKind.Arrears => AccountLimits.CreditsMustNotExceedDebits,
        _ => AccountLimits.None,
    };
}
