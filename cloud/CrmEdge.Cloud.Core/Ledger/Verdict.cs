namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>How an operation ended. Made by <see cref="Verdict"/>.</summary>
/// <typeparam name="TOutcome">What its caller is told.</typeparam>
public sealed class Verdict<TOutcome>
{
    internal Verdict(TOutcome outcome, string? code, Guid? remember) => (Outcome, Code, Remember) = (outcome, code, remember);

    /// <summary>What the caller is told once the batch is durable.</summary>
    public TOutcome Outcome { get; }

    /// <summary>The refusal's code; null where the operation is kept.</summary>
    public string? Code { get; }

    /// <summary>The id that stays refused, where the refusal is remembered.</summary>
    public Guid? Remember { get; }

    /// <summary>True where everything written through the books is kept.</summary>
    public bool Kept => Code is null;
}

/// <summary>The three ways in which an operation ends.</summary>
public static class Verdict
{
    /// <summary>Everything written through the books is committed.</summary>
    public static Verdict<T> Keep<T>(T outcome) => new(outcome, null, null);

    /// <summary>Nothing is written: the request was malformed, or trying again later may succeed.</summary>
    public static Verdict<T> Refuse<T>(string code, T outcome) => new(outcome, code, null);

    /// <summary>
    /// Nothing is written but that <paramref name="id"/> was refused with <paramref name="code"/>, so that the state of the
    /// books changing later does not make a late repeat succeed. Read it back with <see cref="Books.RefusedAs"/>.
    /// </summary>
    public static Verdict<T> RefuseAndRemember<T>(string code, Guid id, T outcome) => new(outcome, code, id);
}
