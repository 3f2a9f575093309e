using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Subscriptions;

internal sealed class SubscriptionStore() : TableRecordStore<Subscription>(
    "subscription",
    "owner",
    Column.Of("owner", NpgsqlDbType.Uuid, (Subscription r) => r.Owner),
    Column.Of("code", NpgsqlDbType.Text, (Subscription r) => r.Code),
    Column.Of("currency", NpgsqlDbType.Text, (Subscription r) => r.Currency.Code),
    Column.Of("first_day", NpgsqlDbType.Date, (Subscription r) => r.FirstDay),
    Column.Of("billed_to", NpgsqlDbType.Date, (Subscription r) => r.BilledTo),
    Column.Of("opened_at", NpgsqlDbType.TimestampTz, (Subscription r) => r.OpenedAt.UtcDateTime))
{
    public override Subscription Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetString(3), Currency.Of(row.GetString(4)),
        row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateOnly>(6), row.GetFieldValue<DateTimeOffset>(7));
}
