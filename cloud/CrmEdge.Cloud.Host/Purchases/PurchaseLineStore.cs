using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Purchases;

internal sealed class PurchaseLineStore() : TableFactStore<PurchaseLine>("purchase_line",
    Column.Of("purchase", Db.Uuid, (PurchaseLine r) => r.Purchase),
    Column.Of("number", Db.Integer, (PurchaseLine r) => r.Number),
    Column.Of("sku", Db.Text, (PurchaseLine r) => r.Sku),
    Column.Of("name", Db.Text, (PurchaseLine r) => r.Name),
    Column.Of("quantity", Db.Numeric, (PurchaseLine r) => r.Quantity),
    Column.Of("net", Db.Bigint, (PurchaseLine r) => r.Net.Minor),
    Column.Of("tax", Db.Bigint, (PurchaseLine r) => r.Tax.Minor));
