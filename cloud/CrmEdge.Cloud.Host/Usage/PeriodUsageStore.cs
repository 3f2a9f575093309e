using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Usage;

internal sealed class PeriodUsageStore() : TableRecordStore<PeriodUsage>(
    "period_usage",
    "owner",
    Column.Of("owner", NpgsqlDbType.Uuid, (PeriodUsage r) => r.Owner),
    Column.Of("service", NpgsqlDbType.Uuid, (PeriodUsage r) => r.Service),
    Column.Of("price", NpgsqlDbType.Uuid, (PeriodUsage r) => r.Price),
    Column.Of("cycle_start", NpgsqlDbType.Date, (PeriodUsage r) => r.Cycle.Start),
    Column.Of("cycle_end", NpgsqlDbType.Date, (PeriodUsage r) => r.Cycle.End),
    Column.Of("currency", NpgsqlDbType.Text, (PeriodUsage r) => r.Invoiced.Currency.Code),
    Column.Of("quantity", NpgsqlDbType.Numeric, (PeriodUsage r) => r.Total.Quantity),
    Column.Of("charged", NpgsqlDbType.Bigint, (PeriodUsage r) => r.Total.Charged.Minor),
    Column.Of("invoiced", NpgsqlDbType.Bigint, (PeriodUsage r) => r.Invoiced.Minor))
{
    public override PeriodUsage Read(NpgsqlDataReader row) => Of(row, Currency.Of(row.GetString(7)));

    private static PeriodUsage Of(NpgsqlDataReader row, Currency currency) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), row.GetGuid(4),
        new BillingCycle(row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateOnly>(6)),
        new RatedTotal(row.GetDecimal(8), new Money(row.GetInt64(9), currency)), new Money(row.GetInt64(10), currency));
}
