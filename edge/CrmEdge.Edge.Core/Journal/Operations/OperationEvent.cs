namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>What happens to a POS operation.</summary>
public enum OperationEvent
{
    /// <summary>It goes out.</summary>
    Send,

    /// <summary>The answer is yes: from the cloud, from a status query, or decided offline.</summary>
    Approve,

    /// <summary>The answer is no: from the cloud, from a status query, or refused before it went out.</summary>
    Decline,

    /// <summary>No answer in time, or the agent restarted before one came.</summary>
    LoseAnswer,

    /// <summary>Its reversal is durable: whatever it did has been undone.</summary>
    Reverse,
}
