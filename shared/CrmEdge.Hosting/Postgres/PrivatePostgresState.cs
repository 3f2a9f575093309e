namespace CrmEdge.Hosting.Postgres;

/// <summary>What a private cluster is doing.</summary>
public enum PrivatePostgresState
{
    /// <summary>The server takes connections.</summary>
    Running,

    /// <summary>The server died and is being started again.</summary>
    Restarting,

    /// <summary>The owner stopped it.</summary>
    Stopped,
}
