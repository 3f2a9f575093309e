using System.Collections.Frozen;
using static CrmEdge.Cloud.Core.Ledger.AccountKind;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The one table of which code may move money from (debit) which kind of account to (credit) which.</summary>
public static class TransferRules
{
    private static readonly AccountKind[] Wallet = [WalletCash, WalletBusiness, CommerceLot];
    private static readonly AccountKind[] OpenMoney = [WalletCash, WalletBusiness];
    private static readonly AccountKind[] Revenue = [ServiceRevenue, FeeRevenue];

    private static readonly (TransferCode Code, AccountKind[] Debit, AccountKind[] Credit)[] Table =
    [
        (TransferCode.TopUp, [GatewayClearing, InTransit], Wallet),
        (TransferCode.Payout, OpenMoney, [GatewayClearing]),
        (TransferCode.WalletTransfer, OpenMoney, Wallet),
        (TransferCode.WalletTransfer, [CommerceLot], [CommerceLot]),
        (TransferCode.Award, [RewardFunding, InTransit], [CommerceLot, WalletBusiness]),
        (TransferCode.Redeem, [CommerceLot], [WalletBusiness, SalesClearing, GatewayClearing]),
        (TransferCode.Spend, Wallet, [SalesClearing, Receivable, ServiceRevenue]),
        (TransferCode.CrossTenant, [WalletCash, WalletBusiness, SalesClearing, RewardFunding, GatewayClearing], [InTransit]),
        (TransferCode.CrossTenant, [InTransit],
            [WalletCash, WalletBusiness, SalesClearing, RewardFunding, GatewayClearing, Receivable, ServiceRevenue]),
        (TransferCode.Fee, [WalletCash, WalletBusiness, Receivable, SalesClearing, InTransit], [FeeRevenue]),
        (TransferCode.Expiry, [CommerceLot], [Breakage, RewardFunding]),
        (TransferCode.Charge, [Receivable, WalletCash, WalletBusiness, CommerceLot], Revenue),
        (TransferCode.TaxCharge, [Receivable, WalletCash, WalletBusiness, CommerceLot, SalesClearing], [AccountKind.Tax]),
        (TransferCode.Payment, [GatewayClearing, InTransit, WalletCash, WalletBusiness], [Receivable]),
        (TransferCode.Refund, [Receivable, SalesClearing, ServiceRevenue, FeeRevenue, AccountKind.Tax],
            [GatewayClearing, WalletCash, WalletBusiness, Receivable]),
        (TransferCode.ArrearsBooked, [Arrears],
            [SalesClearing, RewardFunding, CommerceLot, WalletBusiness, WalletCash, ServiceRevenue, InTransit, Receivable]),
        (TransferCode.ArrearsRecovered, [GatewayClearing, WalletCash, WalletBusiness, CommerceLot, Receivable], [Arrears]),
        (TransferCode.Settlement, [SalesClearing, RewardFunding, InTransit, AccountKind.Settlement],
            [GatewayClearing, SafeguardedCash, InTransit, SalesClearing, RewardFunding, Receivable, FeeRevenue,
                AccountKind.Settlement]),
        (TransferCode.Safeguard, [SafeguardedCash, GatewayClearing], [GatewayClearing, SafeguardedCash]),
        (TransferCode.Conversion, [.. OpenMoney, SalesClearing, InTransit], [Liquidity]),
        (TransferCode.Conversion, [Liquidity], [.. OpenMoney, SalesClearing, InTransit]),
        (TransferCode.ManualJournal, Enum.GetValues<AccountKind>(), [Suspense]),
        (TransferCode.ManualJournal, [Suspense], Enum.GetValues<AccountKind>()),
    ];

    private static readonly FrozenSet<(TransferCode, AccountKind, AccountKind)> Permitted = Expand().ToFrozenSet();

    /// <summary>True where the code may debit one kind and credit the other.</summary>
    public static bool Permits(TransferCode code, AccountKind debit, AccountKind credit) =>
        Permitted.Contains((code, debit, credit));

    private static IEnumerable<(TransferCode, AccountKind, AccountKind)> Expand()
    {
        foreach (var (code, debits, credits) in Table)
        {
            foreach (var debit in debits)
            {
                foreach (var credit in credits)
                {
                    yield return (code, debit, credit);
                    yield return (TransferCode.Reversal, credit, debit);
                }
            }
        }
    }
}
