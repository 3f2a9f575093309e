using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using static CrmEdge.Cloud.Host.Wallet.RowValues;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Wallet;

internal sealed class SpendTokenStore() : TableRecordStore<SpendToken>("spend_token", null,
    Column.Of("wallet", Db.Uuid, (SpendToken r) => r.Wallet),
    Column.Of("business", Db.Uuid, (SpendToken r) => r.Business),
    Column.Of("scanned_hash", Db.Bytea, (SpendToken r) => r.ScannedHash.ToArray()),
    Column.Of("keyed_hash", Db.Bytea, (SpendToken r) => r.KeyedHash.ToArray()),
    Column.Of("amount", Db.Bigint, (SpendToken r) => r.Amount?.Minor),
    Column.Of("currency", Db.Text, (SpendToken r) => r.Amount?.Currency.Code),
    Column.Of("expires_at", Db.TimestampTz, (SpendToken r) => r.Expires),
    Column.Of("claim", Db.Uuid, (SpendToken r) => r.Claim))
{
    public override SpendToken Read(NpgsqlDataReader row) => new()
    {
        Tenant = row.GetGuid(0),
        Id = row.GetGuid(1),
        Wallet = row.GetGuid(2),
        Business = row.GetGuid(3),
        ScannedHash = row.GetFieldValue<byte[]>(4),
        KeyedHash = row.GetFieldValue<byte[]>(5),
        Amount = row.IsDBNull(6) ? null : new Money(row.GetInt64(6), Currency.Of(row.GetString(7))),
        Expires = row.GetFieldValue<DateTimeOffset>(8),
        Claim = Id(row, 9),
    };
}
