using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Devices;

internal sealed class PairingTicketStore() : TableRecordStore<PairingTicket>(
    "pairing_ticket",
    null,
    Column.Of("contact", NpgsqlDbType.Uuid, (PairingTicket r) => r.Contact),
    Column.Of("subscription", NpgsqlDbType.Uuid, (PairingTicket r) => r.Subscription),
    Column.Of("currency", NpgsqlDbType.Text, (PairingTicket r) => r.Currency.Code),
    Column.Of("expires_at", NpgsqlDbType.TimestampTz, (PairingTicket r) => r.ExpiresAt.UtcDateTime),
    Column.Of("device", NpgsqlDbType.Uuid, (PairingTicket r) => r.Device))
{
    public override PairingTicket Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetGuid(3), Currency.Of(row.GetString(4)),
        row.GetFieldValue<DateTimeOffset>(5), row.IsDBNull(6) ? null : row.GetGuid(6));
}
