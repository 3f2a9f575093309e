using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Rules.Spend;
using Npgsql;
using static CrmEdge.Cloud.Host.Wallet.RowValues;
using Db = NpgsqlTypes.NpgsqlDbType;

namespace CrmEdge.Cloud.Host.Wallet;

internal sealed class TerminalAttemptsStore() : TableRecordStore<TerminalAttempts>("terminal_attempts", null,
    Column.Of("failures", Db.Integer, (TerminalAttempts r) => r.Throttle.Failures),
    Column.Of("locked_until", Db.TimestampTz, (TerminalAttempts r) => r.Throttle.LockedUntil))
{
    public override TerminalAttempts Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), new AttemptThrottle(row.GetInt32(2), Instant(row, 3)));
}
