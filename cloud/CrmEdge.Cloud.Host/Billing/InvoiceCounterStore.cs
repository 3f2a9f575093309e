using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Billing;

internal sealed class InvoiceCounterStore() : TableRecordStore<InvoiceCounter>(
    "invoice_counter",
    null,
    Column.Of("last", NpgsqlDbType.Bigint, (InvoiceCounter r) => r.Last))
{
    public override InvoiceCounter Read(NpgsqlDataReader row) => new(row.GetGuid(0), row.GetGuid(1), row.GetInt64(2));
}
