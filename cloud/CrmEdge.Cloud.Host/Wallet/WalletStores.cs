using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Rules.Spend;
using Npgsql;
using static CrmEdge.Cloud.Host.Wallet.RowValues;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Wallet;

internal sealed class WalletHomeStore() : TableRecordStore<WalletHome>("wallet_home", null,
    Column.Of("code", Db.Text, (WalletHome r) => r.Code),
    Column.Of("last_otp_step", Db.Bigint, (WalletHome r) => r.LastOtpStep),
    Column.Of("failures", Db.Integer, (WalletHome r) => r.Throttle.Failures),
    Column.Of("locked_until", Db.TimestampTz, (WalletHome r) => r.Throttle.LockedUntil))
{
    public override WalletHome Read(NpgsqlDataReader row) => new()
    {
        Tenant = row.GetGuid(0),
        Id = row.GetGuid(1),
        Code = row.GetString(2),
        LastOtpStep = row.GetInt64(3),
        Throttle = new AttemptThrottle(row.GetInt32(4), Instant(row, 5)),
    };
}

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

internal sealed class TerminalAttemptsStore() : TableRecordStore<TerminalAttempts>("terminal_attempts", null,
    Column.Of("failures", Db.Integer, (TerminalAttempts r) => r.Throttle.Failures),
    Column.Of("locked_until", Db.TimestampTz, (TerminalAttempts r) => r.Throttle.LockedUntil))
{
    public override TerminalAttempts Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), new AttemptThrottle(row.GetInt32(2), Instant(row, 3)));
}
