namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The records of one type that operations must see.</summary>
public sealed class RecordReads
{
    /// <summary>Single records.</summary>
    public HashSet<RecordKey> Ids { get; } = [];

    /// <summary>Owners of whom all records are read.</summary>
    public HashSet<RecordKey> Owners { get; } = [];
}
