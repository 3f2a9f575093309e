using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Contracts.Sync;
using CrmEdge.Rules.Sync;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Runs one greeted stream: batches up, acks, replies and snapshots down.</summary>
internal sealed partial class EdgeStream(
    LiveStream live, Greeted greeted, Hello hello, StreamGreeting greeting, InboxIntake intake, InboxBacklog backlog,
        InboxSignal signal,
    SnapshotFeed snapshots, SyncMetrics metrics, TimeProvider time, SyncOptions options, ILogger<EdgeStream> logger) : IDisposable
{
    private readonly Dictionary<string, long> _sent = hello.SnapshotVersions.ToDictionary(
        v => v.Key, v => (long)Math.Min(v.Value, long.MaxValue));
    private readonly SemaphoreSlim _acks = new(1, 1);
    private StreamState _state = StreamState.Welcomed;
    private long _watermark = greeted.Watermark;
    private int _credit;

    public void Dispose() => _acks.Dispose();

    /// <summary>Runs until either side ends it; why is in <see cref="LiveStream.Code"/>.</summary>
    public async Task RunAsync(IAsyncStreamReader<EdgeMessage> up, IServerStreamWriter<CloudMessage> down, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct, live.Ended);
        var writing = WriteAsync(down, over.Token);
        var beating = Task.CompletedTask;
        try
        {
            // Nothing goes down before it: an edge that hears anything else first hangs up.
            await live.SendAsync(new CloudMessage { Welcome = Welcome() }, over.Token);
            beating = BeatAsync(over.Token);
            await ReadAsync(up, over.Token);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The edge is gone, or the stream was ended; the edge sends again what was not acked.
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            Log.NoDatabase(logger, live.Edge.Edge, e.GetType().Name);
            live.End(EdgeCode.Unavailable);
        }
        finally
        {
            live.Complete();
            await over.CancelAsync();
            await QuietAsync(writing);
            await QuietAsync(beating);
            await LeaveAsync();
        }
    }

    private static bool IsEnd(Exception e) =>
        e is OperationCanceledException or RpcException or IOException or System.Threading.Channels.ChannelClosedException;

    private async Task ReadAsync(IAsyncStreamReader<EdgeMessage> up, CancellationToken ct)
    {
        while (await up.MoveNext(ct))
        {
            var message = up.Current;
            if (StreamSteps.Next(_state, InputOf(message)) is not { } next)
            {
                live.End(EdgeCode.ProtocolBroken);
                return;
            }
            _state = next;
            if (message.Batch is { } batch && await TakeAsync(batch, ct) is var code and not EdgeCode.Ok)
            {
                live.End(code);
                return;
            }
            if (message.SnapshotApplied is { } applied) Log.Applied(logger, live.Edge.Edge, applied.Kind, applied.Version);
        }
    }

    private static StreamInput InputOf(EdgeMessage message) => message.MessageCase switch
    {
        EdgeMessage.MessageOneofCase.Hello => StreamInput.Hello,
        EdgeMessage.MessageOneofCase.Batch => StreamInput.Batch,
        EdgeMessage.MessageOneofCase.SnapshotApplied => StreamInput.SnapshotApplied,
        _ => StreamInput.Unknown,
    };

    private async Task<EdgeCode> TakeAsync(Batch batch, CancellationToken ct)
    {
        if (!batch.Records.All(InRange)) return EdgeCode.RecordMalformed;
        var decision = IntakeRule.Decide(_watermark, [.. batch.Records.Select(r => new IntakeRecord(
            InboxIntake.FirstOf(r), (long)r.Seq, (int)r.Type, (int)r.Version, r.Payload.Length, r.Type == RecordType.Gap))]);
        if (decision.Code != EdgeCode.Ok) return decision.Code;
        if (decision.Watermark > _watermark)
        {
            Record[] fresh = [.. batch.Records.Skip(decision.Skip)];
            if (!await intake.CommitAsync(live, _watermark, decision.Watermark, fresh, ct)) return EdgeCode.StreamReplaced;
            _watermark = decision.Watermark;
            metrics.Took(fresh.Length);
            signal.Raise(live.Edge);
        }
        await AckAsync(ct);
        return EdgeCode.Ok;
    }

    private static bool InRange(Record record) =>
        record is { Seq: > 0 and <= long.MaxValue, First: <= long.MaxValue, Version: <= SyncLimits.NumberMax };

    // One after the other: an ack must never be followed by an older one.
    private async Task AckAsync(CancellationToken ct)
    {
        await _acks.WaitAsync(ct);
        try
        {
            _credit = CreditRule.Of(options.CreditMax, options.BacklogMax, _watermark - await backlog.AppliedAsync(live, ct));
            await live.SendAsync(new CloudMessage { Ack = new Ack { Watermark = (ulong)_watermark, Credit = (uint)_credit } },
                ct);
        }
        finally
        {
            _acks.Release();
        }
    }

    private Welcome Welcome()
    {
        _credit = CreditRule.Of(options.CreditMax, options.BacklogMax, _watermark - greeted.Applied);
        return new Welcome
        {
            Watermark = (ulong)_watermark, Credit = (uint)_credit, CloudTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            BatchRecords = (uint)options.BatchRecords, BatchBytes = SyncLimits.BatchBytesMax,
            Protocol = ProtocolVersion.Current, Fingerprint = ByteString.CopyFrom(greeted.Fingerprint ?? []),
        };
    }

    private async Task WriteAsync(IServerStreamWriter<CloudMessage> down, CancellationToken ct)
    {
        await foreach (var message in live.Down.ReadAllAsync(ct)) await down.WriteAsync(message, ct);
    }

    /// <summary>Now and then: says that it lives, lets a held-back edge go on, sends what is new.</summary>
    private async Task BeatAsync(CancellationToken ct)
    {
        var said = time.GetTimestamp();
        using var timer = new PeriodicTimer(options.Beat, time);
        do
        {
            try
            {
                if (_credit == 0) await AckAsync(ct);
                await snapshots.SendAsync(live, _sent, ct);
                if (time.GetElapsedTime(said) < options.LiveFor / 3) continue;
                said = time.GetTimestamp();
                if (!await greeting.BeatAsync(live, ct)) live.End(EdgeCode.StreamReplaced);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                Log.NoDatabase(logger, live.Edge.Edge, e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task LeaveAsync()
    {
        try
        {
            await greeting.EndAsync(live, CancellationToken.None);
        }
        catch (Exception e) when (
            e is NpgsqlException or TimeoutException or ObjectDisposedException or InvalidOperationException)
        {
            Log.NoDatabase(logger, live.Edge.Edge, e.GetType().Name);
        }
    }

    private static async Task QuietAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (IsEnd(e) || e is InvalidOperationException)
        {
            // Its end is this stream's end.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3413, LogLevel.Warning, "The database did not answer for edge {Edge} ({Reason}); the edge tries again by itself")]
        public static partial void NoDatabase(ILogger logger, Guid edge, string reason);

        [LoggerMessage(3414, LogLevel.Debug, "Edge {Edge} has taken over snapshot {Kind} {Version}")]
        public static partial void Applied(ILogger logger, Guid edge, string kind, ulong version);
    }
}
