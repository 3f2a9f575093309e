using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Billing;

internal sealed class InvoiceStore() : TableRecordStore<Invoice>(
    "invoice",
    "owner",
    Column.Of("owner", NpgsqlDbType.Uuid, (Invoice r) => r.Owner),
    Column.Of("subscription", NpgsqlDbType.Uuid, (Invoice r) => r.Subscription),
    Column.Of("number", NpgsqlDbType.Bigint, (Invoice r) => r.Number),
    Column.Of("cycle_start", NpgsqlDbType.Date, (Invoice r) => r.Cycle.Start),
    Column.Of("cycle_end", NpgsqlDbType.Date, (Invoice r) => r.Cycle.End),
    Column.Of("currency", NpgsqlDbType.Text, (Invoice r) => r.Net.Currency.Code),
    Column.Of("net", NpgsqlDbType.Bigint, (Invoice r) => r.Net.Minor),
    Column.Of("tax", NpgsqlDbType.Bigint, (Invoice r) => r.Tax.Minor),
    Column.Of("tax_percent", NpgsqlDbType.Numeric, (Invoice r) => r.TaxPercent),
    Column.Of("issued_at", NpgsqlDbType.TimestampTz, (Invoice r) => r.IssuedAt.UtcDateTime))
{
    public override Invoice Read(NpgsqlDataReader row) => Of(row, Currency.Of(row.GetString(7)));

    private static Invoice Of(NpgsqlDataReader row, Currency currency) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), row.GetInt64(4),
        new BillingCycle(row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateOnly>(6)), new Money(row.GetInt64(8), currency),
        new Money(row.GetInt64(9), currency), row.GetDecimal(10), row.GetFieldValue<DateTimeOffset>(11));
}
