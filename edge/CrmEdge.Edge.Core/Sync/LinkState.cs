namespace CrmEdge.Edge.Core.Sync;

/// <summary>Where the link to the cloud stands.</summary>
public enum LinkState
{
    /// <summary>Nothing under way: at the start, and between a loss and the next attempt.</summary>
    Waiting,

    /// <summary>The stream is being opened.</summary>
    Dialling,

    /// <summary>Hello is said; the cloud has not answered.</summary>
    Greeting,

    /// <summary>The journal is brought in step with what the cloud has.</summary>
    Aligning,

    /// <summary>Records flow.</summary>
    Online,

    /// <summary>The cloud refused this edge by name; the next attempt is a slow one.</summary>
    Refused,

    /// <summary>The agent stops.</summary>
    Stopped,
}

/// <summary>What happens to the link.</summary>
public enum LinkEvent
{
    /// <summary>It is time for an attempt.</summary>
    Due,

    /// <summary>The stream is open and Hello is on its way.</summary>
    Opened,

    /// <summary>The cloud said Welcome.</summary>
    Welcomed,

    /// <summary>Journal and cloud agree where to go on.</summary>
    Aligned,

    /// <summary>The journal was an old copy and has begun a new incarnation: greet again under it.</summary>
    Renumbered,

    /// <summary>The connection is gone, or the cloud spoke out of turn.</summary>
    Lost,

    /// <summary>The cloud refused and said why.</summary>
    Refusal,

    /// <summary>The agent is asked to end.</summary>
    Stop,
}
