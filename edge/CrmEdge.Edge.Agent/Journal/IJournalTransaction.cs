using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Journal.Operations;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>What a write may do. Everything is part of one commit; nothing counts before it is answered.</summary>
public interface IJournalTransaction
{
    /// <summary>Wall clock of the commit. Data, never order.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Where the journal stands within this commit.</summary>
    JournalState State { get; }

    /// <summary>Adds a record.</summary>
    AppendOutcome Append(JournalRecord record);

    /// <summary>The operation under a key.</summary>
    Operation? FindOperation(string key);

    /// <summary>The operation that rides with a record.</summary>
    Operation? FindOperation(long seq);

    /// <summary>Begins an operation as intent, or says that it was begun before.</summary>
    /// <param name="key">The POS's own reference, in its space.</param>
    /// <param name="requestHash">What is asked for, 1 to 32 bytes.</param>
    OperationStep BeginOperation(string key, ReadOnlySpan<byte> requestHash);

    /// <summary>Moves an operation. Where it moved, <paramref name="reply"/> and <paramref name="seq"/> replace what was stored,
    /// if they are given.</summary>
    OperationStep MoveOperation(string key, OperationEvent happened, ReadOnlyMemory<byte>? reply = null, long? seq = null);

    /// <summary>The document under a key.</summary>
    Document? FindDocument(string space, string key);

    /// <summary>Stores or replaces a document.</summary>
    DocumentCode PutDocument(string space, string key, long version, ReadOnlyMemory<byte> body);

    /// <summary>Removes a document; false where there was none.</summary>
    bool RemoveDocument(string space, string key);
}

/// <summary>The answer to a step of an operation, with the operation as it is stored now.</summary>
public readonly record struct OperationStep(OperationCode Code, Operation? Operation);
