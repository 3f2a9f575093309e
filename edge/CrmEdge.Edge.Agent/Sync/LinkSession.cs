using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Sync;
using CrmEdge.Kernel;
using CrmEdge.Rules.Sync;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>How a session ended.</summary>
/// <param name="Refused">What the cloud said, where it refused.</param>
/// <param name="Why">In words, for the log.</param>
internal sealed record SessionEnd(Contracts.Common.Refusal? Refused, string Why);

/// <summary>One stream to the cloud, from Hello to its end.</summary>
internal sealed class LinkSession(
    EdgeJournal journal, SnapshotStore snapshots, PendingReplies replies, CloudClock clock, IdSource ids, Guid run,
    LinkOptions options, TimeProvider time, Action<LinkEvent> happened) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room = new(0, 1);
    private readonly Guid _incarnation = journal.Incarnation;
    private SendWindow _window;
    private int _batchRecords = options.BatchRecords;
    private long _batchBytes = 1024 * 1024;

    public void Dispose() => _room.Dispose();

    /// <summary>Runs until the stream ends or is given up.</summary>
    /// <exception cref="RpcException">The connection is gone.</exception>
    public async Task<SessionEnd> RunAsync(CallInvoker invoker, CancellationToken ct)
    {
        using var call = new EdgeSync.EdgeSyncClient(invoker).Connect(cancellationToken: ct);
        await call.RequestStream.WriteAsync(new EdgeMessage { Hello = Hello() }, ct);
        happened(LinkEvent.Opened);
        if (await FirstAsync(call.ResponseStream, ct) is not { } first) return new SessionEnd(
            null, "the cloud closed the stream without a word");
        if (first.Refused is { } refused) return new SessionEnd(refused, refused.Message);
        if (first.Welcome is not { } welcome) return new SessionEnd(null, "the cloud did not begin with Welcome");
        if (ProtocolVersion.Fit(ProtocolVersion.Current, welcome.Protocol) is var fit and not ProtocolFit.Fits)
            return new SessionEnd(Misfit(fit), $"the cloud speaks protocol {welcome.Protocol}");
        happened(LinkEvent.Welcomed);
        clock.Learn(welcome.CloudTime.ToDateTimeOffset());
        if (await AlignAsync(welcome, ct) is { } over) return over;
        happened(LinkEvent.Aligned);
        return await FlowAsync(call, ct);
    }

    private Hello Hello()
    {
        snapshots.Restart();
        var state = journal.State;
        var hello = new Hello
        {
            AgentVersion = Enroller.Version, Incarnation = ByteString.CopyFrom(_incarnation.ToByteArray(bigEndian: true)),
            FirstKept = (ulong)(state.Oldest <= state.Last ? state.Oldest : 0), Last = (ulong)state.Last,
            JournalStart = journal.Start.Kind.ToString().ToLowerInvariant(),
                EdgeTime = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
            Protocol = ProtocolVersion.Current, Run = ByteString.CopyFrom(run.ToByteArray(bigEndian: true)),
        };
        foreach (var (kind, version) in snapshots.Versions()) hello.SnapshotVersions.Add(kind, version);
        return hello;
    }

    private async Task<CloudMessage?> FirstAsync(IAsyncStreamReader<CloudMessage> down, CancellationToken ct)
    {
        using var most = new CancellationTokenSource(options.GreetingMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, most.Token);
        return await down.MoveNext(either.Token) ? down.Current : null;
    }

    private async Task<SessionEnd?> AlignAsync(Welcome welcome, CancellationToken ct)
    {
        var strayed = HasStrayed((long)welcome.Watermark, welcome.Fingerprint.Span);
        var outcome = await journal.AlignAsync((long)welcome.Watermark, strayed, ids, ct);
        if (outcome.Code != WriteCode.Kept) return new SessionEnd(
            null, "the journal could not be written; check disk space and disk health");
        if (outcome.Value == LinkStart.NewIncarnation)
        {
            replies.Clear();
            happened(LinkEvent.Renumbered);
            return new SessionEnd(null, strayed
                ? "this journal is a copy that went another way than the one the cloud heard from. It goes on under a new " +
                    "incarnation and sends all it keeps again; nothing is booked twice"
                : "this journal was an old copy and goes on under a new incarnation");
        }
        lock (_gate) _window = SendWindow.At(journal.State.Acked, (int)Math.Min(welcome.Credit, int.MaxValue));
        if (welcome.BatchRecords > 0) _batchRecords = (int)Math.Min((uint)options.BatchRecords, welcome.BatchRecords);
        if (welcome.BatchBytes > 0) _batchBytes = welcome.BatchBytes;
        return null;
    }

    private static Contracts.Common.Refusal Misfit(ProtocolFit fit) => fit == ProtocolFit.TooOld
        ? new() { Code = "cloud_too_old", Message = "The cloud is too old for this agent. Update the cloud; records are kept." }
        : new() { Code = "cloud_too_new", Message = "The cloud is too new for this agent. Update the agent; records are kept." };

    // A gap holds what may have been sent before it was evicted; what is no longer kept cannot be compared either.
    private bool HasStrayed(long watermark, ReadOnlySpan<byte> fingerprint) =>
        fingerprint.Length == RecordFingerprint.Bytes && journal.Reader.Find(watermark) is { IsGap: false } entry
        && !fingerprint.SequenceEqual(RecordFingerprint.Of(entry.Type, entry.Version, entry.Payload.Span));

    private async Task<SessionEnd> FlowAsync(AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> call, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var writes = new SemaphoreSlim(1, 1);
        var sending = SendAsync(call.RequestStream, writes, over.Token);
        var receiving = ReceiveAsync(call, writes, over.Token);
        var ended = await Task.WhenAny(sending, receiving);
        // A refusal explains why sending failed; give it the moment it needs to arrive.
        if (ended == sending) await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromSeconds(1), time, over.Token));
        var end = receiving.IsCompletedSuccessfully ? await receiving : null;
        await over.CancelAsync();
        call.Dispose();
        await Task.WhenAll(QuietAsync(sending), QuietAsync(receiving));
        ct.ThrowIfCancellationRequested();
        return end ?? new SessionEnd(null, ended.Exception?.InnerException is RpcException lost
            ? $"the connection is gone ({lost.StatusCode})"
            : ended.Exception?.InnerException?.GetType().Name ?? "the stream ended");
    }

    private async Task SendAsync(IClientStreamWriter<EdgeMessage> up, SemaphoreSlim writes, CancellationToken ct)
    {
        while (true)
        {
            var (sent, room) = Standing();
            if (room == 0)
            {
                await _room.WaitAsync(ct);
                continue;
            }
            await journal.WaitForRecordsAsync(sent, ct);
            var entries = journal.Reader.ReadAfter(sent, Math.Min(room, _batchRecords), _batchBytes);
            if (entries.Count == 0) continue;
            // Before it is written: the ack may be faster than the write's own end.
            lock (_gate) _window = _window.AfterSending(entries[^1].Seq);
            await WriteAsync(up, writes, new EdgeMessage { Batch = new Batch { Records = { entries.Select(Record) } } }, ct);
        }
    }

    private (long Sent, int Room) Standing()
    {
        lock (_gate) return (_window.Sent, _window.Room);
    }

    private static Record Record(JournalEntry entry) => new()
    {
        Seq = (ulong)entry.Seq, First = entry.IsGap ? (ulong)entry.First : 0,
            Type = entry.IsGap ? RecordType.Gap : (RecordType)entry.Type,
        Version = entry.IsGap ? 1 : (uint)entry.Version, Payload = UnsafeByteOperations.UnsafeWrap(entry.Payload),
        RecordedAt = Timestamp.FromDateTimeOffset(entry.RecordedAt), TraceParent = entry.Trace ?? "",
    };

    private async Task<SessionEnd> ReceiveAsync(AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> call, SemaphoreSlim writes,
        CancellationToken ct)
    {
        while (await call.ResponseStream.MoveNext(ct))
        {
            var message = call.ResponseStream.Current;
            switch (message.MessageCase)
            {
                case CloudMessage.MessageOneofCase.Ack:
                    if (await AckedAsync(message.Ack, ct) is { } wrong) return wrong;
                    break;
                case CloudMessage.MessageOneofCase.Reply:
                    replies.Put((long)message.Reply.Seq, PurchaseResult.Parser.ParseFrom(message.Reply.Payload));
                    break;
                case CloudMessage.MessageOneofCase.Snapshot:
                    if (snapshots.Take(message.Snapshot) is { } version)
                    {
                        var applied = new SnapshotApplied { Kind = message.Snapshot.Kind, Version = (ulong)version };
                        await WriteAsync(call.RequestStream, writes, new EdgeMessage { SnapshotApplied = applied }, ct);
                    }
                    break;
                case CloudMessage.MessageOneofCase.Refused:
                    return new SessionEnd(message.Refused, message.Refused.Message);
                default:
                    break;   // of a newer cloud
            }
        }
        return new SessionEnd(null, "the cloud ended the stream");
    }

    private async Task<SessionEnd?> AckedAsync(Ack ack, CancellationToken ct)
    {
        bool moves;
        lock (_gate)
        {
            if (_window.AfterAck((long)ack.Watermark, (int)Math.Min(ack.Credit, int.MaxValue)) is not { } next)
                return new SessionEnd(null, $"the cloud confirmed {ack.Watermark}, which cannot be");
            moves = next.Watermark > _window.Watermark;
            _window = next;
            if (next.Room > 0 && _room.CurrentCount == 0) _room.Release();
        }
        if (!moves) return null;
        return await journal.AckAsync(_incarnation, (long)ack.Watermark, ct) is AckCode.Moves or AckCode.NothingNew
            ? null
            : new SessionEnd(null, "the journal did not take the confirmation");
    }

    private static async Task WriteAsync(IClientStreamWriter<EdgeMessage> up, SemaphoreSlim writes, EdgeMessage message,
        CancellationToken ct)
    {
        await writes.WaitAsync(ct);
        try
        {
            await up.WriteAsync(message, ct);
        }
        finally
        {
            writes.Release();
        }
    }

    private static async Task QuietAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or IOException
            or InvalidOperationException or ObjectDisposedException)
        {
            // Its end is the session's end, which is told elsewhere.
        }
    }
}
