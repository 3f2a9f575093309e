using System.Diagnostics.Metrics;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>
/// The edge's durable store-and-forward journal. What it answered with a sequence number has reached the disk; what it
/// refused has not. Safe for many threads.
/// </summary>
public sealed class EdgeJournal : IAsyncDisposable
{
    private static readonly TimeSpan MaintenanceEvery = TimeSpan.FromMinutes(1);

    private readonly SqliteConnection _db;
    private readonly JournalTransaction _transaction;
    private readonly JournalMaintenance _maintenance;
    private readonly JournalAnchor _anchor;
    private readonly JournalWriter _writer;
    private readonly JournalMetrics _metrics;
    private readonly ITimer _timer;
    private readonly ILogger _logger;
    private int _disposed;

    private EdgeJournal(
        OpenedJournal opened, JournalOptions options, TimeProvider time, ILogger logger, IMeterFactory? meters)
    {
        (_db, _transaction, _anchor, _logger, Start) =
            (opened.Db, opened.Transaction, opened.Anchor, logger, opened.Start);
        _metrics = new JournalMetrics(meters);
        _maintenance = new JournalMaintenance(_db, options.Retention);
        Reader = new JournalReader(opened.Path);
        _writer = new JournalWriter(_transaction, _maintenance, _anchor, _metrics, new CommitLog(logger, time), time);
        _metrics.Observe(() => State, lane =>
            Reader.OldestAfter(lane, State.Reached) is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero,
            new DriveInfo(Path.GetDirectoryName(opened.Path)!));
        _timer = time.CreateTimer(_ => _writer.RequestMaintenance(), null, MaintenanceEvery, MaintenanceEvery);
    }

    /// <summary>How it came up. Anything but created and continued is to be reported to the cloud.</summary>
    public JournalStart Start { get; }

    /// <summary>The incarnation its numbers belong to.</summary>
    public Guid Incarnation => _writer.Snapshot.Incarnation;

    /// <summary>Where it stood after the last commit.</summary>
    public JournalState State => _writer.Snapshot.State;

    /// <summary>True once the file turned out to be damaged: everything is refused until the agent is restarted.</summary>
    public bool IsDamaged => _writer.IsDamaged;

    /// <summary>Reads what is durable.</summary>
    public JournalReader Reader { get; }

    /// <summary>Opens the journal, or makes it. A file that cannot be read is set aside; see <see cref="Start"/>.</summary>
    /// <param name="options">Where it is and what it may hold.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Mints incarnations.</param>
    /// <param name="logger">Where it tells what a person should know.</param>
    /// <param name="meters">Where its figures go.</param>
    /// <exception cref="JournalOpenException">It could not be opened; nothing was changed.</exception>
    public static EdgeJournal Open(
        JournalOptions options, TimeProvider time, IdSource ids, ILogger<EdgeJournal> logger, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return new EdgeJournal(new JournalOpening(options, time, ids, logger).Open(), options, time, logger, meters);
    }

    /// <summary>
    /// Records a fact and answers once it is on the disk. Cancelling ends the wait for room in the queue: then certainly
    /// nothing is recorded. Once queued, the call ends with the truth, after a commit or two; a caller that gives up waiting
    /// (<c>WaitAsync</c>) does not know, and asks by appending the same key again.
    /// </summary>
    public ValueTask<AppendOutcome> AppendAsync(JournalRecord record, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (ct.IsCancellationRequested) return ValueTask.FromCanceled<AppendOutcome>(ct);
        // What can never be recorded need not queue; it would only be refused there.
        if (record.Check() is var refusal && refusal != AppendCode.Recorded)
            return ValueTask.FromResult(AppendOutcome.Refused(refusal));
        var item = new AppendItem(record);
        return _writer.TryPost(item) ? item.Answer : PostAsync(item, ct);
    }

    /// <summary>Writes something whole or not at all, in one commit. Cancellation as with <see cref="AppendAsync"/>.</summary>
    public Task<WriteOutcome<T>> WriteAsync<T>(IJournalWrite<T> write, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(write);
        return RunAsync(write.Bytes, write.Apply, ct);
    }

    /// <summary>The cloud has everything up to <paramref name="upTo"/> of <paramref name="incarnation"/>.</summary>
    public async Task<AckCode> AckAsync(Guid incarnation, long upTo, CancellationToken ct)
    {
        var outcome = await RunAsync(0, transaction => JournalVerdict.Keep(transaction.Ack(incarnation, upTo)), ct);
        return outcome.Code == WriteCode.JournalUnavailable ? AckCode.JournalUnavailable : outcome.Value;
    }

    /// <summary>
    /// Settles with the cloud where a link begins, and writes what follows from it: a confirmation, a rewind to what a restored
    /// cloud still has, or a new incarnation where this journal turns out to be an old copy. Afterwards send what follows
    /// <see cref="JournalState.Acked"/>.
    /// </summary>
    /// <param name="cloud">The last number the cloud has of <see cref="Incarnation"/>; 0 for none.</param>
    /// <param name="ids">Mints the new incarnation, should there be one.</param>
    /// <param name="ct">As with <see cref="AppendAsync"/>.</param>
    public Task<WriteOutcome<LinkStart>> AlignAsync(long cloud, IdSource ids, CancellationToken ct) =>
        AlignAsync(cloud, strayed: false, ids, ct);

    /// <inheritdoc cref="AlignAsync(long, IdSource, CancellationToken)"/>
    /// <param name="cloud">The cloud's watermark.</param>
    /// <param name="strayed">The cloud has another record under that number: this journal is a copy that went another way. Its
    /// numbers mean nothing there, so all that is kept goes out again under a new incarnation.</param>
    /// <param name="ids">Makes the incarnation.</param>
    /// <param name="ct">Gives up waiting.</param>
    public async Task<WriteOutcome<LinkStart>> AlignAsync(long cloud, bool strayed, IdSource ids, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var before = State;
        var outcome = await RunAsync(0, transaction => JournalVerdict.Keep(Align(transaction, cloud, strayed, ids)), ct);
        if (outcome is { Code: WriteCode.Kept, Value: LinkStart.Replay })
            JournalLog.Rewound(_logger, cloud, before.Acked, cloud + 1);
        return outcome;
    }

    /// <summary>Completes once there is a record above <paramref name="after"/>.</summary>
    public async ValueTask WaitForRecordsAsync(long after, CancellationToken ct)
    {
        while (true)
        {
            // The signal first: a commit between the two lines is then seen by one of them.
            var grown = _writer.Grown;
            if (State.Last > after) return;
            await grown.WaitAsync(ct);
        }
    }

    /// <summary>Answers what is queued, folds the log into the file and lets it go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _timer.DisposeAsync();
        await _writer.StopAsync();
        Reader.Dispose();
        _maintenance.Dispose();
        _transaction.Dispose();
        _db.Dispose();
        _anchor.Dispose();
        _metrics.Dispose();
    }

    /// <summary>Runs maintenance to its end, step by step.</summary>
    internal async Task MaintainAsync(CancellationToken ct)
    {
        while (await RunAsync(0, transaction => JournalVerdict.Keep(_maintenance.Step(transaction)), ct) is { Value: true }) { }
    }

    private static LinkStart Align(JournalTransaction transaction, long cloud, bool strayed, IdSource ids)
    {
        var start = strayed ? LinkStart.NewIncarnation : Watermark.Compare(transaction.State, cloud);
        switch (start)
        {
            case LinkStart.Confirm:
                transaction.Ack(transaction.Identity.Incarnation, cloud);
                break;
            case LinkStart.Replay:
                transaction.Rewind(cloud);
                break;
            case LinkStart.NewIncarnation:
                var kept = transaction.State.Oldest - 1;
                if (strayed && kept < transaction.State.Acked) transaction.Rewind(kept);
                transaction.StartIncarnation(ids.Next());
                break;
            default:
                break;
        }

        return start;
    }

    private async ValueTask<AppendOutcome> PostAsync(AppendItem item, CancellationToken ct) =>
        await _writer.PostAsync(item, ct)
            ? await item.Answer
            : AppendOutcome.Refused(AppendCode.JournalUnavailable);

    private async Task<WriteOutcome<T>> RunAsync<T>(
        int bytes, Func<JournalTransaction, JournalVerdict<T>> apply, CancellationToken ct)
    {
        var item = new WriteItem<T>(bytes, apply);
        return await _writer.PostAsync(item, ct)
            ? await item.Answer
            : new WriteOutcome<T>(WriteCode.JournalUnavailable, default);
    }
}
