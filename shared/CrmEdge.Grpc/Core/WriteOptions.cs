namespace Grpc.Core;

/// <summary>How one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>The message may wait for the next one before it is put on the wire.</summary>
    BufferHint = 0x1,

    /// <summary>The message is not compressed, whatever the call's encoding.</summary>
    NoCompress = 0x2,
}

/// <summary>Options of the writes that follow.</summary>
/// <param name="flags">The flags; 0 for none.</param>
public class WriteOptions(WriteFlags flags = default)
{
    /// <summary>No flag set.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>The flags.</summary>
    public WriteFlags Flags { get; } = flags;
}
