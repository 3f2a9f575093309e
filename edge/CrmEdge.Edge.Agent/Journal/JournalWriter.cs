using CrmEdge.Edge.Core.Journal;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>
/// The only writer: one thread that commits whatever is waiting, answers, and looks again. While one commit is on its way to
/// the disk the next one gathers, so batches grow with the load and nobody waits for a timer.
/// </summary>
internal sealed class JournalWriter
{
    /// <summary>Items that wait at most, and so the most in one commit.</summary>
    public const int ItemsMax = 1024;

    /// <summary>Bytes after which a commit takes no further item.</summary>
    private const long BatchBytesMax = 4 * 1024 * 1024;

    private readonly Mailbox _mailbox = new(ItemsMax);
    private readonly List<WorkItem> _batch = new(ItemsMax);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly JournalTransaction _transaction;
    private readonly JournalMaintenance _maintenance;
    private readonly JournalAnchor _anchor;
    private readonly JournalMetrics _metrics;
    private readonly CommitLog _log;
    private readonly TimeProvider _time;
    private volatile TaskCompletionSource _grown = NewSignal();
    private volatile JournalSnapshot _snapshot;
    private volatile bool _damaged;
    private volatile bool _maintenanceDue;

    public JournalWriter(
        JournalTransaction transaction, JournalMaintenance maintenance, JournalAnchor anchor, JournalMetrics metrics,
        CommitLog log, TimeProvider time)
    {
        (_transaction, _maintenance, _anchor, _metrics, _log, _time) =
            (transaction, maintenance, anchor, metrics, log, time);
        _snapshot = new JournalSnapshot(transaction.Identity.Incarnation, transaction.State);
        new Thread(Run) { Name = "journal", IsBackground = true }.Start();
    }

    public JournalSnapshot Snapshot => _snapshot;

    public bool IsDamaged => _damaged;

    /// <summary>Completes at the next commit that adds a record.</summary>
    public Task Grown => _grown.Task;

    public bool TryPost(WorkItem item) => _mailbox.TryPost(item);

    public ValueTask<bool> PostAsync(WorkItem item, CancellationToken ct) => _mailbox.PostAsync(item, ct);

    /// <summary>Asks for maintenance beside the next commits, or by itself when there are none.</summary>
    public void RequestMaintenance()
    {
        _maintenanceDue = true;
        _mailbox.Wake();
    }

    /// <summary>Answers what was posted, then ends the thread.</summary>
    public Task StopAsync()
    {
        _mailbox.Close();
        return _ended.Task;
    }

    private void Run()
    {
        while (_mailbox.Take(_batch, BatchBytesMax, wait: !_maintenanceDue))
        {
            if (_batch.Count > 0 || _maintenanceDue) CommitBatch();
            _batch.Clear();
        }

        _ended.SetResult();
    }

    private void CommitBatch()
    {
        var started = _time.GetTimestamp();
        if (_damaged || !TryCommit())
        {
            _maintenanceDue = false;
            foreach (var item in _batch) item.Fail();
            return;
        }

        _metrics.Committed(_batch.Count, _time.GetElapsedTime(started), _transaction.Tally);
        Publish();
        // First the log: who is told that a lane is full may look there at once.
        _log.Committed(_transaction.Tally, _transaction.State);
        foreach (var item in _batch) item.Complete();
    }

    private bool TryCommit()
    {
        try
        {
            _transaction.Begin(_time.GetUtcNow());
            foreach (var item in _batch) item.Apply(_transaction);
            if (_maintenanceDue) Maintain();
            _transaction.Commit();
            return true;
        }
        // Whatever it is, nobody is told that something is durable, and the thread goes on answering.
        catch (Exception e)
        {
            Failed(e);
            return false;
        }
    }

    private void Maintain()
    {
        // Cleared first: a request that comes during the step asks for a look at a later time, and must not be lost.
        _maintenanceDue = false;
        if (_maintenance.Step(_transaction)) _maintenanceDue = true;
    }

    private void Failed(Exception e)
    {
        _metrics.Failed();
        _damaged = e is SqliteException sqlite && SqliteFailure.IsDamage(sqlite);
        if (_damaged) _log.Damaged(e);
        else _log.Failed(_batch.Count, e);
        try
        {
            _transaction.RollBack();
            if (_damaged) _anchor.Write(_transaction.Identity, suspect: true);
        }
        catch (Exception second) when (second is SqliteException or IOException)
        {
            _log.Failed(0, second);
        }
    }

    private void Publish()
    {
        var before = _snapshot;
        var (state, identity) = (_transaction.State, _transaction.Identity);
        _snapshot = new JournalSnapshot(identity.Incarnation, state);
        if (identity.Incarnation != before.Incarnation) RememberIncarnation(identity);
        if (state.Last != before.State.Last) Interlocked.Exchange(ref _grown, NewSignal()).SetResult();
    }

    // Should this fail, the next start finds an anchor of another incarnation and begins one more, which is safe.
    private void RememberIncarnation(JournalIdentity identity)
    {
        try
        {
            _anchor.Write(identity);
        }
        catch (IOException e)
        {
            _log.Failed(0, e);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
