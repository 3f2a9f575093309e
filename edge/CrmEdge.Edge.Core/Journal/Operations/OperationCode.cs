namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>How a step of a POS operation ended.</summary>
public enum OperationCode
{
    /// <summary>The operation was begun or moved.</summary>
    Moved,

    /// <summary>It was there already; what is stored is the answer.</summary>
    Already,

    /// <summary>What happened contradicts what is stored, e.g. an approval after a decline. Nothing was changed.</summary>
    Contradicts,

    /// <summary>The key belongs to another request. Nothing was changed.</summary>
    KeyReused,

    /// <summary>There is no operation under this key.</summary>
    NotFound,

    /// <summary>Key, hash or reply is empty or longer than allowed.</summary>
    Malformed,

    /// <summary>The cap on operations and documents is reached.</summary>
    JournalFull,
}
