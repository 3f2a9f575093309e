using CrmEdge.Edge.Agent.Journal;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>A journal write given as a function.</summary>
internal sealed class JournalWrite<T>(int bytes, Func<IJournalTransaction, JournalVerdict<T>> apply) : IJournalWrite<T>
{
    public int Bytes => bytes;

    public JournalVerdict<T> Apply(IJournalTransaction transaction) => apply(transaction);
}
