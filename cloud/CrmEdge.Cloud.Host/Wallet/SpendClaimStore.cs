using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Wallet;

internal sealed class SpendClaimStore() : TableRecordStore<SpendClaim>("spend_claim", null,
    Column.Of("wallet", Db.Uuid, (SpendClaim r) => r.Wallet),
    Column.Of("business", Db.Uuid, (SpendClaim r) => r.Business),
    Column.Of("purchase", Db.Uuid, (SpendClaim r) => r.Purchase),
    Column.Of("attempt", Db.Uuid, (SpendClaim r) => r.Attempt),
    Column.Of("proof", Db.Uuid, (SpendClaim r) => r.Proof),
    Column.Of("token_amount", Db.Bigint, (SpendClaim r) => r.TokenAmount?.Minor),
    Column.Of("token_currency", Db.Text, (SpendClaim r) => r.TokenAmount?.Currency.Code),
    Column.Of("held", Db.Bigint, (SpendClaim r) => r.Held.Minor),
    Column.Of("currency", Db.Text, (SpendClaim r) => r.Held.Currency.Code),
    Column.Of("state", Db.Text, (SpendClaim r) => WireName.Of(r.State)),
    Column.Of("made_at", Db.TimestampTz, (SpendClaim r) => r.MadeAt))
{
    public override SpendClaim Read(NpgsqlDataReader row) => new()
    {
        Tenant = row.GetGuid(0),
        Id = row.GetGuid(1),
        Wallet = row.GetGuid(2),
        Business = row.GetGuid(3),
        Purchase = row.GetGuid(4),
        Attempt = row.GetGuid(5),
        Proof = row.GetGuid(6),
        TokenAmount = row.IsDBNull(7) ? null : new Money(row.GetInt64(7), Currency.Of(row.GetString(8))),
        Held = new Money(row.GetInt64(9), Currency.Of(row.GetString(10))),
        State = WireName.Parse<ClaimState>(row.GetString(11)),
        MadeAt = row.GetFieldValue<DateTimeOffset>(12),
    };
}
