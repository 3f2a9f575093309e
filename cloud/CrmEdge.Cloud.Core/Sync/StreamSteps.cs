namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Where one edge's stream stands, seen from the cloud.</summary>
public enum StreamState
{
    /// <summary>Open, nothing said.</summary>
    Silent,

    /// <summary>Greeted and let in.</summary>
    Welcomed,

    /// <summary>Over.</summary>
    Ended,
}

/// <summary>What an edge sends.</summary>
public enum StreamInput
{
    /// <summary>Hello.</summary>
    Hello,

    /// <summary>A batch.</summary>
    Batch,

    /// <summary>A snapshot took effect.</summary>
    SnapshotApplied,

    /// <summary>A message of a newer agent.</summary>
    Unknown,

    /// <summary>The edge ended the stream.</summary>
    End,
}

/// <summary>The order in which a stream's messages may come.</summary>
public static class StreamSteps
{
    /// <summary>The next state; null where the protocol was not kept, which ends the stream by name.</summary>
    public static StreamState? Next(StreamState state, StreamInput input) => (state, input) switch
    {
        (StreamState.Ended, _) => StreamState.Ended,
        (_, StreamInput.End) => StreamState.Ended,
        (StreamState.Silent, StreamInput.Hello) => StreamState.Welcomed,
        (StreamState.Welcomed, StreamInput.Batch or StreamInput.SnapshotApplied or StreamInput.Unknown) => StreamState.Welcomed,
        _ => null,
    };
}
