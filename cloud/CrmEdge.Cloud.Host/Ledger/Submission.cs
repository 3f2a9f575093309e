using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>An operation on its way through a committer, and the caller that waits for it.</summary>
internal abstract class Submission
{
    /// <summary>True once the caller has its answer; whatever is retried later leaves this one out.</summary>
    public bool IsAnswered { get; protected set; }

    /// <summary>True where the caller left before anything was decided.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Names what the decision reads.</summary>
    public abstract void Name(ReadSet reads);

    /// <summary>Decides; the answer is kept until <see cref="Answer"/>, and replaced where it is decided again.</summary>
    public abstract void Decide(LedgerBatch batch, DateTimeOffset now);

    /// <summary>Gives the caller what was decided. Only after the commit.</summary>
    public abstract void Answer();

    /// <summary>Tells the caller that it was not decided.</summary>
    public abstract void Fail(Exception why);
}

internal sealed class Submission<T>(IOperation<T> operation, CancellationToken ct) : Submission
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _outcome;
    private Exception? _fault;

    public Task<T> Task => _answer.Task;

    public override bool IsAbandoned => ct.IsCancellationRequested;

    public override void Name(ReadSet reads)
    {
        _fault = null;
        try
        {
            reads.Add(operation);
        }
        catch (Exception fault)
        {
            _fault = fault;
        }
    }

    public override void Decide(LedgerBatch batch, DateTimeOffset now)
    {
        // A fault is one operation's bug: the batch dropped what it wrote, and the others go on.
        try
        {
            if (_fault is null) _outcome = batch.Run(operation, now).Outcome;
        }
        catch (Exception fault)
        {
            _fault = fault;
        }
    }

    public override void Answer()
    {
        IsAnswered = true;
        if (_fault is null) _answer.TrySetResult(_outcome!);
        else _answer.TrySetException(_fault);
    }

    public override void Fail(Exception why)
    {
        IsAnswered = true;
        _answer.TrySetException(why);
    }
}
