using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Purchases;

internal sealed class PurchaseRewardStore() : TableFactStore<PurchaseReward>("purchase_reward",
    Column.Of("purchase", Db.Uuid, (PurchaseReward r) => r.Purchase),
    Column.Of("number", Db.Integer, (PurchaseReward r) => r.Number),
    Column.Of("type", Db.Text, (PurchaseReward r) => WireName.Of(r.Type)),
    Column.Of("amount", Db.Bigint, (PurchaseReward r) => r.Amount.Minor),
    Column.Of("currency", Db.Text, (PurchaseReward r) => r.Amount.Currency.Code),
    Column.Of("why", Db.Text, (PurchaseReward r) => r.Why),
    Column.Of("rule", Db.Uuid, (PurchaseReward r) => r.Rule),
    Column.Of("pool", Db.Uuid, (PurchaseReward r) => r.Pool),
    Column.Of("lot", Db.Uuid, (PurchaseReward r) => r.Lot));
