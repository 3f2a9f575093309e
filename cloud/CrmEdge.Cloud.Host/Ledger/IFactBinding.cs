using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>An <see cref="IFactStore{T}"/> for a committer that does not know the type.</summary>
internal interface IFactBinding
{
    Type Type { get; }

    NpgsqlBatchCommand Insert(IReadOnlyList<IFact> facts);
}
