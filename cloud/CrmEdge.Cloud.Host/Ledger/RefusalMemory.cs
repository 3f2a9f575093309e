using System.Diagnostics.CodeAnalysis;
using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>All ids that one partition remembers as refused, as long as they are few; beyond that the database is asked.</summary>
internal sealed class RefusalMemory
{
    /// <summary>As many as are kept.</summary>
    public const int Most = 10_000;

    private Dictionary<RecordKey, Refusal>? _all;

    /// <param name="newest">The partition's refusals; where there are more than <see cref="Most"/>, any of them.</param>
    public RefusalMemory(IReadOnlyCollection<Refusal> newest)
    {
        if (newest.Count <= Most) _all = newest.ToDictionary(refusal => refusal.Key);
    }

    /// <summary>True where an id that is not here was not refused.</summary>
    public bool IsComplete => _all is not null;

    public bool TryGet(RecordKey id, [NotNullWhen(true)] out Refusal? refusal)
    {
        refusal = null;
        return _all is not null && _all.TryGetValue(id, out refusal);
    }

    public void Add(Refusal refusal)
    {
        _all?.TryAdd(refusal.Key, refusal);
        if (_all?.Count > Most) _all = null;
    }
}
