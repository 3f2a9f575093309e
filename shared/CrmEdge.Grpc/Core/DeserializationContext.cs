using System.Buffers;

namespace Grpc.Core;

/// <summary>One received message, valid until the deserializer returns.</summary>
public abstract class DeserializationContext
{
    /// <summary>Size in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the message.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    /// <summary>The message in the transport's own memory; do not keep it.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotImplementedException();
}
