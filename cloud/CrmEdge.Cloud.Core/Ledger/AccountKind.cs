namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The chart of accounts. Names are stored; values are not.</summary>
public enum AccountKind
{
    /// <summary>A wallet's cash with the platform, per currency. Credit-normal, never negative.</summary>
    WalletCash,

    /// <summary>A contact's open money with one business. Credit-normal, never negative.</summary>
    WalletBusiness,

    /// <summary>One lot of conditional money (award, allowance, gift value, grant). Credit-normal, never negative.</summary>
    CommerceLot,

    /// <summary>What a contact owes the business. Debit-normal; negative after a payment in advance.</summary>
    Receivable,

    /// <summary>What a contact owes because a fact passed its limits. Debit-normal, never repaid beyond what is owed.</summary>
    Arrears,

    /// <summary>Money at a payment gateway or on its way to or from one.</summary>
    GatewayClearing,

    /// <summary>Wallet money at the bank, kept apart from the platform's own. Debit-normal.</summary>
    SafeguardedCash,

    /// <summary>One side's leg of money between two tenants.</summary>
    InTransit,

    /// <summary>What a business has given in rewards.</summary>
    RewardFunding,

    /// <summary>What a merchant is owed for goods paid by wallet.</summary>
    SalesClearing,

    /// <summary>What is settled between businesses and not paid yet.</summary>
    Settlement,

    /// <summary>One currency's side of conversions: what was taken in it against what was given.</summary>
    Liquidity,

    /// <summary>Fees earned.</summary>
    FeeRevenue,

    /// <summary>Services sold.</summary>
    ServiceRevenue,

    /// <summary>Tax collected.</summary>
    Tax,

    /// <summary>Money that expired unspent.</summary>
    Breakage,

    /// <summary>What waits for a person to say where it belongs.</summary>
    Suspense,
}
