namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>Why money moves. Between which kinds of account it may is <see cref="TransferRules"/>. Names are stored.</summary>
public enum TransferCode
{
    /// <summary>Money paid in through a gateway becomes wallet money.</summary>
    TopUp,

    /// <summary>Wallet money is paid out through a gateway.</summary>
    Payout,

    /// <summary>One wallet sends to another.</summary>
    WalletTransfer,

    /// <summary>A business gives a reward, allowance or gift value.</summary>
    Award,

    /// <summary>Conditional money becomes open money or pays for goods.</summary>
    Redeem,

    /// <summary>Wallet money pays for goods.</summary>
    Spend,

    /// <summary>One leg of money between two tenants.</summary>
    CrossTenant,

    /// <summary>A fee is taken.</summary>
    Fee,

    /// <summary>A lot runs out.</summary>
    Expiry,

    /// <summary>Services or goods are charged.</summary>
    Charge,

    /// <summary>Tax on a charge.</summary>
    TaxCharge,

    /// <summary>A contact pays what it owes.</summary>
    Payment,

    /// <summary>A payment is given back.</summary>
    Refund,

    /// <summary>A fact that passed the limits is booked as owed.</summary>
    ArrearsBooked,

    /// <summary>What is owed in arrears is recovered.</summary>
    ArrearsRecovered,

    /// <summary>A merchant or partner business is settled.</summary>
    Settlement,

    /// <summary>A gateway's money arrives at the bank, or leaves it for the gateway.</summary>
    Safeguard,

    /// <summary>One currency's leg of money changed into another.</summary>
    Conversion,

    /// <summary>An earlier transfer is taken back by its opposite.</summary>
    Reversal,

    /// <summary>A person moves an amount by hand.</summary>
    ManualJournal,
}
