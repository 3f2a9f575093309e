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
