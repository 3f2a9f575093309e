using CrmEdge.Cloud.Core.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// Table ledger_account. A row that is read is exact: what it lacks is in the memory of the only reader, and was written before
/// that memory began.
/// </summary>
internal static class AccountRows
{
    private static readonly Column<Account>[] Balances =
    [
        Column.Of("tenant", NpgsqlDbType.Uuid, (Account a) => a.Tenant),
        Column.Of("id", NpgsqlDbType.Uuid, (Account a) => a.Id),
        Column.Of("limits", NpgsqlDbType.Integer, (Account a) => (int)a.Limits),
        Column.Of("debits_posted", NpgsqlDbType.Bigint, (Account a) => a.DebitsPosted),
        Column.Of("credits_posted", NpgsqlDbType.Bigint, (Account a) => a.CreditsPosted),
        Column.Of("debits_pending", NpgsqlDbType.Bigint, (Account a) => a.DebitsPending),
        Column.Of("credits_pending", NpgsqlDbType.Bigint, (Account a) => a.CreditsPending),
        Column.Of("as_of", NpgsqlDbType.TimestampTz, (Account a) => a.AsOf),
        Column.Of("last_transfer", NpgsqlDbType.Uuid, (Account a) => a.Last),
    ];

    private static readonly Column<Account>[] All =
    [
        .. Balances,
        Column.Of("partition", NpgsqlDbType.Smallint, (Account a) => (short)a.Partition),
        Column.Of("kind", NpgsqlDbType.Text, (Account a) => WireName.Of(a.Kind)),
        Column.Of("owner", NpgsqlDbType.Uuid, (Account a) => a.Owner),
        Column.Of("currency", NpgsqlDbType.Text, (Account a) => a.Currency.Code),
    ];

    private static readonly string SelectSql =
        $"SELECT {string.Join(", ", All.Select(c => $"a.{c.Name}"))} FROM unnest($1, $2) AS k (tenant, id) " +
        "JOIN ledger_account a ON a.tenant = k.tenant AND a.id = k.id";

    private static readonly string InsertSql = Unnest.Insert("ledger_account", All);

    private static readonly string UpdateSql =
        $"UPDATE ledger_account a SET {string.Join(", ", Balances.Skip(2).Select(c => $"{c.Name} = v.{c.Name}"))} " +
        $"FROM {Unnest.Of(Balances.Length)} AS v ({string.Join(", ", Balances.Select(c => c.Name))}) " +
        "WHERE a.tenant = v.tenant AND a.id = v.id";

    public static NpgsqlBatchCommand Select(IReadOnlyCollection<RecordKey> keys) => Unnest.Keys(SelectSql, keys);

    public static NpgsqlBatchCommand Insert(IReadOnlyList<Account> opened) => Unnest.Rows(InsertSql, All, opened);

    public static NpgsqlBatchCommand Update(IReadOnlyList<Account> changed) => Unnest.Rows(UpdateSql, Balances, changed);

    public static Account Read(NpgsqlDataReader row) => new()
    {
        Tenant = row.GetGuid(0),
        Id = row.GetGuid(1),
        Limits = (AccountLimits)row.GetInt32(2),
        DebitsPosted = row.GetInt64(3),
        CreditsPosted = row.GetInt64(4),
        DebitsPending = row.GetInt64(5),
        CreditsPending = row.GetInt64(6),
        AsOf = row.GetFieldValue<DateTimeOffset>(7),
        Last = row.IsDBNull(8) ? null : row.GetGuid(8),
        Partition = row.GetInt16(9),
        Kind = WireName.Parse<AccountKind>(row.GetString(10)),
        Owner = row.GetGuid(11),
        Currency = Currency.Of(row.GetString(12)),
    };
}
