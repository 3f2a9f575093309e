using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

internal sealed class FactBinding<T>(IFactStore<T> store) : IFactBinding where T : class, IFact
{
    public Type Type => typeof(T);

    public NpgsqlBatchCommand Insert(IReadOnlyList<IFact> facts) => store.Insert([.. facts.Cast<T>()]);
}
