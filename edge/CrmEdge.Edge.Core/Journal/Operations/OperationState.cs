namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>How far a POS operation got. The numbers are stored.</summary>
public enum OperationState
{
    /// <summary>Durable before anything was sent.</summary>
    Intent = 1,

    /// <summary>Handed to whoever decides.</summary>
    Sent = 2,

    /// <summary>Decided: yes.</summary>
    Approved = 3,

    /// <summary>Decided: no.</summary>
    Declined = 4,

    /// <summary>Sent, or perhaps sent, and no answer came.</summary>
    Unknown = 5,

    /// <summary>Was unknown; a status query or a reversal has settled it.</summary>
    Resolved = 6,
}
