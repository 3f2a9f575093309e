using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Subscriptions;

internal sealed class SubscribedServiceStore() : TableRecordStore<SubscribedService>(
    "subscription_service",
    "owner",
    Column.Of("owner", NpgsqlDbType.Uuid, (SubscribedService r) => r.Owner),
    Column.Of("product", NpgsqlDbType.Uuid, (SubscribedService r) => r.Product),
    Column.Of("meter", NpgsqlDbType.Text, (SubscribedService r) => r.Meter),
    Column.Of("state", NpgsqlDbType.Text, (SubscribedService r) => WireName.Of(r.State)),
    Column.Of("since", NpgsqlDbType.Date, (SubscribedService r) => r.Since))
{
    public override SubscribedService Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), row.GetString(4),
        WireName.Parse<ServiceState>(row.GetString(5)), row.GetFieldValue<DateOnly>(6));
}
