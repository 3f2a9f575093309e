using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Kernel;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The writer's transaction, used again for every commit. State moves along in memory and is taken back with the
/// rows when something is undone.</summary>
internal sealed class JournalTransaction : IJournalTransaction, IDisposable
{
    private readonly JournalLimits _limits;
    private readonly SqliteConnection _db;
    private readonly RecordTable _records;
    private readonly AckMarks _marks;
    private readonly OperationTable _operations;
    private readonly DocumentTable _documents;
    private readonly StateTable _stateRow;
    private readonly TransactionControl _control;
    private Savepoint _committed;

    public JournalTransaction(SqliteConnection db, JournalLimits limits, JournalState state, JournalIdentity identity)
    {
        (_db, _limits, State, Identity) = (db, limits, state, identity);
        _committed = Here();
        _records = new RecordTable(db);
        _marks = new AckMarks(db);
        _operations = new OperationTable(db);
        _documents = new DocumentTable(db);
        _stateRow = new StateTable(db);
        _control = new TransactionControl(db);
    }

    public DateTimeOffset Now { get; private set; }

    public JournalState State { get; private set; }

    public JournalIdentity Identity { get; private set; }

    /// <summary>What this commit did, for the metrics and the log.</summary>
    public CommitTally Tally { get; private set; }

    private long NowMillis => Now.ToUnixTimeMilliseconds();

    public void Begin(DateTimeOffset now)
    {
        (Now, Tally) = (now, default);
        _control.Begin();
    }

    public void Commit()
    {
        if (State != _committed.State) _stateRow.Save(State);
        _control.Commit();
        _committed = Here();
    }

    public void RollBack()
    {
        _control.RollBack();
        GoBackTo(_committed);
    }

    public Savepoint Save()
    {
        _control.Save();
        return Here();
    }

    public void Release(Savepoint _) => _control.Release();

    public void RollBackTo(Savepoint savepoint)
    {
        _control.RollBackToSavepoint();
        GoBackTo(savepoint);
    }

    public AppendOutcome Append(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Check() is var refusal && refusal != AppendCode.Recorded) return AppendOutcome.Refused(refusal);
        var bytes = record.Bytes;
        if (Admission.Check(State, _limits, record.Lane, bytes) != Room.Enough)
        {
            // A repeat needs no room.
            if (record.Key is { } key && _records.FindKey(key.Text) is { } first) return first.Answer(record);
            if (!MakeRoom(record.Lane, bytes)) return Full(record.Lane);
        }

        var seq = State.Next;
        if (!_records.Insert(seq, record, NowMillis))
            return Invariant.NotNull(_records.FindKey(Invariant.NotNull(record.Key).Text)).Answer(record);
        State = State.Appended(record.Lane, bytes);
        Tally = Tally.WithAppended(record.Lane);
        return new AppendOutcome(AppendCode.Recorded, seq);
    }

    public AckCode Ack(Guid incarnation, long upTo)
    {
        if (incarnation != Identity.Incarnation) return AckCode.OtherIncarnation;
        var code = Watermark.CheckAck(State, upTo);
        if (code != AckCode.Moves) return code;
        var settled = upTo > State.Reached ? _records.Totals(State.Reached, upTo) : default;
        State = State.AckedTo(upTo, settled);
        _marks.Put(Retention.HourOf(Now), upTo);
        return code;
    }

    public void Rewind(long upTo)
    {
        var trimmed = State.Oldest - 1 - upTo;
        if (trimmed > 0) _records.InsertGap(State.Oldest - 1, trimmed, NowMillis);
        _marks.DeleteAbove(upTo);
        State = State.RewoundTo(upTo, gapRecorded: trimmed > 0);
    }

    public void StartIncarnation(Guid incarnation)
    {
        OperationTable.Renumber(_db, State.Acked);
        _marks.DeleteAbove(-1);
        State = State.Renumbered(_records.Renumber(State.Acked));
        CountOpening(new JournalIdentity(incarnation, 1));
    }

    public void CountOpening(JournalIdentity identity)
    {
        using var update = new SqliteStatement(_db, "UPDATE state SET incarnation = ?, opens = ? WHERE id = 1");
        update.Bind(identity.Incarnation.ToByteArray(bigEndian: true)).Bind(identity.Opens).Execute();
        Identity = identity;
    }

    /// <summary>Deletes a step of confirmed records up to <paramref name="upTo"/>; false when there was nothing left.</summary>
    public bool Trim(long upTo)
    {
        if (State.Oldest > upTo) return false;
        var (reached, bytes) = _records.TrimStep(upTo);
        State = State.TrimmedTo(reached, bytes);
        _marks.DeleteUpTo(reached);
        return true;
    }

    /// <summary>The last record that was confirmed before <paramref name="stay"/> began.</summary>
    public long ExpiredUpTo(TimeSpan stay) => stay == TimeSpan.Zero
        ? State.Acked
        : Math.Min(State.Acked, _marks.Expired(Retention.ExpiredHour(Now, stay)));

    /// <summary>Deletes a step of operations that finished before <paramref name="stay"/> began; false when there was
    /// none.</summary>
    public bool TrimOperations(TimeSpan stay)
    {
        var expired = _operations.Expired(Now - stay, State.Acked);
        foreach (var operation in expired)
        {
            _operations.Delete(operation.Key);
            State = State.DocumentsGrew(-operation.Bytes);
        }

        return expired.Count > 0;
    }

    public Operation? FindOperation(string key) => _operations.Find(key);

    public Operation? FindOperation(long seq) => _operations.Find(seq);

    public OperationStep BeginOperation(string key, ReadOnlySpan<byte> requestHash)
    {
        if (_operations.Find(key) is { } stored) return new OperationStep(stored.Again(requestHash), stored);
        var begun = new Operation(
            key, new OperationStatus(OperationState.Intent), requestHash.ToArray(), Seq: null, Reply: default, Now, Now);
        if (begun.Check() is var refusal && refusal != OperationCode.Moved) return new OperationStep(refusal, null);
        if (!HasDocumentRoom(begun.Bytes)) return new OperationStep(OperationCode.JournalFull, null);
        _operations.Put(begun);
        State = State.DocumentsGrew(begun.Bytes);
        return new OperationStep(OperationCode.Moved, begun);
    }

    // Past its intent an operation is never refused for want of room: its outcome has happened.
    public OperationStep MoveOperation(
        string key, OperationEvent happened, ReadOnlyMemory<byte>? reply = null, long? seq = null)
    {
        if (_operations.Find(key) is not { } stored) return new OperationStep(OperationCode.NotFound, null);
        var (code, status) = OperationSteps.Next(stored.Status, happened);
        if (code != OperationCode.Moved) return new OperationStep(code, stored);
        var moved = stored with
        {
            Status = status,
            Reply = reply ?? stored.Reply,
            Seq = seq ?? stored.Seq,
            ChangedAt = Now,
        };
        if (moved.Check() is var refusal && refusal != OperationCode.Moved) return new OperationStep(refusal, stored);
        _operations.Put(moved);
        State = State.DocumentsGrew(moved.Bytes - stored.Bytes);
        return new OperationStep(code, moved);
    }

    public Document? FindDocument(string space, string key) => _documents.Find(space, key);

    public DocumentCode PutDocument(string space, string key, long version, ReadOnlyMemory<byte> body)
    {
        var document = new Document(space, key, version, body, Now);
        if (document.Check() is var refusal && refusal != DocumentCode.Stored) return refusal;
        var growth = document.Bytes - (_documents.Find(space, key)?.Bytes ?? 0);
        if (growth > 0 && !HasDocumentRoom(growth)) return DocumentCode.JournalFull;
        _documents.Put(document);
        State = State.DocumentsGrew(growth);
        return DocumentCode.Stored;
    }

    public bool RemoveDocument(string space, string key)
    {
        if (_documents.Find(space, key) is not { } stored) return false;
        _documents.Delete(space, key);
        State = State.DocumentsGrew(-stored.Bytes);
        return true;
    }

    public void Dispose()
    {
        _records.Dispose();
        _marks.Dispose();
        _operations.Dispose();
        _documents.Dispose();
        _stateRow.Dispose();
        _control.Dispose();
    }

    private Savepoint Here() => new(State, Identity, Tally);

    private void GoBackTo(Savepoint savepoint) =>
        (State, Identity, Tally) = (savepoint.State, savepoint.Identity, savepoint.Tally);

    private bool HasDocumentRoom(int bytes) => State.DocumentBytes + bytes <= _limits.DocumentBytes;

    private AppendOutcome Full(Lane lane)
    {
        Tally = Tally.WithRefused(lane);
        return AppendOutcome.Refused(AppendCode.JournalFull);
    }

    private bool MakeRoom(Lane lane, int bytes)
    {
        while (true)
        {
            switch (Admission.Check(State, _limits, lane, bytes))
            {
                case Room.Enough:
                    return true;
                case Room.TrimConfirmed:
                    Trim(State.Acked);
                    break;
                case Room.EvictTelemetry:
                    EvictStep(Admission.TelemetryOver(State, _limits, bytes));
                    break;
                default:
                    return false;
            }
        }
    }

    private void EvictStep(long bytes)
    {
        var candidates = _records.Evictable(Math.Max(State.Reached, State.EvictedUpTo));
        Invariant.Holds(candidates.Count > 0);
        foreach (var run in Eviction.Plan(candidates, bytes))
        {
            var merged = _records.ReplaceByGap(run, State.Reached, NowMillis);
            State = State.Evicted(run, merged);
            Tally = Tally.WithEvicted(run.Rows);
        }
    }

    /// <summary>What to go back to when one write of the commit is undone.</summary>
    internal readonly record struct Savepoint(JournalState State, JournalIdentity Identity, CommitTally Tally);
}
