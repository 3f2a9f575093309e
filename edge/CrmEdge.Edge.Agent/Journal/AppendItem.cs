using System.Threading.Tasks.Sources;
using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>An append and its answer in one object: at full load this is the only allocation of an append.</summary>
internal sealed class AppendItem(JournalRecord record) : WorkItem, IValueTaskSource<AppendOutcome>
{
    // Callers go on outside the writer's thread, which must get back to the disk.
    private ManualResetValueTaskSourceCore<AppendOutcome> _answer = new() { RunContinuationsAsynchronously = true };
    private AppendOutcome _outcome;

    public ValueTask<AppendOutcome> Answer => new(this, _answer.Version);

    public override int Bytes { get; } = record.Bytes;

    public override void Apply(JournalTransaction transaction) => _outcome = transaction.Append(record);

    public override void Complete() => _answer.SetResult(_outcome);

    public override void Fail() => _answer.SetResult(AppendOutcome.Refused(AppendCode.JournalUnavailable));

    AppendOutcome IValueTaskSource<AppendOutcome>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AppendOutcome>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<AppendOutcome>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}
