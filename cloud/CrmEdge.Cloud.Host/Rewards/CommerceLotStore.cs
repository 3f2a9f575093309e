using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using static CrmEdge.Cloud.Host.Wallet.RowValues;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Rewards;

internal sealed class CommerceLotStore() : TableRecordStore<CommerceLot>("commerce_lot", "open_owner",
    Column.Of("contact", Db.Uuid, (CommerceLot r) => r.Owner),
    Column.Of("open_owner", Db.Uuid, (CommerceLot r) => r.Empty ? (Guid?)null : r.Owner),
    Column.Of("pool", Db.Uuid, (CommerceLot r) => r.Pool),
    Column.Of("currency", Db.Text, (CommerceLot r) => r.Currency.Code),
    Column.Of("expires_at", Db.TimestampTz, (CommerceLot r) => r.Expires),
    Column.Of("given_at", Db.TimestampTz, (CommerceLot r) => r.Given.ToUniversalTime()))
{
    public override CommerceLot Read(NpgsqlDataReader row) => new()
    {
        Tenant = row.GetGuid(0),
        Id = row.GetGuid(1),
        Owner = row.GetGuid(2),
        Empty = row.IsDBNull(3),
        Pool = row.GetGuid(4),
        Currency = Currency.Of(row.GetString(5)),
        Expires = Instant(row, 6),
        Given = row.GetFieldValue<DateTimeOffset>(7),
    };
}
