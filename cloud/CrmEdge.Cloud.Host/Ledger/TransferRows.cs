using CrmEdge.Cloud.Core.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Tables ledger_transfer, ledger_hold and ledger_refusal.</summary>
internal static class TransferRows
{
    private static readonly Column<Transfer>[] Each =
    [
        Column.Of("tenant", NpgsqlDbType.Uuid, (Transfer t) => t.Tenant),
        Column.Of("id", NpgsqlDbType.Uuid, (Transfer t) => t.Id),
        Column.Of("debit", NpgsqlDbType.Uuid, (Transfer t) => t.Debit),
        Column.Of("credit", NpgsqlDbType.Uuid, (Transfer t) => t.Credit),
        Column.Of("amount", NpgsqlDbType.Bigint, (Transfer t) => t.Amount.Minor),
        Column.Of("recorded_at", NpgsqlDbType.TimestampTz, (Transfer t) => t.RecordedAt),
        Column.Of("event_at", NpgsqlDbType.TimestampTz, (Transfer t) => t.EventAt!.Value),
        Column.Of("debit_previous", NpgsqlDbType.Uuid, (Transfer t) => t.DebitPrevious),
        Column.Of("credit_previous", NpgsqlDbType.Uuid, (Transfer t) => t.CreditPrevious),
    ];

    private static readonly Column<Transfer>[] Place = [Column.Of("partition", NpgsqlDbType.Smallint, (Transfer t) => (short)t.Partition)];

    private static readonly Column<Transfer>[] Unit = [Column.Of("currency", NpgsqlDbType.Text, (Transfer t) => t.Amount.Currency.Code)];

    private static readonly Column<Transfer>[] Why = [Column.Of("code", NpgsqlDbType.Text, (Transfer t) => WireName.Of(t.Code))];

    private static readonly Column<Transfer>[] Manner =
    [
        Column.Of("kind", NpgsqlDbType.Text, (Transfer t) => WireName.Of(t.Kind)),
        Column.Of("options", NpgsqlDbType.Smallint, (Transfer t) => (short)t.Options),
        Column.Of("pending_id", NpgsqlDbType.Uuid, (Transfer t) => t.PendingId),
        Column.Of("expires_at", NpgsqlDbType.TimestampTz, (Transfer t) => t.ExpiresAt),
    ];

    private static readonly Column<Transfer>[] Origin =
    [
        Column.Of("ref_operation", NpgsqlDbType.Uuid, (Transfer t) => t.References.Operation),
        Column.Of("ref_subject", NpgsqlDbType.Uuid, (Transfer t) => t.References.Subject),
        Column.Of("ref_rule", NpgsqlDbType.Uuid, (Transfer t) => t.References.Rule),
    ];

    private static readonly BatchInsert<Transfer> InsertAll = new("ledger_transfer", Each, Place, Unit, Why, Manner, Origin);

    private static readonly Column<Transfer>[] HoldColumns =
    [
        Column.Of("tenant", NpgsqlDbType.Uuid, (Transfer t) => t.Tenant),
        Column.Of("id", NpgsqlDbType.Uuid, (Transfer t) => t.Id),
        Column.Of("debit", NpgsqlDbType.Uuid, (Transfer t) => t.Debit),
        Column.Of("partition", NpgsqlDbType.Smallint, (Transfer t) => (short)t.Partition),
        Column.Of("expires_at", NpgsqlDbType.TimestampTz, (Transfer t) => t.ExpiresAt),
    ];

    private static readonly Column<Refusal>[] RefusalColumns =
    [
        Column.Of("tenant", NpgsqlDbType.Uuid, (Refusal r) => r.Key.Tenant),
        Column.Of("id", NpgsqlDbType.Uuid, (Refusal r) => r.Key.Id),
        Column.Of("code", NpgsqlDbType.Text, (Refusal r) => r.Code),
        Column.Of("at", NpgsqlDbType.TimestampTz, (Refusal r) => r.At),
        Column.Of("partition", NpgsqlDbType.Smallint, (Refusal r) => (short)r.Partition),
    ];

    private static readonly string Names = string.Join(
        ", ", Each.Concat([.. Place, .. Unit, .. Why, .. Manner, .. Origin]).Select(column => $"t.{column.Name}"));

    private static readonly string SelectSql =
        $"SELECT {Names} FROM unnest($1, $2) AS k (tenant, id) JOIN ledger_transfer t ";

    private static readonly string SelectByIdSql = SelectSql + "ON t.tenant = k.tenant AND t.id = k.id";
    private static readonly string SelectEndsSql = SelectSql + "ON t.tenant = k.tenant AND t.pending_id = k.id";
    private static readonly string InsertHoldSql = Unnest.Insert("ledger_hold", HoldColumns);
    private static readonly string InsertRefusalSql = Unnest.Insert("ledger_refusal", RefusalColumns) + " ON CONFLICT DO NOTHING";

    private const string SelectRefusalSql = """
        SELECT r.tenant, r.id, r.code, r.at, r.partition FROM unnest($1, $2) AS k (tenant, id)
        JOIN ledger_refusal r ON r.tenant = k.tenant AND r.id = k.id
        """;

    private const string NewestRefusalsSql = """
        SELECT tenant, id, code, at, partition FROM ledger_refusal WHERE partition = $1 ORDER BY at DESC LIMIT $2
        """;

    private const string DeleteHoldSql = """
        DELETE FROM ledger_hold h USING unnest($1, $2) AS k (tenant, id) WHERE h.tenant = k.tenant AND h.id = k.id
        """;

    public static NpgsqlBatchCommand Select(IReadOnlyCollection<RecordKey> keys) => Unnest.Keys(SelectByIdSql, keys);

    public static NpgsqlBatchCommand SelectEnds(IReadOnlyCollection<RecordKey> holds) => Unnest.Keys(SelectEndsSql, holds);

    public static NpgsqlBatchCommand SelectRefusals(IReadOnlyCollection<RecordKey> keys) => Unnest.Keys(SelectRefusalSql, keys);

    public static NpgsqlBatchCommand NewestRefusals(int partition, int most)
    {
        var command = new NpgsqlBatchCommand(NewestRefusalsSql);
        command.Parameters.Add(Sql.SmallInt(partition));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        return command;
    }

    public static NpgsqlBatchCommand Insert(IReadOnlyList<Transfer> transfers) => InsertAll.Of(transfers);

    public static NpgsqlBatchCommand InsertHolds(IReadOnlyList<Transfer> holds) => Unnest.Rows(InsertHoldSql, HoldColumns, holds);

    public static NpgsqlBatchCommand DeleteHolds(IReadOnlyCollection<RecordKey> ended) => Unnest.Keys(DeleteHoldSql, ended);

    public static NpgsqlBatchCommand InsertRefusals(IReadOnlyList<Refusal> refusals) =>
        Unnest.Rows(InsertRefusalSql, RefusalColumns, refusals);

    public static Transfer Read(NpgsqlDataReader row)
    {
        var recordedAt = row.GetFieldValue<DateTimeOffset>(5);
        return new Transfer
        {
            Tenant = row.GetGuid(0),
            Id = row.GetGuid(1),
            Debit = row.GetGuid(2),
            Credit = row.GetGuid(3),
            Amount = new Money(row.GetInt64(4), Currency.Of(row.GetString(10))),
            RecordedAt = recordedAt,
            EventAt = row.GetFieldValue<DateTimeOffset>(6),
            DebitPrevious = Uuid(row, 7),
            CreditPrevious = Uuid(row, 8),
            Partition = row.GetInt16(9),
            Code = WireName.Parse<TransferCode>(row.GetString(11)),
            Kind = WireName.Parse<TransferKind>(row.GetString(12)),
            Options = (TransferOptions)row.GetInt16(13),
            PendingId = Uuid(row, 14),
            Timeout = row.IsDBNull(15) ? null : row.GetFieldValue<DateTimeOffset>(15) - recordedAt,
            References = new TransferReferences(Uuid(row, 16), Uuid(row, 17), Uuid(row, 18)),
        };
    }

    public static Refusal ReadRefusal(NpgsqlDataReader row) =>
        new(new RecordKey(row.GetGuid(0), row.GetGuid(1)), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3), row.GetInt16(4));

    private static Guid? Uuid(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetGuid(ordinal);
}
