using System.Data;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// One connection that may write one partition, from taking the lease until something goes wrong. A new session always has a
/// higher epoch: whatever an earlier one left under way has been committed or never will be.
/// </summary>
internal sealed class PartitionSession : IAsyncDisposable
{
    // Plans made while tables are empty would stay sequential scans; statements that outlive the lease are of no use.
    private const string Settings = """
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
        SET plan_cache_mode = force_generic_plan; SET jit = off
        """;

    private const int SettledAtOnce = 100_000;

    private readonly NpgsqlConnection _connection;
    private readonly PartitionClaim _claim;
    private readonly long _epoch;
    private Deadline _lease;

    private PartitionSession(NpgsqlConnection connection, PartitionClaim claim, long epoch, Settled settled)
    {
        (_connection, _claim, _epoch, _lease) = (connection, claim, epoch, settled.Lease);
        Recorded = settled.Recorded;
    }

    /// <summary>The latest time at which the partition had recorded anything when this session began.</summary>
    public DateTimeOffset Recorded { get; }

    /// <summary>Grows with every session of the partition.</summary>
    public long Epoch => _epoch;

    /// <summary>False once memory may be stale: another host may have taken the partition.</summary>
    public bool IsHeld => !_lease.Passed && _connection.State == ConnectionState.Open;

    /// <summary>Until the lease ends unless it is renewed.</summary>
    public TimeSpan LeaseLeft => _lease.Left;

    /// <summary>True when a third of the lease is gone.</summary>
    public bool IsRenewalDue => _lease.Left < _claim.Lease * 2 / 3;

    /// <exception cref="PartitionHeldException">Another host owns the partition now.</exception>
    public static async Task<PartitionSession> OpenAsync(
        NpgsqlDataSource ledger, PartitionClaim claim, TimeProvider time, CancellationToken ct)
    {
        var connection = await ledger.OpenConnectionAsync(ct);
        try
        {
            var epoch = await TakeAsync(connection, claim, ct);
            var settled = await SettleAsync(connection, claim, epoch, time, ct);
            await NameAsync(connection, claim, ct);
            return new PartitionSession(connection, claim, epoch, settled);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the statements and reads each result in turn. Reads need no fence: the write that follows has one.</summary>
    public async Task ReadAsync(IReadOnlyList<Query> queries, CancellationToken ct)
    {
        if (queries.Count == 0) return;
        await using var batch = new NpgsqlBatch(_connection);
        foreach (var query in queries) batch.BatchCommands.Add(query.Command);
        await batch.PrepareAsync(ct);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var query in queries)
        {
            while (await reader.ReadAsync(ct)) query.Row(reader);
            await reader.NextResultAsync(ct);
        }
    }

    /// <summary>
    /// One transaction, one round trip: the fence, then the statements. Renews the lease. An error from the server means that
    /// nothing was written; any other failure leaves that open.
    /// </summary>
    /// <param name="commands">The statements.</param>
    /// <param name="recorded">How far the partition has recorded.</param>
    /// <param name="unwrittenFrom">The first change whose balances are not written; null where all are.</param>
    /// <param name="ct">Ends it.</param>
    public async Task WriteAsync(
        IEnumerable<NpgsqlBatchCommand> commands, DateTimeOffset recorded, DateTimeOffset? unwrittenFrom, CancellationToken ct)
    {
        var lease = Deadline.After(_claim.Lease, _lease.Time);
        await using var batch = new NpgsqlBatch(_connection);
        batch.BatchCommands.Add(Fence(recorded, unwrittenFrom));
        foreach (var command in commands) batch.BatchCommands.Add(command);
        await batch.PrepareAsync(ct);
        await batch.ExecuteNonQueryAsync(ct);
        _lease = lease;
    }

    /// <summary>Lets another host take the partition at once.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(LeaseSql.Release, _connection);
        command.Parameters.Add(Sql.SmallInt(_claim.Partition));
        command.Parameters.Add(Sql.BigInt(_epoch));
        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        // Back in the pool it must not bear the name of a writer, or the next taker ends it under somebody else's hands.
        await using (_connection)
        {
            if (_connection.State != ConnectionState.Open) return;
            await using var reset = new NpgsqlCommand("RESET ALL", _connection);
            await reset.ExecuteNonQueryAsync();
        }
    }

    private NpgsqlBatchCommand Fence(DateTimeOffset recorded, DateTimeOffset? unwrittenFrom)
    {
        var fence = new NpgsqlBatchCommand(LeaseSql.Fence);
        fence.Parameters.Add(Sql.SmallInt(_claim.Partition));
        fence.Parameters.Add(Sql.BigInt(_epoch));
        fence.Parameters.Add(Sql.Interval(_claim.Lease));
        fence.Parameters.Add(Sql.Instant(recorded));
        fence.Parameters.Add(Sql.Instant(unwrittenFrom ?? DateTimeOffset.MaxValue));
        return fence;
    }

    /// <summary>Only who has taken the partition bears its name: whoever bears it is ended by the next taker.</summary>
    private static async Task NameAsync(NpgsqlConnection connection, PartitionClaim claim, CancellationToken ct)
    {
        var timeout = (int)(claim.Lease / 2).TotalMilliseconds;
        var settings = $"{Settings}; SET statement_timeout = {timeout}; SET idle_in_transaction_session_timeout = {timeout}; " +
            $"SET application_name = '{claim.SessionName(claim.Owner)}'";
        await using var command = new NpgsqlCommand(settings, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Writes the balances that the former owner left unwritten, a part at a time so that the lease does not run out.</summary>
    private static async Task<Settled> SettleAsync(
        NpgsqlConnection connection, PartitionClaim claim, long epoch, TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            var lease = Deadline.After(claim.Lease, time);
            await using var settle = new NpgsqlCommand(LeaseSql.Settle, connection);
            settle.Parameters.Add(Sql.SmallInt(claim.Partition));
            settle.Parameters.Add(Sql.BigInt(epoch));
            settle.Parameters.Add(Sql.Interval(claim.Lease));
            settle.Parameters.Add(new NpgsqlParameter<int> { TypedValue = SettledAtOnce });
            await using var row = await settle.ExecuteReaderAsync(ct);
            await row.ReadAsync(ct);
            if (row.GetFieldValue<DateTimeOffset>(1) == DateTimeOffset.MaxValue)
                return new Settled(row.GetFieldValue<DateTimeOffset>(0), lease);
        }
    }

    private static async Task<long> TakeAsync(NpgsqlConnection connection, PartitionClaim claim, CancellationToken ct)
    {
        var (owner, epoch) = await LookAsync(connection, claim, ct);
        if (owner is { } former)
        {
            await using var end = new NpgsqlCommand(LeaseSql.EndBackends, connection);
            end.Parameters.Add(new NpgsqlParameter<string> { TypedValue = claim.SessionName(former) });
            await end.ExecuteNonQueryAsync(ct);
        }
        await using var take = new NpgsqlCommand(LeaseSql.Take, connection);
        take.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = claim.Owner });
        take.Parameters.Add(Sql.Interval(claim.Lease));
        take.Parameters.Add(Sql.SmallInt(claim.Partition));
        take.Parameters.Add(Sql.BigInt(epoch));
        return await take.ExecuteScalarAsync(ct) is long taken ? taken : throw new PartitionHeldException(claim.Partition);
    }

    private static async Task<(Guid? Owner, long Epoch)> LookAsync(
        NpgsqlConnection connection, PartitionClaim claim, CancellationToken ct)
    {
        await using var look = new NpgsqlCommand(LeaseSql.Look, connection);
        look.Parameters.Add(Sql.SmallInt(claim.Partition));
        await using var row = await look.ExecuteReaderAsync(ct);
        Invariant.Holds(await row.ReadAsync(ct), "every partition has its row");
        Guid? owner = await row.IsDBNullAsync(0, ct) ? null : row.GetGuid(0);
        var free = owner is null || owner == claim.Owner || row.GetBoolean(2);
        return free ? (owner, row.GetInt64(1)) : throw new PartitionHeldException(claim.Partition);
    }
}

/// <summary>Where a partition stands once all its balances are written.</summary>
internal readonly record struct Settled(DateTimeOffset Recorded, Deadline Lease);

/// <summary>Which partition a host wants, as whom and for how long at a time.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="Owner">The host, one id per start.</param>
/// <param name="Lease">How long without renewing.</param>
internal sealed record PartitionClaim(int Partition, Guid Owner, TimeSpan Lease)
{
    /// <summary>How an owner's backends are known to the server; shorter than PostgreSQL's 63 characters.</summary>
    public string SessionName(Guid owner) => $"crmedge-ledger/{Partition}/{owner:N}";
}

/// <summary>Another host owns the partition; its lease must run out, or be released, first.</summary>
internal sealed class PartitionHeldException(int partition) : Exception($"Partition {partition} is owned by another host.");

/// <summary>A statement and what to do with each of its rows.</summary>
internal sealed record Query(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> Row);
