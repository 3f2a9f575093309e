using System.Collections.Concurrent;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Keeps an applier going for every edge that has something: told by the intake, and by looking now and then.</summary>
internal sealed partial class InboxWorker(
    InboxApplier applier, InboxFeed feed, InboxSignal signal, TimeProvider time, IOptions<SyncOptions> options,
        ILogger<InboxWorker> logger)
    : BackgroundService
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Again = 2;
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMost = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<EdgeId, State> _edges = new();
    private readonly SemaphoreSlim _room = new(options.Value.ApplyEdges);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(ListenAsync(stoppingToken), LookAsync(stoppingToken));
        await Task.WhenAll(_edges.Values.Select(e => e.Work));
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var edge in signal.Edges.ReadAllAsync(stop)) Raise(edge, stop);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery, time);
        try
        {
            do
            {
                try
                {
                    foreach (var edge in await feed.EdgesAsync(stop)) Raise(edge, stop);
                    await feed.DeleteSettledAsync(time.GetUtcNow() - options.Value.QuarantineKept, stop);
                    while (await feed.DeleteAppliedAsync(time.GetUtcNow() - options.Value.InboxKept, stop)) { }
                }
                catch (NpgsqlException e)
                {
                    Log.Paused(logger, "all edges", e.GetType().Name);
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Raise(EdgeId edge, CancellationToken stop)
    {
        var state = _edges.GetOrAdd(edge, _ => new State());
        if (Interlocked.Exchange(ref state.Step, Again) == Idle) state.Work = WorkAsync(edge, state, stop);
    }

    private async Task WorkAsync(EdgeId edge, State state, CancellationToken stop)
    {
        await Task.Yield();
        do
        {
            Volatile.Write(ref state.Step, Running);
            try
            {
                await _room.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            try
            {
                await DrainAsync(edge, stop);
            }
            finally
            {
                _room.Release();
            }
        }
        while (Interlocked.CompareExchange(ref state.Step, Idle, Running) != Running && !stop.IsCancellationRequested);
    }

    private async Task DrainAsync(EdgeId edge, CancellationToken stop)
    {
        for (var pause = PauseFirst; !stop.IsCancellationRequested; pause = pause * 2 < PauseMost ? pause * 2 : PauseMost)
        {
            try
            {
                await applier.DrainAsync(edge, stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (InboxApplier.MayRetry(e)) Log.Paused(logger, edge.Edge.ToString(),
                    (e as LedgerException)?.Code ?? e.GetType().Name);
                else Log.Failed(logger, edge.Edge, e);
            }
            if (!await PauseAsync(pause, stop)) return;
        }
    }

    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed class State
    {
        public int Step;

        public Task Work { get; set; } = Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(3422, LogLevel.Warning, "Applying records of {Edge} pauses ({Reason}) and goes on by itself")]
        public static partial void Paused(ILogger logger, string edge, string reason);

        [LoggerMessage(
            3423, LogLevel.Error,
            "Applying records of edge {Edge} failed; it is tried again, and the log tells why it cannot go on")]
        public static partial void Failed(ILogger logger, Guid edge, Exception thrown);
    }
}
