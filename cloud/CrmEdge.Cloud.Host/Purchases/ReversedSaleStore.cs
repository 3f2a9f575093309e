using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Purchases;

internal sealed class ReversedSaleStore() : TableRecordStore<ReversedSale>(
    "reversed_sale", null, Column.Of("at", NpgsqlDbType.TimestampTz, (ReversedSale r) => r.At.ToUniversalTime()))
{
    public override ReversedSale Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2));
}
