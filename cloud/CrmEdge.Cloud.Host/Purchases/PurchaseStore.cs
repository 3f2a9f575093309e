using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Purchases;

internal sealed class PurchaseStore() : TableRecordStore<Purchase>("purchase", null, PurchaseColumns.All)
{
    public override Purchase Read(NpgsqlDataReader row) => PurchaseColumns.Read(row);
}
