using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>All partitions of this host: each operation goes to its own.</summary>
internal sealed class PartitionedLedger : ILedger, IAsyncDisposable
{
    private static readonly TimeSpan StopMost = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Tending = TimeSpan.FromMilliseconds(250);

    private readonly LedgerOptions _options;
    private readonly Func<NpgsqlDataSource> _ledger;
    private readonly TimeProvider _time;
    private readonly Committer[] _committers;
    private ITimer? _tending;

    /// <param name="options">The settings.</param>
    /// <param name="host">This start of this host, as owner of partitions.</param>
    /// <param name="ledger">The pool of role crmedge_ledger, once the database is open.</param>
    /// <param name="stores">How records and facts are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Where to log.</param>
    public PartitionedLedger(
        LedgerOptions options, Guid host, Func<NpgsqlDataSource> ledger, Stores stores, TimeProvider time, ILoggerFactory logs)
    {
        (_options, Host, _ledger, _time) = (options, host, ledger, time);
        var logger = logs.CreateLogger<PartitionWriter>();
        _committers =
        [
            .. Enumerable.Range(0, options.Partitions)
                .Select(partition => new PartitionClaim(partition, host, options.Lease))
                .Select(claim => new Committer(
                    claim, options, new PartitionWriter(claim, options, ledger, stores, time, logger), time)),
        ];
    }

    /// <summary>This start of this host, as owner of partitions.</summary>
    public Guid Host { get; }

    /// <summary>The leases that this host holds.</summary>
    public IEnumerable<(int Partition, TimeSpan Left)> Leases =>
        _committers.Select(committer => committer.Lease).OfType<(int, TimeSpan)>();

    /// <summary>Begins to take operations.</summary>
    /// <exception cref="InvalidOperationException">The database was set up with another number of partitions.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await using var command = _ledger().CreateCommand(LeaseSql.Partitions);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _options.Partitions });
        var settled = (int)Invariant.NotNull(await command.ExecuteScalarAsync(ct));
        if (settled != _options.Partitions)
        {
            throw new InvalidOperationException(
                $"Ledger:Partitions is {_options.Partitions}, but this database keeps its books in {settled}: every account " +
                $"has its place by that number. Set Ledger:Partitions to {settled}.");
        }
        foreach (var committer in _committers) committer.Start();
        var tending = TimeSpan.FromTicks(Math.Min(_options.Lease.Ticks / 3, Tending.Ticks));
        _tending = _time.CreateTimer(_ => Tend(), null, tending, tending);
    }

    /// <inheritdoc/>
    public Task<TOutcome> SubmitAsync<TOutcome>(IOperation<TOutcome> operation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return _committers[operation.Partition.NumberAmong(_committers.Length)].SubmitAsync(operation, ct);
    }

    /// <summary>Finishes what was taken, then gives the partitions back.</summary>
    public async Task StopAsync(CancellationToken hurry)
    {
        if (_tending is not null) await _tending.DisposeAsync();
        await Task.WhenAll(_committers.Select(committer => committer.StopAsync(hurry)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var most = new CancellationTokenSource(StopMost, _time);
        await StopAsync(most.Token);
        foreach (var committer in _committers) committer.Dispose();
    }

    private void Tend()
    {
        foreach (var committer in _committers) committer.Tend();
    }
}
