namespace CrmEdge.Cloud.Host.Ledger;

internal static class LeaseSql
{
    public const string Partitions = "SELECT crmedge_system.ledger_partitions($1)";

    public const string Fence = "SELECT crmedge_system.ledger_fence($1, $2, $3, $4, $5)";

    public const string Settle = "SELECT recorded, unwritten FROM crmedge_system.ledger_settle($1, $2, $3, $4)";

    public const string Look =
        "SELECT owner, epoch, expires_at < clock_timestamp() FROM crmedge_system.ledger_partition WHERE partition = $1";

    /// <summary>Ends what the former owner left running, so that none of it holds the row or commits later.</summary>
    public const string EndBackends =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()";

    public const string Take = """
        UPDATE crmedge_system.ledger_partition
        SET owner = $1, epoch = epoch + 1, expires_at = clock_timestamp() + $2
        WHERE partition = $3 AND epoch = $4 AND (owner = $1 OR owner IS NULL OR expires_at < clock_timestamp())
        RETURNING epoch
        """;

    public const string Release = """
        UPDATE crmedge_system.ledger_partition SET owner = NULL, expires_at = '-infinity' WHERE partition = $1 AND epoch = $2
        """;
}
