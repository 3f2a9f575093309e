using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>A write within a savepoint of the commit, so that it can be undone alone.</summary>
internal sealed class WriteItem<T>(int bytes, Func<JournalTransaction, JournalVerdict<T>> apply) : WorkItem
{
    private readonly TaskCompletionSource<WriteOutcome<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalVerdict<T> _verdict;
    private Exception? _error;

    public Task<WriteOutcome<T>> Answer => _answer.Task;

    public override int Bytes => bytes;

    public override void Apply(JournalTransaction transaction)
    {
        var savepoint = transaction.Save();
        try
        {
            _verdict = apply(transaction);
            if (_verdict.IsKept) transaction.Release(savepoint);
            else transaction.RollBackTo(savepoint);
        }
        catch (Exception e) when (e is not SqliteException failure || !SqliteFailure.IsOfTheDisk(failure))
        {
            transaction.RollBackTo(savepoint);
            _error = e;
        }
    }

    public override void Complete()
    {
        if (_error is not null) _answer.SetException(_error);
        else _answer.SetResult(new WriteOutcome<T>(_verdict.IsKept ? WriteCode.Kept : WriteCode.Discarded, _verdict.Value));
    }

    public override void Fail() => _answer.SetResult(new WriteOutcome<T>(WriteCode.JournalUnavailable, default));
}
